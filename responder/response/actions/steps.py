"""Deeds on a step. Nothing is a dead end: a step that waits may be done early, and any may be skipped with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.agenda.actions import acknowledge_due
from responder.books.playbooks.values import Step, spoken
from responder.errors import BadInput, Conflict, NotFound
from responder.intake.drill_time import time_at
from responder.response import queries
from responder.response.actions.assigning import inform
from responder.response.actions.doing import answer_calls
from responder.response.actions.follow import KINDS, follow, state_row
from responder.response.actions.saying import a_reason, sealed_note, step_of, tell_of_step
from responder.response.memory import SETTLED
from responder.response.records import StepState
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.response.plan import Plan
    from responder.response.queries import Running


def tick(session: Session, running: Running, step_id: str, *, by: str, now: datetime, reason: str = "") -> Plan:
    """The step is done; a step that comes again has one more round. Returns the plan that follows.

    Args:
        session: The unit of work.
        running: The run.
        step_id: Which step.
        by: Account id.
        now: The real instant.
        reason: Why required evidence is missing, where it is.

    Raises:
        Conflict: it is settled already.
        BadInput: a decision is open, its sub-playbook is not through, or required evidence is missing and no reason
            says why.
    """
    step, row = _open(session, running, step_id)
    planned = queries.plan_of(session, running, now).of(step_id)
    if planned is not None and planned.open_decisions:
        raise BadInput(
            N_("A decision of this step is open"),
            field="decision",
            do=N_("Decide first, or skip the step with a reason."),
        )
    if planned is not None and planned.under:
        raise BadInput(
            N_("A playbook that this step started is not through"),
            field="playbook",
            expected=", ".join(under.playbook for under in planned.under),
            do=N_("Settle its steps first, or skip this one with a reason."),
        )
    missing = planned.missing_evidence if planned is not None and not step.rhythm else ()
    if missing and not reason.strip():
        wanted = "; ".join(spoken(one.text, running.incident.language) for one in missing)
        raise BadInput(
            N_("Evidence is missing"), field="evidence", expected=wanted, do=N_("Attach it, or say why it is missing.")
        )
    if step.rhythm:
        row.rounds += 1
        row.last_round_at = time_at(running.incident, now)
        acknowledge_due(session, kind="step", subject=row.id, by=by, now=now)
        answer_calls(session, running, step_id, by=by, now=now)
        tell_of_step(
            session, running, step, "step.round", N_("Round {round} done: {title}"), by=by, now=now,
            data={"round": row.rounds}, round=row.rounds,
        )  # fmt: skip
        return follow(session, running, now=now)
    sentence = N_("Done, with evidence missing: {title}. {reason}") if missing else N_("Done: {title}")
    data = {"missing": [one.id for one in missing]} if missing else {}
    _settle(session, running, row, "done", reason.strip(), by=by, now=now)
    tell_of_step(session, running, step, "step.done", sentence, by=by, now=now, data=data, reason=reason.strip())
    return follow(session, running, now=now)


def tick_task(
    session: Session, running: Running, step_id: str, number: int, *, done: bool = True, by: str, now: datetime
) -> None:
    """One box of a step's list, or the box unticked again.

    Raises:
        NotFound: the step has no such box.
        Conflict: it is so already.
    """
    step = step_of(running, step_id)
    task = next((task for task in step.tasks if task.number == number), None)
    if task is None:
        raise NotFound(N_("The step has no such task"), field="task")
    row = state_row(session, running, step_id)
    if (number in row.tasks) == done:
        raise Conflict(N_("Somebody was quicker: this is so already."))
    row.tasks = sorted({*row.tasks, number} if done else set(row.tasks) - {number})
    tag, sentence = ("task.done", N_("Task done: {task}")) if done else ("task.reopened", N_("Task open again: {task}"))
    said = {language: " ".join(text.split()) for language, text in task.text.items()}
    tell_of_step(session, running, step, tag, sentence, by=by, now=now, data={"task": number}, task=said)


def skip(session: Session, running: Running, step_id: str, *, reason: str, by: str, now: datetime) -> Plan:
    """Not done, on purpose. What comes after it goes on.

    Raises:
        BadInput: no reason.
        Conflict: it is settled already.
    """
    return _without(session, running, step_id, "skipped", N_("Skipped: {title}. {reason}"), reason, by=by, now=now)


def mark_not_applicable(
    session: Session, running: Running, step_id: str, *, reason: str, by: str, now: datetime
) -> Plan:
    """It does not concern this incident.

    Raises:
        BadInput: no reason.
        Conflict: it is settled already.
    """
    sentence = N_("Not applicable: {title}. {reason}")
    return _without(session, running, step_id, "not_applicable", sentence, reason, by=by, now=now)


def end_rounds(session: Session, running: Running, step_id: str, *, reason: str, by: str, now: datetime) -> Plan:
    """A step that comes again has come often enough.

    Raises:
        BadInput: no reason, or the step does not come again.
        Conflict: it is settled already.
    """
    if not step_of(running, step_id).rhythm:
        raise BadInput(N_("This step does not come again"), field="step", do=N_("Tick it, or skip it with a reason."))
    return _without(
        session, running, step_id, "done", N_("No further rounds: {title}. {reason}"), reason, by=by, now=now
    )


def reopen(session: Session, running: Running, step_id: str, *, reason: str, by: str, now: datetime) -> Plan:
    """It was settled and is open again; its due time counts anew.

    Raises:
        BadInput: no reason.
        Conflict: it is open.
    """
    step, reason = step_of(running, step_id), a_reason(reason)
    row = state_row(session, running, step_id)
    if row.state not in SETTLED:
        raise Conflict(N_("This step is open."))
    former, row.state = row.state, "open"
    row.taken_by, row.taken_at = None, None
    row.settled_at, row.settled_by, row.reason_sealed = None, None, None
    row.current_since = time_at(running.incident, now)
    tell_of_step(
        session, running, step, "step.reopened", N_("Open again: {title}. {reason}"), by=by, now=now,
        data={"from": former}, reason=reason,
    )  # fmt: skip
    return follow(session, running, now=now)


def _without(
    session: Session, running: Running, step_id: str, state: str, sentence: str, reason: str, *, by: str, now: datetime
) -> Plan:
    reason = a_reason(reason)
    step, row = _open(session, running, step_id)
    _settle(session, running, row, state, reason, by=by, now=now)
    tell_of_step(session, running, step, f"step.{state}", sentence, by=by, now=now, reason=reason)
    return follow(session, running, now=now)


def _open(session: Session, running: Running, step_id: str) -> tuple[Step, StepState]:
    step = step_of(running, step_id)
    if running.run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    row = state_row(session, running, step_id)
    if row.state in SETTLED:
        raise Conflict(N_("Somebody was quicker: this step is settled already."))
    return step, row


def _settle(
    session: Session, running: Running, row: StepState, state: str, reason: str, *, by: str, now: datetime
) -> None:
    row.state, row.settled_by = state, by
    row.settled_at = time_at(running.incident, now)
    row.reason_sealed = sealed_note(
        session, running.incident, reason, table=StepState.__tablename__, column="reason_sealed", row_id=row.id
    )
    for kind in KINDS:
        acknowledge_due(session, kind=kind, subject=row.id, by=by, now=now)
    answer_calls(session, running, row.step_id, by=by, now=now)
    inform(session, running, step_of(running, row.step_id), by=by, now=now)
