"""Saying "I am on it": whoever says so has the step's reminders, and what was sent about it climbs no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.agenda.actions import acknowledge_due
from responder.errors import Conflict
from responder.intake.drill_time import time_at
from responder.people.queries import get_account, name_of
from responder.response.actions.doing import answer_calls
from responder.response.actions.follow import KINDS, follow, state_row
from responder.response.actions.saying import step_of, tell_of_step
from responder.response.memory import SETTLED
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.response.plan import Plan
    from responder.response.queries import Running
    from responder.response.records import StepState


def take_step(session: Session, running: Running, step_id: str, *, by: str, now: datetime) -> Plan:
    """Be on it. What was sent about the step counts as seen; later reminders come to the one who is on it alone.

    Taking it from another is allowed and said: at night nobody waits for whoever has gone to sleep.

    Raises:
        NotFound: the playbook has no such step.
        Conflict: one is on it already, it is settled, or the run is finished.
    """
    step, row = step_of(running, step_id), _open_row(session, running, step_id)
    if row.taken_by == by:
        raise Conflict(N_("You are on it already."))
    former, row.taken_by = row.taken_by, by
    row.taken_at = time_at(running.incident, now)
    for kind in KINDS:
        acknowledge_due(session, kind=kind, subject=row.id, by=by, now=now)
    answer_calls(session, running, step_id, by=by, now=now)
    name = name_of(session, get_account(session, by))
    tell_of_step(
        session, running, step, "step.taken",
        N_("{name} is on it: {title}") if former is None else N_("{name} is on it from here on: {title}"),
        by=by, now=now, data={"account": by, "former": former}, name=name,
    )  # fmt: skip
    return follow(session, running, now=now)


def put_down(session: Session, running: Running, step_id: str, *, by: str, now: datetime) -> Plan:
    """No longer be on it: its seat answers again.

    Raises:
        NotFound: the playbook has no such step.
        Conflict: nobody is on it, it is settled, or the run is finished.
    """
    step, row = step_of(running, step_id), _open_row(session, running, step_id)
    if row.taken_by is None:
        raise Conflict(N_("Nobody is on it."))
    former, row.taken_by, row.taken_at = row.taken_by, None, None
    for kind in KINDS:
        acknowledge_due(session, kind=kind, subject=row.id, by=by, now=now)
    tell_of_step(
        session, running, step, "step.put_down", N_("Nobody is on it any more: {title}"),
        by=by, now=now, data={"former": former},
    )  # fmt: skip
    return follow(session, running, now=now)


def _open_row(session: Session, running: Running, step_id: str) -> StepState:
    if running.run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    row = state_row(session, running, step_id)
    if row.state in SETTLED:
        raise Conflict(N_("Somebody was quicker: this step is settled already."))
    return row
