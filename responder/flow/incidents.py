"""Deeds of an incident as a whole: open it, follow a playbook, decide, close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.agenda.actions import cancel_stream, plan_due
from responder.agenda.reminders import ONCE
from responder.errors import NotFound
from responder.facts.queries import snapshot
from responder.flow.advancing import advance, record_facts
from responder.intake import actions as intake
from responder.intake.drill_time import real_instant
from responder.obligations.queries import current
from responder.oncall.actions.answering import withdraw_stream
from responder.oncall.actions.paths import copy_path
from responder.response import actions as response
from responder.response.actions.drills import begin_drill
from responder.response.actions.follow import KINDS
from responder.response.knowledge import Knowledge
from responder.response.queries import get_running
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.scenarios.values import Scenario
    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.obligations.queries import Present
    from responder.response.queries import Running

LOOK_AGAIN = "look_again"


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
    scenario: Scenario | None = None,
) -> Incident:
    """Open an incident and start its playbook; a drill may be played by a scenario."""
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
    if kind == "drill":
        begin_drill(session, incident, scenario, by=by, now=now)
    copy_path(session, incident.id, opener=by, now=now)
    advance(session, incident, books=books, by=by, now=now)
    if playbook is not None:
        start_playbook(session, incident, playbook, books=books, by=by, now=now)
    return incident


def start_playbook(session: Session, incident: Incident, name: str, *, books: Books, by: str, now: datetime) -> Running:
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


def close_incident(
    session: Session,
    incident: Incident,
    *,
    books: Books,
    reason: str,
    despite_open: bool,
    by: str,
    now: datetime,
    closed_as: str = "handled",
    look_again_at: datetime | None = None,
) -> list[Present]:
    """Close the response, unless something is still owed and nobody said ``despite_open``.

    A suspicion is closed as what it turned out to be (``intake.actions.ENDS``), perhaps to be looked at again.

    Returns:
        What is still owed; empty where there is nothing. The incident stays as it is when this is what stopped it.
    """
    advance(session, incident, books=books, by=by, now=now)
    still = still_owed(session, incident)
    if still and not despite_open:
        return still
    if still:
        reason = f"{reason} (closed although {len(still)} duties were still open)"
    intake.change_state(
        session, incident, "closed", reason=reason, by=by, now=now, closed_as=closed_as, look_again_at=look_again_at
    )
    _let_go(session, incident, now=now)
    if look_again_at is not None:
        at = real_instant(incident, look_again_at)
        plan_due(session, stream=incident.id, kind=LOOK_AGAIN, subject=incident.id, at=at, now=now, offsets=ONCE)
    return []


def join_incident(
    session: Session, incident: Incident, other: Incident, *, reason: str, by: str, now: datetime
) -> None:
    """Close a duplicate; it refers to ``other``, where the response goes on. Nothing of it is moved or lost.

    Raises:
        Conflict: they cannot be joined, or it is closed already.
        BadInput: no reason was given.
    """
    intake.join_incident(session, incident, other, reason=reason, by=by, now=now)
    cancel_stream(session, incident.id, kinds=("obligation",))
    _let_go(session, incident, now=now)


def _let_go(session: Session, incident: Incident, *, now: datetime) -> None:
    """Nobody is reminded of its steps or called to it any more."""
    cancel_stream(session, incident.id, kinds=KINDS)
    withdraw_stream(session, incident.id, now=now)


def still_owed(session: Session, incident: Incident) -> list[Present]:
    """What is required, goes to somebody else, and is not done: it stands in the way of closing."""
    return [
        duty
        for duty in current(session, incident.id, state="required")
        if duty.recipient != "internal" and not duty.met
    ]
