"""Contracts with their notification clauses: a firm's own shelf, one row a counterparty and contract."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from responder.books.clocks import STANDARDS
from responder.books.marked import Reader, Text
from responder.books.yaml_loader import load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from responder.books.vocabulary import Vocabulary

FORMAT: Final = "responder/contracts/1"
FILE: Final = "contracts.yaml"
COLUMNS: Final = (
    "party_id", "legal_name", "country", "governing_law", "our_role", "our_entity", "contract_ref", "signed_on",
    "contacts", "notice_channel", "channel_that_counts", "period", "unit", "starts_from", "business_hours", "zone",
    "holidays", "content_required", "updates_every", "may_tell_people", "may_tell_regulator", "may_engage", "may_pay",
    "may_name_us", "consent_from", "cooperation", "cost", "liability_cap", "sub_processors_told", "clause_text",
    "clause_file", "page", "checked_by", "checked_on",
)  # fmt: skip
GATES: Final = ("yes", "no", "with_consent", "not_before")
_UNITS: Final = {
    "minute": "minutes", "minutes": "minutes", "min": "minutes", "hour": "hours", "hours": "hours", "h": "hours",
    "day": "calendar_days", "days": "calendar_days", "d": "calendar_days", "calendar_day": "calendar_days",
    "calendar_days": "calendar_days", "business_day": "business_days", "business_days": "business_days",
    "working_day": "business_days", "working_days": "business_days", "month": "months", "months": "months",
}  # fmt: skip
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIOD = re.compile(r"(\d{1,4})\s*([a-z_]+(?:[ _][a-z]+)?)?\Z")
_HOURS = re.compile(r"(?:([a-z]{3})\s*-\s*([a-z]{3})\s+)?(\d{1,2})(?::(\d{2}))?\s*-\s*(\d{1,2})(?::(\d{2}))?\Z")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours in which a period runs. ``days``: 0 is Monday."""

    days: frozenset[int]
    opens: time
    closes: time
    written: str


@dataclass(frozen=True, slots=True)
class Period:
    """So many units, or a word of the law where the clause has no number."""

    amount: int | None = None
    unit: str | None = None
    standard: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What one of our roles in a contract means for who is told of what."""

    id: str
    recipient: str
    kind: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A column that says whom others' telling waits for."""

    column: str
    recipients: tuple[str, ...]
    what: Text


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """How clauses are read (``_shared/clauses.yaml``)."""

    starts: Mapping[str, str]
    blank_start: str
    blank_period: str
    roles: Mapping[str, Role]
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract with its clause on being told, as a person read it."""

    party: str
    name: str
    country: str | None
    role: Role
    entity: str | None
    reference: str | None
    period: Period
    starts: str
    office_hours: OfficeHours | None
    zone: str | None
    calendar: str | None
    channel: str | None
    channel_that_counts: str | None
    content: tuple[str, ...]
    updates: Period | None
    gates: Mapping[str, str]
    consent_from: str | None
    clause: str | None
    source: str | None
    checked_by: str | None
    checked_on: str | None
    written: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    @property
    def id(self) -> str:
        """The name under which its obligations are known, as laws are by their regime."""
        parts = (part for part in ("contract", self.party, self.reference) if part)
        return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)


def read_clause_words(shared: Path) -> ClauseWords:
    """Raises BadInput with file and line."""
    name = "_shared/clauses.yaml"
    reader = Reader(load_yaml((shared / "clauses.yaml").read_text(encoding="utf-8"), name=name), file=name, line=1)
    reader.text("format")
    starts = reader.inside("starts", required=True)
    found = ClauseWords(
        starts={} if starts is None else {word: starts.word(word) for word in starts.source},
        blank_start=reader.word("blank_start"),
        blank_period=reader.word("blank_period"),
        roles={role.id: role for role in reader.each("roles", _role, required=True)},
        gates=reader.each("gates", _gate, required=True),
    )
    reader.done()
    return found


def _role(entry: Reader) -> Role:
    found = Role(entry.word("id"), entry.word("recipient"), entry.word("kind"), entry.word("scope") == "theirs")
    entry.done()
    return found


def _gate(entry: Reader) -> Gate:
    found = Gate(
        entry.word("column"), entry.words("recipients", required=True), entry.translated("what", required=True)
    )
    entry.done()
    return found


def read_contracts(path: Path, words: Vocabulary, clauses: ClauseWords) -> tuple[Contract, ...]:
    """Every contract of a shelf's file. Raises BadInput with file, line and field."""
    reader = Reader(load_yaml(path.read_text(encoding="utf-8"), name=path.name), file=path.name, line=1)
    if reader.text("format") != FORMAT:
        raise reader.bad("format", "the format is not named", expected=FORMAT)
    found = reader.each("contracts", lambda entry: read_contract(entry, words, clauses))
    reader.done()
    return found


def read_contract(entry: Reader, words: Vocabulary, clauses: ClauseWords) -> Contract:
    """One contract from its columns; an empty cell is a blank.

    Raises:
        BadInput: naming the column and what was expected.
    """
    cells = {name: (entry.text(name) or "").strip() for name in COLUMNS}
    entry.done()
    role = _word_of(entry, cells, "our_role", clauses.roles)
    start = _word_of(entry, cells, "starts_from", clauses.starts) if cells["starts_from"] else clauses.blank_start
    period = _period(entry, "period", cells["period"], cells["unit"])
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return Contract(
        party=entry.word("party_id"),
        name=entry.word("legal_name"),
        country=_country(entry, cells["country"], words),
        role=clauses.roles[role],
        entity=cells["our_entity"] or None,
        reference=cells["contract_ref"] or None,
        period=period or Period(standard=clauses.blank_period),
        starts=clauses.starts.get(start, start),
        office_hours=_office_hours(entry, cells["business_hours"]),
        zone=_zone(entry, cells["zone"]),
        calendar=cells["holidays"] or None,
        channel=cells["notice_channel"] or None,
        channel_that_counts=cells["channel_that_counts"] or None,
        content=tuple(part.strip() for part in cells["content_required"].split(";") if part.strip()),
        updates=_period(entry, "updates_every", cells["updates_every"], ""),
        gates={gate.column: _gate_word(entry, cells, gate.column) for gate in clauses.gates if cells[gate.column]},
        consent_from=cells["consent_from"] or None,
        clause=cells["clause_text"] or None,
        source=", p. ".join(part for part in (cells["clause_file"], cells["page"]) if part) or None,
        checked_by=cells["checked_by"] or None,
        checked_on=cells["checked_on"] or None,
        written={name: cell for name, cell in cells.items() if cell},
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _plain(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _word_of(entry: Reader, cells: Mapping[str, str], column: str, known: Mapping[str, Any]) -> str:
    word = _plain(cells[column])
    if word not in known:
        raise entry.bad(column, "this word is not known here", expected="one of " + ", ".join(known))
    return word


def _gate_word(entry: Reader, cells: Mapping[str, str], column: str) -> str:
    word = _plain(cells[column])
    if word not in GATES:
        raise entry.bad(column, "this word is not known here", expected="one of " + ", ".join(GATES))
    return word


def _period(entry: Reader, column: str, cell: str, unit: str) -> Period | None:
    """``24`` with its unit beside it, ``24 h``, ``2 business days``, or words such as ``promptly``; blank is None."""
    if not cell:
        return None
    if _plain(cell) in STANDARDS:
        return Period(standard=_plain(cell))
    found = _PERIOD.match(cell.lower())
    written = _plain(unit or (found.group(2) or "" if found else ""))
    if found is None or written not in _UNITS:
        raise entry.bad(
            column, "this is no period", expected="a number with minutes, hours, days, business days or months"
        )
    return Period(int(found.group(1)), _UNITS[written])


def _office_hours(entry: Reader, cell: str) -> OfficeHours | None:
    if _plain(cell) in {"", "no", "false"}:
        return None
    written = "Mon-Fri 09:00-17:00" if _plain(cell) in {"yes", "true"} else cell
    found = _HOURS.match(written.lower())
    if found is None or not {found.group(1), found.group(2)} <= {*_DAYS, None}:
        raise entry.bad("business_hours", "these are no hours", expected="yes, no, or such as Mon-Fri 09:00-17:00")
    first, last = _DAYS.index(found.group(1) or "mon"), _DAYS.index(found.group(2) or "fri")
    try:
        opens = time(int(found.group(3)), int(found.group(4) or 0))
        closes = time(int(found.group(5)), int(found.group(6) or 0))
    except ValueError:
        raise entry.bad("business_hours", "these are no hours", expected="hours from 0 to 23") from None
    if closes <= opens or last < first:
        raise entry.bad("business_hours", "they end before they begin", expected="such as Mon-Fri 09:00-17:00")
    return OfficeHours(frozenset(range(first, last + 1)), opens, closes, written)


def _zone(entry: Reader, cell: str) -> str | None:
    try:
        return ZoneInfo(cell).key if cell else None
    except (ZoneInfoNotFoundError, ValueError):
        raise entry.bad("zone", "this time zone is not known", expected="a name such as Europe/Berlin") from None


def _country(entry: Reader, cell: str, words: Vocabulary) -> str | None:
    if cell and words.place(cell) is None:
        raise entry.bad("country", "this place is not known", expected="a country or part such as DE or US-CA")
    return cell or None
