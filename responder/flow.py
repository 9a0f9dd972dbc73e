"""What happens to an incident, in order; the file to read first.

A deed that needs two rooms is a verb here, one function each; entrances call these or one room, never two. ``advance``
walks one incident through the rooms after a deed that changed what is known, in the same unit of work. It is safe to
repeat: what was derived, planned or drafted already is found again and left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from responder.agenda.actions import cancel_due, plan_due
from responder.agenda.reminders import FOR_OBLIGATIONS
from responder.errors import NotFound
from responder.facts import actions as facts
from responder.facts.queries import snapshot
from responder.intake import actions as intake
from responder.intake.drill_time import real_instant, time_at
from responder.obligations import actions as obligations
from responder.obligations.derive import derive
from responder.obligations.queries import current
from responder.response import actions as response
from responder.response.knowledge import Knowledge
from responder.response.queries import get_running
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.intake.records import Incident
    from responder.obligations.queries import Present
    from responder.response.queries import Running

OWED = frozenset({"required", "advisable", "suspended", "undetermined"})


class Books(Protocol):
    """The shelves as read: law, playbooks."""

    @property
    def library(self) -> Library: ...

    @property
    def playbooks(self) -> Mapping[str, Playbook]: ...


def open_incident(  # noqa: PLR0913 -- what is known at the first moment
    session: Session,
    *,
    books: Books,
    title: str,
    by: str,
    now: datetime,
    kind: str = "real",
    severity: str = "unrated",
    playbook: str | None = None,
    language: str = "en",
    zone: str = "UTC",
    restricted: bool = False,
    drill_speed: int | None = None,
) -> Incident:
    """Open an incident and start its playbook."""
    incident = intake.open_incident(
        session,
        title=title,
        by=by,
        now=now,
        kind=kind,
        severity=severity,
        playbook=playbook,
        language=language,
        zone=zone,
        restricted=restricted,
        drill_speed=drill_speed,
    )
    advance(session, incident, books=books, by=by, now=now)
    if playbook is not None:
        start_playbook(session, incident, playbook, books=books, by=by, now=now)
    return incident


def start_playbook(  # noqa: PLR0913 -- which playbook, from which shelf, by whom and when
    session: Session, incident: Incident, name: str, *, books: Books, by: str, now: datetime
) -> Running:
    """Follow a playbook in this incident, with its text as it now is.

    Raises:
        NotFound: there is no such playbook on the shelf.
        Conflict: it runs in this incident already.
    """
    playbook = books.playbooks.get(name)
    if playbook is None:
        raise NotFound(N_("There is no such playbook"), field="playbook", expected=", ".join(books.playbooks))
    knows = Knowledge(snapshot(session, incident, books.library), books.library)
    return response.start_run(session, incident, playbook, knows, by=by, now=now)


def decide(  # noqa: PLR0913 -- which option of which decision, and why
    session: Session,
    incident: Incident,
    run_id: str,
    step_id: str,
    decision_id: str,
    option_id: str,
    *,
    books: Books,
    by: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Choose an option of a playbook's decision, and record the facts that the choice amounts to."""
    running = get_running(session, incident, run_id, books.library, books.playbooks)
    said = response.decide(session, running, step_id, decision_id, option_id, by=by, now=now, reason=reason)
    if said:
        record_facts(session, incident, said, books=books, by=by, now=now, reason=reason)


def record_facts(  # noqa: PLR0913 -- as facts.actions.record_facts
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


def close_incident(  # noqa: PLR0913 -- what is closed, why, and whether in the face of what is owed
    session: Session,
    incident: Incident,
    *,
    books: Books,
    reason: str,
    despite_open: bool,
    by: str,
    now: datetime,
) -> list[Present]:
    """Close the response, unless something is still owed and nobody said ``despite_open``.

    Returns:
        What is still owed; empty where there is nothing. The incident stays as it is when this is what stopped it.
    """
    advance(session, incident, books=books, by=by, now=now)
    still = [
        duty
        for duty in current(session, incident.id, state="required")
        if duty.recipient != "internal" and not duty.met
    ]
    if still and not despite_open:
        return still
    if still:
        reason = f"{reason} (closed although {len(still)} duties were still open)"
    intake.change_state(session, incident, "closed", reason=reason, by=by, now=now)
    return []


def advance(session: Session, incident: Incident, *, books: Books, by: str, now: datetime) -> None:
    """Walk the incident through the rooms: snapshot → obligations → reminders → notices → alarms."""
    known = snapshot(session, incident, books.library)
    derived = derive(known, books.library, as_of=time_at(incident, now), lang=incident.language, would_change=False)
    obligations.store(session, incident, derived, by=by, now=now)
    _plan_reminders(session, incident, now=now)


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
                data={"duty": duty.duty, "number": incident.number},
            )
        else:
            cancel_due(session, kind="obligation", subject=duty.identity)
