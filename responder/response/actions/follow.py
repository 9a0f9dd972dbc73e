"""Following the plan: what has become current is remembered, and what is due is on the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder import ids
from responder.agenda.actions import cancel_due, plan_due
from responder.agenda.reminders import FOR_EVIDENCE, FOR_STEPS
from responder.intake.drill_time import minutes_from, real_instant
from responder.response import queries
from responder.response.records import StepState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.response.plan import Plan, Planned
    from responder.response.queries import Running

STEP: Final = "step"
EVIDENCE: Final = "evidence"
KINDS: Final = (STEP, EVIDENCE)


def follow(session: Session, running: Running, *, now: datetime) -> Plan:
    """Bring a run up to what is known; safe to repeat. Returns the plan as it stands then.

    Steps that became current keep the time at which they did. Each due time is planned with its reminders, and taken
    off the agenda once nobody has to think of it any more. Evidence that is being overwritten does not wait for its
    step: it reminds from the start.
    """
    plan = queries.plan_of(session, running, now)
    if running.run.finished_at is not None:
        return plan
    states = {row.step_id: row for row in session.scalars(select(StepState).where(StepState.run_id == running.run.id))}
    for planned in plan.steps:
        row = states.get(planned.step.id)
        if planned.state == "current":
            row = row or state_row(session, running, planned.step.id)
            if row.current_since is None:
                row.current_since = planned.since
        elif planned.lost_at is not None:
            row = row or state_row(session, running, planned.step.id)
        if row is not None:
            _plan_reminders(session, running, planned, row, now)
    running.run.over = plan.over
    session.flush()
    return plan


def state_row(session: Session, running: Running, step_id: str) -> StepState:
    """The row of a step, made if it is not there yet."""
    wanted = select(StepState).where(StepState.run_id == running.run.id, StepState.step_id == step_id)
    row = session.scalars(wanted.with_for_update()).one_or_none()
    if row is None:
        row = StepState(
            id=ids.derived_id(running.run.id, step_id),
            run_id=running.run.id,
            step_id=step_id,
            state="open",
            current_since=None,
            taken_by=None,
            taken_at=None,
            settled_at=None,
            settled_by=None,
            reason_sealed=None,
            rounds=0,
            last_round_at=None,
            tasks=[],
            carried=[],
        )
        session.add(row)
        session.flush()
    return row


def _plan_reminders(session: Session, running: Running, planned: Planned, row: StepState, now: datetime) -> None:
    for kind, at, offsets in (
        (STEP, planned.due_at, FOR_STEPS),
        (EVIDENCE, planned.lost_at, FOR_EVIDENCE),
    ):
        if at is None:
            cancel_due(session, kind=kind, subject=row.id)
            continue
        plan_due(
            session,
            stream=running.incident.id,
            kind=kind,
            subject=row.id,
            at=real_instant(running.incident, at),
            now=now,
            offsets=offsets,
            minutes_from=minutes_from(running.incident, at),
            data={
                "run": running.run.id,
                "step": planned.step.id,
                "role": planned.step.role or "",
                **({"owner": row.taken_by} if row.taken_by else {}),
                **({"accountable": list(planned.step.accountable)} if planned.step.accountable else {}),
            },
        )
