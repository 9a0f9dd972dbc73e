"""A list of people in a file, whatever program wrote it: CSV or XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from responder.errors import BadInput
from responder.formats.delimited import read_delimited
from responder.formats.encoding import certain_encoding, named_encoding, suggest
from responder.formats.spreadsheet import is_spreadsheet, read_spreadsheet
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from responder.formats.table import Table


def read_list(
    file: BinaryIO,
    *,
    name: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    seen: Callable[[bytes], object] | None = None,
) -> Table:
    """The table in a seekable ``file``.

    Args:
        file: Open for reading bytes; read from its start.
        name: What the file is called in errors.
        encoding: Confirmed by a person; only needed where the file is neither UTF-8 nor marked UTF-16.
        delimiter: Confirmed by a person; found out where left out.
        sheet: Of a spreadsheet; the first that holds anything where left out.
        seen: Gets every piece of the file once, for a digest.

    Raises:
        BadInput: it cannot be read, or nobody confirmed its encoding.
    """
    if is_spreadsheet(file):
        if seen is not None:
            certain_encoding(file, seen=seen)
        return read_spreadsheet(file, name=name, sheet=sheet)
    confirmed = named_encoding(encoding) if encoding else None
    certain = certain_encoding(file, confirmed=confirmed, seen=seen)
    if certain is None and confirmed:
        raise BadInput(
            N_("this is not written in {encoding}"),
            file=name,
            field="encoding",
            encoding=confirmed,
            do="Try another encoding, or save the file as UTF-8.",
        )
    if certain is None:
        guess = suggest(file)
        raise BadInput(
            N_("this is not UTF-8; it looks like {encoding}"),
            file=name,
            field="encoding",
            encoding=guess.encoding,
            do=f"Look at the names with `responder recipients check FILE --encoding {guess.encoding}`, then import so.",
        )
    return read_delimited(file, name=name, encoding=certain, delimiter=delimiter)
