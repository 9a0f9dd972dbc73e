"""XLSX: numbers come as numbers and dates as dates, so both are written out as people would have typed them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from responder.errors import BadInput
from responder.formats.table import Row, Table, clean, named_columns, size_of, undo_formula_guard
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 200 * 1024 * 1024  # the reader holds a sheet in memory
_ZIP = b"PK\x03\x04"


def is_spreadsheet(file: BinaryIO) -> bool:
    """Whether ``file`` begins as an XLSX does; it is left at its start."""
    file.seek(0)
    start = file.read(len(_ZIP))
    file.seek(0)
    return start == _ZIP


def read_spreadsheet(file: BinaryIO, *, name: str, sheet: str | None = None) -> Table:
    """The table on ``sheet``, or on the first one that holds anything.

    Raises:
        BadInput: it is no spreadsheet, is too large to be held, or has no such sheet.
    """
    if size_of(file) > LARGEST:
        raise BadInput(
            N_("the spreadsheet is larger than {mb} MB"),
            file=name,
            mb=LARGEST >> 20,
            do="Save the sheet as CSV and import that.",
        )
    try:
        book = CalamineWorkbook.from_filelike(file)
        names = [sheet] if sheet else book.sheet_names
        if sheet and sheet not in book.sheet_names:
            raise BadInput(
                N_("there is no sheet of that name"),
                file=name,
                field="sheet",
                expected="one of " + ", ".join(book.sheet_names),
            )
        found = next(
            (cells for title in names if (cells := book.get_sheet_by_name(title).to_python(skip_empty_area=False))),
            None,
        )
    except CalamineError as error:
        raise BadInput(
            N_("this cannot be read as a spreadsheet"), file=name, do="Save it as CSV (UTF-8) and import that."
        ) from error
    if not found:
        raise BadInput(N_("the spreadsheet is empty"), file=name, expected="a header and at least one row")
    top = next((position for position, cells in enumerate(found) if any(map(_written, cells))), 0)
    header = named_columns([_written(cell) for cell in found[top]], file=name)

    def rows() -> Iterator[Row]:
        for position, cells in enumerate(found[top + 1 :], top + 2):
            written = tuple(undo_formula_guard(clean(_written(cell))) for cell in cells)
            # A formula without a stored value disappears and leaves the row shorter: its cells no longer stand under
            # their names. The area is read unskipped, so every row of a sound sheet is as wide as the header's.
            problem = f"{len(written)} cells under {len(header)} columns" if len(written) != len(header) else None
            yield Row(position, position, written, problem)

    return Table("xlsx", header, rows)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
