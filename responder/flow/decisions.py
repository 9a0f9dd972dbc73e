"""Deciding not to notify: one proposes, another confirms, and it is looked at again on its day or with other facts."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from responder.agenda.actions import cancel_due, plan_due
from responder.errors import BadInput, NotFound
from responder.facts import actions as facts
from responder.facts.queries import document, snapshot
from responder.flow.advancing import advance
from responder.intake.drill_time import real_instant, time_at
from responder.obligations import actions as obligations
from responder.obligations.decided import facts_fingerprint
from responder.obligations.queries import current
from responder.words import N_

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.obligations.queries import Present
    from responder.obligations.records import DecisionNotToNotify

KIND: Final = "decision"
_MORNING: Final = time(9)


def propose_not_to_notify(
    session: Session,
    incident: Incident,
    duty: str,
    where: str,
    *,
    books: Books,
    reason: str,
    look_again: date,
    by: str,
    now: datetime,
) -> DecisionNotToNotify:
    """Propose not to notify; looked at again on the morning of ``look_again`` in the incident's zone.

    ``duty`` may be named with its regime, as ``eu-gdpr/authority-initial``, where two laws call theirs alike.
    """
    found = get_duty(session, incident, duty, where)
    morning = datetime.combine(look_again, _MORNING, tzinfo=ZoneInfo(incident.zone))
    known = snapshot(session, incident, books.library)
    return obligations.propose_not_to_notify(
        session, incident, found, reason=reason, look_again_at=morning, facts_sha256=facts_fingerprint(known),
        by=by, at=time_at(incident, now),
    )  # fmt: skip


def confirm_not_to_notify(
    session: Session, incident: Incident, duty: str, where: str, *, books: Books, by: str, now: datetime
) -> DecisionNotToNotify:
    """Confirm as the second person: the duty's clock ends, and a reminder is planned for the day."""
    row = obligations.get_open_decision(session, get_duty(session, incident, duty, where).identity)
    at = time_at(incident, now)
    fingerprint = facts_fingerprint(snapshot(session, incident, books.library))
    obligations.confirm_not_to_notify(session, row, facts_sha256=fingerprint, by=by, at=at)
    entry = {
        "regime": row.regime, "duty": row.duty, "at": at.isoformat(), "look_again": row.look_again_at.isoformat(),
        "on": row.facts_sha256, "entity": row.entity,
    }  # fmt: skip
    if row.place:
        entry["where"] = row.place
    _record(session, incident, [*_recorded(session, incident), entry], books=books, by=by, now=now)
    plan_due(
        session, stream=incident.id, kind=KIND, subject=row.id, at=real_instant(incident, row.look_again_at), now=now,
        data={"number": incident.number},
    )  # fmt: skip
    advance(session, incident, books=books, by=by, now=now)
    return row


def withdraw_not_to_notify(
    session: Session, incident: Incident, duty: str, where: str, *, books: Books, reason: str, by: str, now: datetime
) -> None:
    """Take a proposal or decision back, with a reason; the duty stands as the facts have it."""
    row = obligations.get_open_decision(session, get_duty(session, incident, duty, where).identity)
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    stood = row.state == "confirmed"
    obligations.end_decision(session, row, "withdrawn", why=reason.strip(), by=by, at=time_at(incident, now))
    cancel_due(session, kind=KIND, subject=row.id)
    if stood:
        kept = [entry for entry in _recorded(session, incident) if not _is_for(entry, row)]
        _record(session, incident, kept, books=books, by=by, now=now)
        advance(session, incident, books=books, by=by, now=now)


def get_duty(session: Session, incident: Incident, duty: str, where: str) -> Present:
    """The duty of that name at that place, its law before it where two call theirs alike.

    Raises:
        NotFound: the incident has none.
        BadInput: several laws call theirs so.
    """
    regime, _, name = duty.rpartition("/")
    found = [
        each
        for each in current(session, incident.id)
        if each.duty == name and (each.place or "") == where and regime in {"", each.regime}
    ]
    if not found:
        raise NotFound(
            N_("This incident has no such duty there"), field="duty", do=N_("`responder incident show` lists them.")
        )
    if len(found) > 1:
        names = ", ".join(sorted(f"{each.regime}/{each.duty}" for each in found))
        raise BadInput(N_("Several duties are called so"), field="duty", expected=names)
    return found[0]


def _recorded(session: Session, incident: Incident) -> list[dict[str, Any]]:
    known = document(session, incident).get("decisions")
    return list(known) if isinstance(known, list) else []


def _is_for(entry: dict[str, Any], row: DecisionNotToNotify) -> bool:
    named = entry["regime"], entry["duty"], entry.get("where")
    return not entry.get("kind") and named == (row.regime, row.duty, row.place or None)


def _record(
    session: Session, incident: Incident, entries: list[dict[str, Any]], *, books: Books, by: str, now: datetime
) -> None:
    facts.record_facts(
        session, incident, {"decisions": entries}, library=books.library, by=by, now=now,
        reason="two people decide whether to notify", decided=True,
    )  # fmt: skip
