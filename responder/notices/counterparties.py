"""One text with a table: one row a counterparty, a copy for each that holds its own row and nothing of another's.

The text names columns as ``[[row.people]]``. Client A's letter with client B's figures is a breach of its own, so each
copy is held against every other row before anything is approved.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.errors import BadInput
from responder.journal.chain import canonical
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NAME = "name"
_CELL = re.compile(r"\[\[row\.(?P<column>[a-z][a-z0-9_]*)\]\]")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*\Z")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_MOST_ROWS = 5_000
_MOST_CELL = 2_000
_TELLING = 3


@dataclass(frozen=True)
class Table:
    """Counterparties by row. Each has a ``name`` of its own; every cell is plain text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def of(self, number: int) -> dict[str, str]:
        """The row of counterparty ``number``, counted from 0, by column."""
        return dict(zip(self.columns, self.rows[number], strict=True))

    @property
    def names(self) -> list[str]:
        return [row[self.columns.index(NAME)] for row in self.rows]

    @property
    def sha256(self) -> str:
        """What an approval binds, beside the text."""
        return hashlib.sha256(canonical(self.to_document())).hexdigest()

    def to_document(self) -> dict[str, list[object]]:
        return {"columns": [*self.columns], "rows": [[*row] for row in self.rows]}

    @classmethod
    def of_document(cls, stored: Mapping[str, list[list[str]]]) -> Table:
        return cls(tuple(str(column) for column in stored["columns"]), tuple(tuple(row) for row in stored["rows"]))


def read_table(content: str) -> Table:
    """A table from CSV with a line of headings, commas or semicolons between.

    Raises:
        BadInput: no ``name`` column, a heading that is no plain word, a row too long or short, a name empty or twice.
    """
    first = content.lstrip("\ufeff").partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = [row for row in csv.reader(io.StringIO(content.lstrip("\ufeff")), delimiter=delimiter) if any(row)]
    if len(lines) < 2 or len(lines) > _MOST_ROWS + 1:
        raise BadInput(N_("The table has no rows, or too many"), field="table", expected="1 to 5,000 rows")
    columns = tuple(heading.strip().lower() for heading in lines[0])
    wrong = [heading for heading in columns if not _COLUMN.match(heading)]
    if wrong or NAME not in columns or len(set(columns)) != len(columns):
        raise BadInput(
            N_("The headings are not plain words, each once, one of them “name”"), field="table", expected="name,people"
        )
    for number, row in enumerate(lines[1:], start=2):
        if len(row) != len(columns) or any(len(cell) > _MOST_CELL for cell in row):
            raise BadInput(N_("This row does not fit the headings"), field="table", line=number)
    table = Table(columns, tuple(tuple(cell.strip() for cell in row) for row in lines[1:]))
    folded = [name.casefold() for name in table.names]
    if "" in folded or len(set(folded)) != len(folded):
        raise BadInput(N_("Each row needs a name of its own"), field="table")
    return table


def columns_in(text: str) -> tuple[str, ...]:
    """The columns that a text names, each once."""
    return tuple(dict.fromkeys(found["column"] for found in _CELL.finditer(text)))


def copy_for(text: str, row: Mapping[str, str]) -> str:
    """The text as one counterparty gets it. Cells are words and never marks or Markdown.

    Raises:
        BadInput: the text names a column that the table has not, or one that is empty in this row.
    """

    def cell(found: re.Match[str]) -> str:
        value = row.get(found["column"], "")
        if not value:
            raise BadInput(N_("A column of the text is missing or empty in the table"), field=found["column"])
        return _SPECIAL.sub(r"\\\1", " ".join(value.split()))

    return _CELL.sub(cell, text)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A copy that holds a value of another row. ``row`` and ``of`` are counted from 0."""

    row: int
    of: int
    column: str


def foreign_values(text: str, table: Table) -> Iterator[Foreign]:
    """Every value of another row that stands in a copy, and neither in its own row nor in the text for all.

    Names, numbers and ids alike, by whole words, so that 120 does not stand in 3,120. It finds what a cell brings in,
    such as a note that names another counterparty. Values of one or two characters tell nobody and are passed over.
    """
    owners: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for number, row in enumerate(table.rows):
        for column, cell in zip(table.columns, row, strict=True):
            if len(cell) >= _TELLING:
                owners.setdefault(_words(cell), []).append((number, column))
    sizes = {len(value) for value in owners}
    everybody = _runs(_words(_CELL.sub(" ", text)), sizes)
    used = [column for column in columns_in(text) if column in table.columns]
    for number in range(len(table.rows)):
        row_of = table.of(number)
        mine = {_words(cell) for cell in row_of.values()}
        said = {run for column in used for run in _runs(_words(row_of[column]), sizes)}
        for run in sorted(said - mine - everybody):
            yield from (Foreign(number, other, column) for other, column in owners.get(run, ()) if other != number)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+(?:[.,@+-]+\w+)*", text.casefold()))


def _runs(words: tuple[str, ...], sizes: Collection[int]) -> set[tuple[str, ...]]:
    return {words[at : at + size] for size in sizes for at in range(len(words) - size + 1)}
