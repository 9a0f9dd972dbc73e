"""What the toolkit did for a step when somebody said so, and calling a seat to the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder import ids
from responder.errors import Conflict, NotFound
from responder.oncall.actions.answering import answer_about
from responder.oncall.actions.paging import call
from responder.response.actions.follow import state_row
from responder.response.actions.saying import step_of, tell_of_step
from responder.response.queries import seats_of
from responder.response.seats import owner_of
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Do
    from responder.response.queries import Running

PAGE = "page"
"""The action that calls somebody."""


def page_subject(incident_id: str, role: str) -> str:
    """What a call to a seat is about: one subject a seat, so that sitting down answers every call to it."""
    return ids.derived_id(incident_id, PAGE, role)


def answer_calls(session: Session, running: Running, step_id: str, *, by: str, now: datetime) -> None:
    """Somebody has the step: the calls that went out from it climb no further."""
    for do in step_of(running, step_id).does:
        if do.action == PAGE:
            about = page_subject(running.incident.id, str(do.given["role"]))
            answer_about(session, running.incident.id, about, by=by, now=now)


def action_of(running: Running, step_id: str, number: int) -> Do:
    """An action of a step by its number, from 1.

    Raises:
        NotFound: the step has none.
        Conflict: the run is finished.
    """
    step = step_of(running, step_id)
    if running.run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    if not 1 <= number <= len(step.does):
        raise NotFound(N_("The step has no such action"), field="action")
    return step.does[number - 1]


def note_carried(
    session: Session,
    running: Running,
    step_id: str,
    number: int,
    sentence: str,
    *,
    by: str,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    **values: object,
) -> None:
    """Remember that an action was carried out, and say so in the timeline."""
    step, do = step_of(running, step_id), action_of(running, step_id, number)
    row = state_row(session, running, step_id)
    row.carried = sorted({*row.carried, number})
    more = {"action": do.action, "number": number, **(data or {})}
    tell_of_step(session, running, step, "step.carried", sentence, by=by, now=now, data=more, **values)


def page(session: Session, running: Running, step_id: str, number: int, *, by: str, now: datetime) -> None:
    """Call whoever answers for a seat, at once and by every way; unanswered it goes up the incident's own path.

    Sitting down, taking the step or ticking it answers the call.
    """
    role = str(action_of(running, step_id, number).given["role"])
    incident = running.incident
    call(
        session,
        stream=incident.id,
        about=page_subject(incident.id, role),
        why="call",
        first=owner_of(role, seats_of(session, incident)).holders or (incident.opened_by,),
        by=by,
        now=now,
    )
    seat = next((one for one in running.playbook.roles if one.id == role), None)
    called = seat.name if seat else role
    note_carried(
        session, running, step_id, number, N_("Called: {role}"), by=by, now=now, data={"role": role}, role=called
    )
