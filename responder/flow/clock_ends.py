"""How a clock ends or pauses: done, done by another, on hold, more time, exempted, withdrawn; each with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.correspondence import actions as correspondence
from responder.correspondence.queries import open_end
from responder.correspondence.ways import Subject, check, entry_of
from responder.errors import BadInput
from responder.facts import actions as facts
from responder.facts.queries import document, snapshot
from responder.facts.sections import RELATIONS
from responder.flow.advancing import advance
from responder.intake.drill_time import time_at
from responder.obligations.decided import facts_fingerprint
from responder.obligations.queries import current
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.correspondence.records import ClockEnd
    from responder.correspondence.ways import Ending
    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.obligations.queries import Present


def grounds_of(duty: Present, books: Books) -> tuple[str, ...]:
    """On which grounds the law of this duty lets it wait; none where it knows no delay."""
    regime = books.library.regimes.get(duty.regime)
    delays = regime.delays if regime is not None else ()
    return tuple(dict.fromkeys(each.ground for each in delays if not each.covers or duty.recipient in each.covers))


def end_clock(
    session: Session, incident: Incident, duty: Present, ending: Ending, *, books: Books, by: str, now: datetime
) -> ClockEnd:
    """Record how the clock of a duty ended or paused; it becomes a fact, which obligations read.

    A hold pauses only on a ground that the law itself knows; more time counts once it is granted; what was withdrawn
    ends what follows it to the same recipient too, until the facts change.

    Raises:
        BadInput: a part or the proof is missing; names the field. Nothing is saved then.
    """
    check(
        ending, own_now=time_at(incident, now), met=duty.met, counted=str(duty.answer["due"]["met_by"]),
        grounds=grounds_of(duty, books),
    )  # fmt: skip
    known = document(session, incident)
    snapped = snapshot(session, incident, books.library)
    fingerprint = facts_fingerprint(snapped) if ending.way == "withdrawn" else ""
    several = len(snapped.entities) > 1
    said: dict[str, Any] = {}
    party = _party(known, ending, said, ours={entity.id for entity in snapped.entities})
    entries = [
        entry_of(ending, _subject(each, several=several), party=party, fingerprint=fingerprint)
        for each in _reached(session, incident, duty, ending)
    ]
    for key, entry in entries:
        said.setdefault(key, list(known.get(key) or [])).append(entry)
    subject = _subject(duty, several=several)
    row = correspondence.keep_end(session, incident, duty.identity, subject, ending, entries, by=by, now=now)
    _record(session, incident, said, "how a clock ended", books=books, by=by, now=now)
    return row


def take_back_end(
    session: Session, incident: Incident, row: ClockEnd, *, reason: str, books: Books, by: str, now: datetime
) -> None:
    """Take an ending back: its entries leave the facts, and the clock stands as they have it."""
    correspondence.take_back(session, row, reason=reason, by=by, now=now)
    known = document(session, incident)
    said: dict[str, Any] = {}
    for key, entry in open_end(session, row).entries:
        kept = said.setdefault(key, list(known.get(key) or []))
        if entry in kept:
            kept.remove(entry)
    _record(session, incident, said, reason.strip(), books=books, by=by, now=now)


def _subject(duty: Present, *, several: bool) -> Subject:
    entity = str((duty.answer.get("for") or {}).get("entity") or "") if several else ""
    return Subject(duty.regime, duty.duty, duty.place or "", duty.recipient, entity or None)


def _reached(session: Session, incident: Incident, duty: Present, ending: Ending) -> list[Present]:
    """The duty; for a withdrawal also what is still owed to the same recipient by the same law and place."""
    if ending.way != "withdrawn":
        return [duty]
    return [
        each
        for each in current(session, incident.id)
        if each.identity == duty.identity
        or (not each.met and _addressed(each) == _addressed(duty))
    ]  # fmt: skip


def _addressed(duty: Present) -> tuple[str, str, str, str]:
    entity = str((duty.answer.get("for") or {}).get("entity") or "")
    return duty.regime, duty.place or "", duty.recipient, entity


def _party(known: dict[str, Any], ending: Ending, said: dict[str, Any], *, ours: set[str]) -> str:
    """Id of who told for us: an entity of ours, a party that is known, or a new one put into ``said``."""
    who = ending.who.strip()
    if ending.way != "by_other" or who in ours:
        return who
    parties = [dict(party) for party in known.get("parties") or []]
    found = next((party["id"] for party in parties if who in {party["id"], party.get("name")}), None)
    if found is not None:
        return str(found)
    if ending.relation not in RELATIONS:
        raise BadInput(N_("It is not said what they are to us"), field="relation", expected=", ".join(RELATIONS))
    taken = {party["id"] for party in parties}
    number = next(number for number in range(1, len(taken) + 2) if f"party-{number}" not in taken)
    said["parties"] = [*parties, {"id": f"party-{number}", "relation": ending.relation, "name": who}]
    return f"party-{number}"


def _record(
    session: Session, incident: Incident, said: dict[str, Any], reason: str, *, books: Books, by: str, now: datetime
) -> None:
    facts.record_facts(session, incident, said, library=books.library, by=by, now=now, reason=reason, decided=True)
    advance(session, incident, books=books, by=by, now=now)


