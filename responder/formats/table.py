"""A table as people keep it: one header, then rows. Read row by row, so that a million of them fit in little memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad"), None)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000\t"), " ")
_FORMULA_START = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``number`` is what a spreadsheet shows beside it (the header is row 1), ``line`` the line of the file.

    ``problem`` says why its cells cannot be trusted; then they are what was read, for the person who mends it.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    problem: str | None = None
    ends_early: bool = False
    """It has fewer cells than the header; those that are missing stand as empty."""

    @property
    def empty(self) -> bool:
        return not self.problem and not any(self.cells)


@dataclass(frozen=True)
class Table:
    """Header and rows. ``rows()`` starts anew from the first row each time."""

    kind: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str | None = None
    delimiter: str | None = None


def clean(cell: str) -> str:
    """A cell without what nobody sees: invisible marks, odd spaces, spaces around it."""
    return " ".join(cell.translate(_INVISIBLE).translate(_SPACES).split(" ")).strip()


def undo_formula_guard(cell: str) -> str:
    """Takes away the apostrophe that an export sets before ``=``, ``+``, ``-`` or ``@`` against formulas."""
    if len(cell) > 1 and cell[0] == "'" and cell[1] in _FORMULA_START:
        return cell[1:]
    if cell.startswith('="') and cell.endswith('"'):  # the other guard: ="0049170"
        return cell[2:-1]
    return cell


def named_columns(cells: list[str], *, file: str) -> tuple[str, ...]:
    """The header's names, each once: an empty one is called by its number, a second ``Email`` becomes ``Email (2)``.

    Raises:
        BadInput: this is no header.
    """
    names: list[str] = []
    seen: set[str] = set()
    for position, cell in enumerate(cells, 1):
        name = clean(cell) or f"Column {position}"
        wanted, count = name, 1
        while name.casefold() in seen:
            count += 1
            name = f"{wanted} ({count})"
        seen.add(name.casefold())
        names.append(name)
    if not any(clean(cell) for cell in cells):
        raise BadInput(N_("the first row is empty"), file=file, line=1, expected="the names of the columns")
    if any("@" in name and "." in name.rpartition("@")[2] for name in names):
        raise BadInput(
            N_("the first row holds an address, so it is no header"),
            file=file,
            line=1,
            expected="the names of the columns",
            do="Add a row of names above it, such as name,email,country.",
        )
    return tuple(names)


def size_of(file: BinaryIO) -> int:
    """Bytes in ``file``, which is left at its start."""
    size = file.seek(0, 2)
    file.seek(0)
    return size
