"""CSV as it comes: any delimiter, quoted line breaks, rows too short or too long, a quote that is never closed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from responder.errors import BadInput
from responder.formats.table import Row, Table, clean, named_columns, undo_formula_guard
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 1 << 16
_SAMPLE_RECORDS = 30
_LINES_IN_A_CELL = 12  # an address has fewer; more means that a quote swallowed whole rows
_CELL_CHARACTERS = 1 << 17

csv.field_size_limit(_CELL_CHARACTERS)


def read_delimited(file: BinaryIO, *, name: str, encoding: str, delimiter: str | None = None) -> Table:
    """The table in ``file``, whose encoding is known.

    Raises:
        BadInput: there is no header.
    """
    text = _text(file, encoding)
    sample = text.read(_SAMPLE_CHARACTERS)
    text.detach()
    declared = _declared_delimiter(sample)
    delimiter = delimiter or declared or sniff_delimiter(sample)
    first = next(_records(file, encoding, delimiter, skip=declared is not None), None)
    if first is None:
        raise BadInput(N_("the file is empty"), file=name, line=1, expected="a header and at least one row")
    header = named_columns(list(first.cells), file=name)

    def rows() -> Iterator[Row]:
        records = _records(file, encoding, delimiter, skip=declared is not None)
        next(records)
        for record in records:
            yield _checked(record, len(header))

    return Table("csv", header, rows, encoding, delimiter)


def sniff_delimiter(sample: str) -> str:
    """The delimiter that cuts the first records into equally many columns, at least two; a comma where none does."""

    def score(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for record in reader:
                if record:
                    widths.append(len(record))
                if len(widths) == _SAMPLE_RECORDS:
                    break
        except csv.Error:
            return (0, 0)
        width = widths[0] if widths else 0
        return (sum(other == width for other in widths) if width > 1 else 0, width)

    best = max(DELIMITERS, key=score)
    return best if score(best)[0] else ","


def _declared_delimiter(sample: str) -> str | None:
    """Spreadsheets understand a first line ``sep=;``; people's exports have it."""
    first = sample.split("\n", 1)[0].strip().casefold()
    return first[4] if first.startswith("sep=") and len(first) == 5 else None


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")


def _records(file: BinaryIO, encoding: str, delimiter: str, *, skip: bool) -> Iterator[Row]:
    text = _text(file, encoding)
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        if skip:
            next(reader, None)
        number, before = 0, reader.line_num
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(number, before + 1, (), _said_plainly(str(error), before + 1))
                before = reader.line_num
                continue
            if not cells and number == 1:  # blank lines above the header are nobody's row
                number, before = 0, reader.line_num
                continue
            yield Row(number, before + 1, tuple(cells))
            before = reader.line_num
    finally:
        text.detach()


def _said_plainly(error: str, line: int) -> str:
    if "unexpected end of data" in error:
        raise BadInput(
            N_("a quotation mark is opened and never closed"),
            line=line,
            do="Close it, or double it where it belongs to the text; every row after it would be lost.",
        )
    if "field larger" in error:
        return "a cell is longer than any name or address: a quotation mark is probably missing"
    return "quotation marks inside a quoted cell must be doubled"


def _checked(record: Row, width: int) -> Row:
    if record.problem:
        return record
    cells = tuple(undo_formula_guard(clean(cell)) for cell in record.cells)
    if any(cell.count("\n") >= _LINES_IN_A_CELL for cell in record.cells):
        return Row(
            record.number, record.line, cells, "a cell runs over many lines: a quotation mark is probably missing"
        )
    if any("\x00" in cell for cell in cells):
        return Row(record.number, record.line, cells, "a cell holds a null character")
    if len(cells) > width:
        if any(cells[width:]):
            return Row(record.number, record.line, cells, f"{len(cells)} cells under {width} columns")
        cells = cells[:width]
    padded = cells + ("",) * (width - len(cells))
    return Row(record.number, record.line, padded, ends_early=len(cells) < width)
