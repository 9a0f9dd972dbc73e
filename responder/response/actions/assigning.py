"""Giving a step to several people or to a team, and telling those whom its playbook wants informed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from responder import ids
from responder.agenda.actions import plan_due
from responder.errors import Conflict
from responder.people.queries import names_of
from responder.response.actions.saying import step_of, tell_of_step
from responder.response.queries import seats_of
from responder.response.records import StepAssignee
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Step
    from responder.oncall.records import Team
    from responder.people.records import Account
    from responder.response.queries import Running

INFORMED: Final = "informed"
"""The kind of due item that tells somebody of a step that is done."""


def assign_step(
    session: Session,
    running: Running,
    step_id: str,
    people: Sequence[Account],
    teams: Sequence[Team] = (),
    *,
    by: str,
    now: datetime,
) -> None:
    """Give a step to these people and teams; to nobody gives it back to its seat.

    Raises:
        NotFound: the playbook has no such step.
        Conflict: the run is finished, or an account is disabled.
    """
    step = step_of(running, step_id)
    if running.run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    if any(account.disabled_at is not None for account in people):
        raise Conflict(N_("This account is disabled."))
    mine = (StepAssignee.run_id == running.run.id, StepAssignee.step_id == step_id)
    session.execute(delete(StepAssignee).where(*mine))
    given = {**{one.id: "person" for one in people}, **{one.id: "team" for one in teams}}
    session.add_all(
        StepAssignee(run_id=running.run.id, step_id=step_id, who=who, kind=kind, given_by=by, given_at=now)
        for who, kind in given.items()
    )
    session.flush()
    names = names_of(session, [one.id for one in people])
    whom = ", ".join([*(names[one.id] for one in people), *(one.name for one in teams)])
    tell_of_step(
        session, running, step, "step.assigned",
        N_("Given to {whom}: {title}") if whom else N_("Given back to its seat: {title}"),
        by=by, now=now, data={"people": [one.id for one in people], "teams": [one.id for one in teams]}, whom=whom,
    )  # fmt: skip


def inform(session: Session, running: Running, step: Step, *, by: str, now: datetime) -> None:
    """Write to those whom the playbook wants informed of this step, now that it is settled; not to who settled it."""
    seats = seats_of(session, running.incident)
    people = dict.fromkeys(who for role in step.informed for who in seats.get(role, ()) if who != by)
    if people:
        plan_due(
            session,
            stream=running.incident.id,
            kind=INFORMED,
            subject=ids.derived_id(INFORMED, running.run.id, step.id),
            at=now,
            now=now,
            data={"run": running.run.id, "step": step.id, "to": list(people)},
        )
