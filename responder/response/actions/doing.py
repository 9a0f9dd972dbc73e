"""What the toolkit did for a step when somebody said so, and calling a seat to the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder import ids
from responder.agenda.actions import acknowledge_due, plan_due
from responder.errors import Conflict, NotFound
from responder.response.actions.follow import state_row
from responder.response.actions.saying import step_of, tell_of_step
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Do
    from responder.response.queries import Running

PAGE = "page"
"""The kind of due item that calls somebody."""


def page_subject(incident_id: str, role: str) -> str:
    """What a call to a seat is about: one subject a seat, so that sitting down answers every call to it."""
    return ids.derived_id(incident_id, PAGE, role)


def answer_calls(session: Session, running: Running, step_id: str, *, by: str, now: datetime) -> None:
    """Somebody has the step: the calls that went out from it climb no further."""
    for do in step_of(running, step_id).does:
        if do.action == PAGE:
            subject = page_subject(running.incident.id, str(do.given["role"]))
            acknowledge_due(session, kind=PAGE, subject=subject, by=by, now=now)


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
    """Call a seat at once. Unanswered it climbs as every reminder does; sitting down or ticking the step answers it."""
    role = str(action_of(running, step_id, number).given["role"])
    plan_due(
        session,
        stream=running.incident.id,
        kind=PAGE,
        subject=page_subject(running.incident.id, role),
        at=now,
        now=now,
        data={"run": running.run.id, "step": step_id, "role": role},
    )
    seat = next((one for one in running.playbook.roles if one.id == role), None)
    called = seat.name if seat else role
    note_carried(
        session, running, step_id, number, N_("Called: {role}"), by=by, now=now, data={"role": role}, role=called
    )
