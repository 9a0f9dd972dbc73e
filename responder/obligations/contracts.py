"""Contracts beside law: who must be told because a contract says so, and what must wait for whose consent.

The same events, periods and calendars as for law; only whose clause is touched is asked otherwise. A gate never lifts
what a law asks for: the duty stays required with its due time, and names what it waits for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from responder.books.law import Clock, Start
from responder.obligations.calendars import calendar_for
from responder.obligations.clocks import Counting, due
from responder.obligations.conditions import role_is
from responder.obligations.deadlines import CLOCK_UNITS
from responder.obligations.obligation import Blocked, Due, Met, Missing, Obligation, Reason
from responder.obligations.office_hours import elapsed_in_office

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from responder.books.contracts import Contract, Gate
    from responder.books.library import Library
    from responder.facts.model import Dataset, Entity, Facts, Filing
    from responder.obligations.logic import Truth
    from responder.obligations.reasons import Speaker

NOTICE: Final = "notice"
UPDATE: Final = "update"
CONSENT: Final = "consent"
GROUP: Final = "contracts"
# what may need consent first → the column of the clauses that says whose
GATES: Final = {
    "engage": "may_engage", "pay": "may_pay", "people": "may_tell_people", "regulator": "may_tell_regulator",
}  # fmt: skip
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class _Clause:
    """One contract in one incident: whether its clause is touched, by which data of which entity."""

    contract: Contract
    touched: Truth
    entity: Entity
    datasets: tuple[Dataset, ...]
    reason: Reason


def contract_obligations(
    facts: Facts, library: Library, speaker: Speaker, *, as_of: datetime, include_all: bool = False
) -> list[Obligation]:
    """What the contracts on the firm's own shelf ask for here. What is dated after ``as_of`` is not done."""
    deriving = _Deriving(facts, library, speaker, as_of)
    clauses = [deriving.clause(contract) for contract in library.contracts]
    shown = [clause for clause in clauses if include_all or clause.touched is not False]
    return [obligation for clause in shown for obligation in deriving.obligations(clause)]


def gated(
    obligations: Sequence[Obligation], facts: Facts, library: Library, speaker: Speaker, *, as_of: datetime
) -> list[Obligation]:
    """The obligations, each with the contracts whose consent or notice it still waits for."""
    gates = _gates(_Deriving(facts, library, speaker, as_of))
    return [_behind(obligation, gates, speaker) for obligation in obligations] if gates else list(obligations)


def closed_to(column: str, facts: Facts, library: Library, speaker: Speaker, *, as_of: datetime) -> tuple[Blocked, ...]:
    """The contracts that a deed of that kind (a gate's column: ``may_engage``, ``may_pay`` …) still waits for."""
    gates = _gates(_Deriving(facts, library, speaker, as_of))
    return tuple(_block(clause, gate, speaker) for clause, gate in gates if gate.column == column)


def _gates(deriving: _Deriving) -> list[tuple[_Clause, Gate]]:
    touched = [clause for clause in map(deriving.clause, deriving.library.contracts) if clause.touched is not False]
    return [(clause, gate) for clause in touched for gate in deriving.open_gates(clause)]


def _behind(obligation: Obligation, gates: Iterable[tuple[_Clause, Gate]], speaker: Speaker) -> Obligation:
    if obligation.group == GROUP or obligation.met is not None:
        return obligation
    blocks = tuple(
        _block(clause, gate, speaker)
        for clause, gate in gates
        if obligation.recipient in gate.recipients and _same_data(clause, obligation)
    )
    return replace(obligation, blocked_by=(*obligation.blocked_by, *blocks)) if blocks else obligation


def _same_data(clause: _Clause, obligation: Obligation) -> bool:
    """A client's gate concerns the data held for it; an insurer's every part of the incident."""
    own = {dataset.id for dataset in clause.datasets}
    return not own or not obligation.datasets or bool(own & set(obligation.datasets))


def _block(clause: _Clause, gate: Gate, speaker: Speaker) -> Blocked:
    contract = clause.contract
    first = contract.gates[gate.column] == "not_before"
    party = contract.name if first else contract.consent_from or contract.name
    why = speaker.say("gate_first" if first else "gate_consent", party=party)
    duty = NOTICE if first else f"{CONSENT}-{gate.column}"
    return Blocked(contract.id, duty, _where(clause), why)


def _where(clause: _Clause) -> str:
    seats = (clause.entity.main_establishment, *(clause.entity.established_in or ()))
    return clause.contract.country or next((seat for seat in seats if seat), "")


class _Deriving:
    def __init__(self, facts: Facts, library: Library, speaker: Speaker, as_of: datetime) -> None:
        self.facts = facts
        self.library = library
        self.speaker = speaker
        self.as_of = as_of

    def clause(self, contract: Contract) -> _Clause:
        """Whether the clause is touched: by data held for that party, or by any incident at all."""
        held = tuple(each for each in self.facts.datasets.values() if contract.party in each.for_parties)
        entity = self._entity(contract, held)
        say, touched = self.speaker.say, True
        ruled_out = self.facts.incident.get("status") == "ruled_out"
        if ruled_out:
            reason = Reason(say("clause_ruled_out"), contract.clause, False, ("incident.status",))
            return _Clause(contract, False, entity, held, reason)
        if held:
            named = ", ".join(dataset.system or dataset.id for dataset in held)
            text = say("clause_theirs", party=contract.name, datasets=named)
        elif any(party.id == contract.party for party in self.facts.parties):
            text = say("clause_party", party=contract.name)
        elif not contract.role.theirs:
            text = say("clause_any", party=contract.name)
        else:
            return self._open(contract, entity)
        return _Clause(contract, touched, entity, held, Reason(text, contract.clause, True, ("datasets",)))

    def _open(self, contract: Contract, entity: Entity) -> _Clause:
        """A client's clause while nothing says whose data it is: open only for data that is held for somebody."""
        unnamed = [each for each in self.facts.datasets.values() if not each.for_parties]
        roles = [each.role for each in unnamed] if self.facts.datasets else [entity.values.get("role")]
        perhaps = any(role_is(role, "processor") for role in roles)
        text = self.speaker.say("clause_open", party=contract.name)
        reason = Reason(text, contract.clause, None if perhaps else False, ("datasets",))
        return _Clause(contract, None if perhaps else False, entity, (), reason)

    def _entity(self, contract: Contract, held: Iterable[Dataset]) -> Entity:
        wanted = contract.entity or next((each.entity for each in held if each.entity), None)
        return next((entity for entity in self.facts.entities if entity.id == wanted), self.facts.entities[0])

    def obligations(self, clause: _Clause) -> list[Obligation]:
        notice = self._notice(clause)
        found = [notice]
        told = self._filed(clause, {NOTICE, UPDATE})
        if clause.contract.updates is not None and told is not None:
            found.append(self._update(clause, notice, told))
        found.extend(self._consent(clause, gate, notice) for gate in self._consents(clause))
        return found

    def open_gates(self, clause: _Clause) -> list[Gate]:
        """What may not be done yet: consent that nobody recorded, or a notice that is not out."""
        found = []
        for gate in self.library.clauses.gates if self.library.clauses else ():
            word = clause.contract.gates.get(gate.column, "yes")
            done = NOTICE if word == "not_before" else f"{CONSENT}-{gate.column}"
            if word != "yes" and self._filed(clause, {done}) is None:
                found.append(gate)
        return found

    def _consents(self, clause: _Clause) -> list[Gate]:
        gates = self.library.clauses.gates if self.library.clauses else ()
        return [gate for gate in gates if clause.contract.gates.get(gate.column) in {"no", "with_consent"}]

    def _filed(self, clause: _Clause, duties: Collection[str]) -> Filing | None:
        """The last filing under this contract that fits; a date mistyped into the future stops no clock."""
        fitting = [
            each
            for each in self.facts.filings
            if each.regime == clause.contract.id
            and each.duty in duties
            and (each.at is None or each.at.earliest(_UTC) <= self.as_of)
        ]
        return max(fitting, key=lambda each: each.at.earliest(_UTC).timestamp() if each.at else 0, default=None)

    def _notice(self, clause: _Clause) -> Obligation:
        contract = clause.contract
        state = {True: "required", False: "not_required", None: "undetermined"}[clause.touched]
        missing: tuple[Missing, ...] = ()
        if clause.touched is None:
            missing = (Missing("datasets", self.speaker.say("clause_whose"), ("privacy",)),)
        found_due = self._due(clause)
        filing = self._filed(clause, {NOTICE})
        return Obligation(
            regime=contract.id, duty=NOTICE, where=_where(clause), entity=clause.entity.id,
            role=contract.role.id if contract.role.theirs else None,
            datasets=tuple(dataset.id for dataset in clause.datasets),
            on_behalf_of=(), kind=contract.role.kind, group=GROUP, recipient=contract.role.recipient,
            recipient_name=contract.name, state=state, due=found_due, because=(clause.reason,), missing=missing,
            met=self._met(filing, found_due), met_by="received" if contract.channel_that_counts else "sent",
            channels=_channels(contract), content=_content(contract), cite=contract.reference,
            verified=bool(contract.checked_by), checked=contract.checked_on,
            sources=(contract.source,) if contract.source else (), note=contract.clause, rule_sha256=contract.sha256,
        )  # fmt: skip

    def _met(self, filing: Filing | None, found_due: Due) -> Met | None:
        if filing is None:
            return None
        at = filing.at.earliest(_UTC) if filing.at else None
        return Met(at, None if at is None or found_due.at is None else at <= found_due.at, filing.by)

    def _update(self, clause: _Clause, notice: Obligation, told: Filing) -> Obligation:
        """The next update: so long after whatever was told last."""
        every = clause.contract.updates
        start = told.at.earliest(_UTC) if told.at else None
        span = _span(every.amount or 0, every.unit) if every else None
        zone = self._zone(clause)
        at = (start + span).astimezone(zone) if start is not None and span is not None else None
        ended = self.facts.event("handling_completed", clause.entity.id) is not None
        return replace(
            notice, duty=UPDATE, recipient_name=self.speaker.say("clause_update", party=clause.contract.name),
            state="not_required" if ended else notice.state, met=None,
            due=Due("periodic", NOTICE, at, start),
        )  # fmt: skip

    def _consent(self, clause: _Clause, gate: Gate, notice: Obligation) -> Obligation:
        """Consent is asked for with the notice and recorded as a filing, with who gave it."""
        contract = clause.contract
        name = self.speaker.say(
            "clause_consent", what=self.speaker.text(gate.what), party=contract.consent_from or contract.name
        )
        duty = f"{CONSENT}-{gate.column}"
        filing = self._filed(clause, {duty})
        return replace(
            notice, duty=duty, recipient_name=name, due=Due("before_individuals", None), content=(), channels=(),
            stage=CONSENT, met=self._met(filing, Due("before_individuals", None)),
        )  # fmt: skip

    def _zone(self, clause: _Clause) -> ZoneInfo:
        place = self.library.words.place(clause.contract.country or "")
        name = clause.contract.zone or (place.zone if place else None) or clause.entity.timezone
        return ZoneInfo(name) if name else _UTC

    def _due(self, clause: _Clause) -> Due:
        contract, zone = clause.contract, self._zone(clause)
        period = contract.period
        in_office = contract.office_hours is not None and period.unit in CLOCK_UNITS
        clock = Clock(
            Start("event", (contract.starts,)),
            amount=None if in_office else period.amount,
            unit=None if in_office else period.unit,
            standard=period.standard or "fixed_limit",
            calendar=contract.calendar,
        )
        counting = Counting(
            self.facts, clause.entity, self.library.words, zone, contract.calendar, self.speaker, _never_done,
            lambda _duty: None,
        )  # fmt: skip
        found = due(clock, counting)
        if in_office and found.started_at is not None:
            found = self._in_office(contract, found, zone)
        if "period" not in contract.written:
            found = replace(found, steps=(*found.steps, self.speaker.say("clause_blank")))
        return self._half(found)

    def _in_office(self, contract: Contract, found: Due, zone: ZoneInfo) -> Due:
        hours, period = contract.office_hours, contract.period
        span = _span(period.amount or 0, period.unit)
        if hours is None or span is None or found.started_at is None:
            return found
        working = calendar_for(contract.calendar, self.library.words.confirmed_through)
        at = elapsed_in_office(found.started_at, span, hours, working, zone)
        say = self.speaker.say
        step = say(
            "step_period", period=say(f"unit_{period.unit}", n=period.amount), event=_event(self.speaker, found),
            start=found.started_at.astimezone(zone).isoformat(timespec="minutes"), end=at.isoformat(timespec="minutes"),
        )  # fmt: skip
        return replace(found, at=at, steps=(step, say("step_office_hours", hours=hours.written)))

    def _half(self, found: Due) -> Due:
        """The target of a contract is half its period, where the table of targets says so."""
        halved = any(entry.get("kind") == "contract" and entry.get("half") for entry in self.library.words.targets)
        if not halved or found.at is None or found.started_at is None:
            return found
        start = found.started_at.astimezone(UTC)
        middle = start + (found.at.astimezone(UTC) - start) / 2
        target: datetime = middle.replace(microsecond=0).astimezone(found.at.tzinfo)
        return replace(found, target_at=target, target_why=self.speaker.say("target_half"))


def _event(speaker: Speaker, found: Due) -> str:
    return speaker.event(found.starts_from) if found.starts_from else ""


def _never_done(*_asked: object) -> None:
    """A contract's clock starts from events alone."""


def _span(amount: int, unit: str | None) -> timedelta | None:
    if unit == "minutes":
        return timedelta(minutes=amount)
    if unit == "hours":
        return timedelta(hours=amount)
    return timedelta(days=amount) if unit == "calendar_days" else None


def _channels(contract: Contract) -> tuple[dict[str, Any], ...]:
    counting = contract.channel_that_counts or contract.channel
    named = dict.fromkeys(channel for channel in (contract.channel, contract.channel_that_counts) if channel)
    return tuple(
        {"id": channel, "counts": channel == counting, "needs": None, "clause": contract.clause} for channel in named
    )


def _content(contract: Contract) -> tuple[dict[str, Any], ...]:
    return tuple({"id": text, "text": text, "have": False, "may_follow": False} for text in contract.content)
