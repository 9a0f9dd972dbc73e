"""The walk itself: what follows from a deed that changed what is known. Read this first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.agenda.actions import cancel_due, plan_due
from responder.agenda.reminders import FOR_OBLIGATIONS
from responder.facts import actions as facts
from responder.facts.queries import document, snapshot
from responder.flow.drift import watch_notices
from responder.flow.lapsing import lapse_decisions
from responder.intake.drill_time import minutes_from, real_instant, time_at
from responder.obligations import actions as obligations
from responder.obligations.derive import derive
from responder.obligations.queries import current
from responder.response import actions as response
from responder.response.queries import list_running

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.notices.records import Notice

OWED = frozenset({"required", "advisable", "suspended", "undetermined"})


def advance(session: Session, incident: Incident, *, books: Books, by: str, now: datetime) -> None:
    """Walk the incident through the rooms: snapshot → obligations → reminders → steps → notices → alarms."""
    lapse_decisions(session, incident, books=books, by=by, now=now)
    known = snapshot(session, incident, books.library)
    derived = derive(known, books.library, as_of=time_at(incident, now), lang=incident.language)
    obligations.store(session, incident, derived, by=by, now=now)
    _plan_reminders(session, incident, now=now)
    for running in list_running(session, incident, books.library, books.playbooks):
        response.follow(session, running, now=now)
    watch_notices(session, incident, known, books=books, by=by, now=now)


def record_facts(
    session: Session,
    incident: Incident,
    said: Mapping[str, Any],
    *,
    books: Books,
    by: str,
    now: datetime,
    since: datetime | None = None,
    reason: str = "",
) -> bool:
    """Record what somebody says, and work out anew what follows from it. Whether anything changed."""
    changed = facts.record_facts(
        session, incident, said, library=books.library, by=by, now=now, since=since, reason=reason
    )
    if changed:
        advance(session, incident, books=books, by=by, now=now)
    return changed


def record_filing(
    session: Session,
    incident: Incident,
    notice: Notice,
    at: datetime,
    *,
    books: Books,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """Let what was sent or filed be a fact: obligations read nothing else, and so the clock of its duty stops."""
    known = document(session, incident).get("filings")
    entry = {"regime": notice.regime, "duty": notice.duty, "where": notice.place, "at": at.isoformat()}
    told = [*known, entry] if isinstance(known, list) else [entry]
    record_facts(session, incident, {"filings": told}, books=books, by=by, now=now, reason=reason)


def _plan_reminders(session: Session, incident: Incident, *, now: datetime) -> None:
    """Every open obligation with a date reminds before and after it; what is met or no longer owed falls silent."""
    for duty in current(session, incident.id):
        if duty.state in OWED and duty.due_at is not None and not duty.met:
            due = real_instant(incident, duty.due_at)
            plan_due(
                session,
                stream=incident.id,
                kind="obligation",
                subject=duty.identity,
                at=due,
                now=now,
                offsets=FOR_OBLIGATIONS,
                minutes_from=minutes_from(incident, duty.due_at),
                data={"duty": duty.duty, "number": incident.number},
            )
        else:
            cancel_due(session, kind="obligation", subject=duty.identity)
