"""A table of clauses as a firm keeps it: rows read into contracts, rows refused, and what a person must settle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from responder.books.contracts import COLUMNS, read_contract
from responder.books.marked import Reader, nearest
from responder.books.yaml_loader import MarkedMap
from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from responder.books.contracts import Contract
    from responder.books.library import Library

NEEDED = ("party_id", "legal_name", "our_role")
_BLANKS = {
    "period": N_("no period: counts as without undue delay"),
    "starts_from": N_("no start: counted from the first suspicion"),
    "channel_that_counts": N_("no channel that counts as notice"),
    "contacts": N_("nobody to be told is named"),
    "checked_by": N_("nobody has checked this clause"),
}


class Row(Protocol):
    """One row of a table."""

    @property
    def number(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def problem(self) -> str | None: ...
    @property
    def empty(self) -> bool: ...


class Table(Protocol):
    """A table as the readers of files give it."""

    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> Callable[[], Iterator[Row]]: ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken. ``shape`` says what stood there, never the value."""

    row: int
    column: str
    shape: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A blank or a contradiction that a person must settle; the safe reading counts meanwhile."""

    kind: str
    contract: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


def read_clauses(table: Table, *, name: str, library: Library) -> tuple[list[Contract], list[Rejected]]:
    """The contracts of a table and the rows that could not be taken.

    Raises:
        BadInput: a column is missing or not known; nothing is read then.
    """
    columns = _columns(table.header, name)
    taken: list[Contract] = []
    rejected: list[Rejected] = []
    for row in table.rows():
        if row.empty:
            continue
        if row.problem:
            rejected.append(Rejected(row.number, "–", "–", row.problem))
            continue
        cells = MarkedMap(row.line)
        cells.update({column: cell for column, cell in zip(columns, row.cells, strict=False) if cell})
        try:
            taken.append(_contract(cells, name, library))
        except BadInput as wrong:
            column = (wrong.field or "").rpartition(".")[2]
            rejected.append(Rejected(row.number, column, _shape(cells.get(column)), _reason(wrong)))
    return taken, rejected


def _contract(cells: MarkedMap, name: str, library: Library) -> Contract:
    if library.clauses is None:
        raise BadInput("the words of clauses are missing", file="_shared/clauses.yaml")
    for column in NEEDED:
        if column not in cells:
            raise BadInput("this must not be empty", file=name, line=cells.line, field=column)
    return read_contract(Reader(cells, file=name, line=cells.line), library.words, library.clauses)


def _columns(header: Sequence[str], name: str) -> list[str]:
    columns = ["_".join(cell.strip().lower().split()) for cell in header]
    for column in columns:
        if column not in COLUMNS:
            near = nearest(column, COLUMNS)
            raise BadInput(
                "the column {column!r} is not known", file=name, line=1, column=None, field=column[:40],
                expected="columns of " + ", ".join(COLUMNS), do=f"Did you mean {near}?" if near else None,
            )  # fmt: skip
    for column in NEEDED:
        if column not in columns:
            raise BadInput("the column {name!r} is missing", file=name, line=1, field=column, name=column)
    return columns


def _shape(cell: object) -> str:
    return "empty" if not cell else f"{len(str(cell))} characters"


def _reason(wrong: BadInput) -> str:
    said = wrong.message.format_map(wrong.values) if wrong.values else wrong.message
    return f"{said}; expected {wrong.expected}" if wrong.expected else said


def merged(held: Iterable[Contract], taken: Iterable[Contract]) -> list[Contract]:
    """The shelf after an import: a contract with the same party and reference is replaced."""
    found = {each.id: each for each in held}
    found.update({each.id: each for each in taken})
    return sorted(found.values(), key=lambda each: each.id)


def remarks(contracts: Iterable[Contract]) -> list[Remark]:
    """Blanks and contradictions, contract by contract, then between contracts of one party."""
    found: list[Remark] = []
    by_party: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        by_party[contract.party].append(contract)
        found.extend(_blanks(contract))
        found.extend(_contradictions(contract))
    for several in by_party.values():
        periods = {(each.period, each.starts) for each in several}
        if len(periods) > 1:
            shown = {"contracts": ", ".join(sorted(each.id for each in several))}
            found.append(Remark("contradiction", several[0].party, N_("periods differ between {contracts}"), shown))
    return found


def _blanks(contract: Contract) -> Iterator[Remark]:
    for column, text in _BLANKS.items():
        if column not in contract.written:
            yield Remark("blank", contract.id, text)


def _contradictions(contract: Contract) -> Iterator[Remark]:
    written = contract.written
    gates = set(contract.gates.values())
    if contract.consent_from and gates <= {"yes"}:
        yield Remark("contradiction", contract.id, N_("consent is asked of somebody, and no telling needs consent"))
    if gates & {"no"}:
        yield Remark(
            "contradiction", contract.id,
            N_("telling is forbidden without more: law may ask for it all the same, ask counsel"),
        )  # fmt: skip
    if contract.period.unit == "business_days" and contract.calendar is None:
        yield Remark("contradiction", contract.id, N_("business days without holidays: weekends alone are left out"))
    if contract.office_hours is not None and contract.zone is None and contract.country is None:
        yield Remark("contradiction", contract.id, N_("business hours without a zone or country"))
    if contract.office_hours is not None and contract.period.unit in {"calendar_days", "months"}:
        yield Remark("contradiction", contract.id, N_("business hours beside a period in days: the days count"))
    if "unit" in written and "period" not in written:
        yield Remark("contradiction", contract.id, N_("a unit without a period"))
    counts, channel = contract.channel_that_counts, contract.channel
    if counts and channel and counts.casefold() != channel.casefold():
        yield Remark("contradiction", contract.id, N_("the channel of notice is not the one that counts"))
