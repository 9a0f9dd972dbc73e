"""Starting and finishing a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder import ids
from responder.agenda.actions import cancel_due
from responder.books.playbooks.values import Playbook, spoken
from responder.errors import BadInput, Conflict
from responder.intake.drill_time import time_at
from responder.response import queries
from responder.response.actions.follow import KINDS, follow
from responder.response.actions.saying import tell
from responder.response.queries import Running
from responder.response.records import Run, StepState
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.response.knowledge import Knowledge
    from responder.response.plan import Planned


def start_run(
    session: Session,
    incident: Incident,
    playbook: Playbook,
    knows: Knowledge,
    *,
    by: str,
    now: datetime,
    parent: tuple[str, str] | None = None,
) -> Running:
    """Start a playbook. The run keeps its text, version and hash; a change on the shelf does not touch it.

    Args:
        session: The unit of work.
        incident: Where it is followed.
        playbook: What is followed.
        knows: The facts, for the first plan.
        by: Account id.
        now: The real instant.
        parent: Run id and step id that started it as a sub-playbook.

    Raises:
        Conflict: the same playbook runs in this incident already.
    """
    running = select(Run.id).where(
        Run.incident_id == incident.id, Run.playbook == playbook.name, Run.finished_at.is_(None)
    )
    if session.scalars(running).first() is not None:
        raise Conflict(N_("This playbook runs in the incident already."))
    run = Run(
        id=ids.new_id(),
        incident_id=incident.id,
        playbook=playbook.name,
        version=playbook.version,
        sha256=playbook.sha256,
        sources=dict(playbook.sources),
        started_at=time_at(incident, now),
        started_by=by,
        finished_at=None,
        finished_by=None,
        parent_run_id=parent[0] if parent else None,
        parent_step=parent[1] if parent else None,
        adopted_sha256=None,
        over=False,
    )
    session.add(run)
    session.flush()
    tell(
        session,
        incident,
        "run.started",
        N_("Playbook started: {title}, version {version}"),
        by=by,
        now=now,
        data={"run": run.id, "playbook": playbook.name, "version": playbook.version, "sha256": playbook.sha256},
        title=playbook.title,
        version=playbook.version,
    )
    started = Running(incident, run, playbook, knows)
    follow(session, started, now=now)
    return started


def finish_run(session: Session, running: Running, *, by: str, now: datetime, reason: str = "") -> tuple[Planned, ...]:
    """End a run: its reminders fall silent, its steps stay readable. What had to be done and is not is named.

    Args:
        session: The unit of work.
        running: The run.
        by: Account id.
        now: The real instant.
        reason: Why it ends although steps are open that must be done.

    Returns:
        Those steps.

    Raises:
        Conflict: it is finished already.
        BadInput: such steps are open and no reason is given; the error names them.
    """
    run = running.run
    if run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    left, reason = queries.plan_of(session, running, now).left, reason.strip()
    titles = {
        language: "; ".join(spoken(planned.step.title, language) for planned in left)
        for language in running.playbook.languages
    }
    if left and not reason:
        raise BadInput(
            N_("Steps are open that must be done: {titles}"),
            field="reason",
            do=N_("Settle them, or say why the playbook ends without them."),
            titles=spoken(titles, running.incident.language),
        )
    run.finished_at, run.finished_by = time_at(running.incident, now), by
    for row_id in session.scalars(select(StepState.id).where(StepState.run_id == run.id)):
        for kind in KINDS:
            cancel_due(session, kind=kind, subject=row_id)
    tell(
        session,
        running.incident,
        "run.finished",
        N_("Playbook finished: {title}. {reason} Left open: {titles}") if left else N_("Playbook finished: {title}"),
        by=by,
        now=now,
        data={"run": run.id, "playbook": run.playbook, "left": [planned.step.id for planned in left]},
        title=running.playbook.title,
        reason=reason,
        titles=titles,
    )
    return left
