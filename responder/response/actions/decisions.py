"""Deciding: an option is chosen, and the facts it settles are handed up to be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder import ids
from responder.errors import BadInput, Conflict, NotFound
from responder.intake.drill_time import time_at
from responder.response.actions.follow import follow
from responder.response.actions.saying import a_reason, sealed_note, step_of, tell_of_step, unstopped
from responder.response.records import Choice
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Decision, Option, Step
    from responder.response.queries import Running


def decide(
    session: Session,
    running: Running,
    step_id: str,
    decision_id: str,
    option_id: str,
    *,
    by: str,
    now: datetime,
    reason: str = "",
) -> Mapping[str, Any]:
    """Choose an option. Choosing otherwise later needs a reason and keeps the former choice in the record.

    Returns:
        The facts that the option records (dotted key → value), for the caller to record in the same unit of work.

    Raises:
        NotFound: no such step, decision or option.
        BadInput: another option was chosen before, and no reason is given.
        Conflict: this very option is chosen already, or the run is finished.
    """
    step = step_of(running, step_id)
    decision, option = _chosen(step, decision_id, option_id)
    if running.run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    at, reason = time_at(running.incident, now), reason.strip()
    former = _replace(session, running, step_id, decision_id, option_id, at, reason)
    row = Choice(
        id=ids.new_id(),
        run_id=running.run.id,
        step_id=step_id,
        decision_id=decision_id,
        option_id=option_id,
        at=at,
        by=by,
        replaced_at=None,
    )
    row.reason_sealed = sealed_note(
        session, running.incident, reason, table=Choice.__tablename__, column="reason_sealed", row_id=row.id
    )
    session.add(row)
    session.flush()
    tell_of_step(
        session,
        running,
        step,
        "decision.made" if former is None else "decision.changed",
        N_("Decided: {question} {option}. {reason}") if reason else N_("Decided: {question} {option}"),
        by=by,
        now=now,
        data={"decision": decision_id, "option": option_id, "to": option.to, "former": former},
        question=decision.question,
        option=unstopped(option.text),
        reason=reason,
    )
    follow(session, running, now=now)
    return dict(option.records)


def _chosen(step: Step, decision_id: str, option_id: str) -> tuple[Decision, Option]:
    decision = step.decision(decision_id)
    if decision is None:
        raise NotFound(N_("The step has no such decision"), field="decision")
    option = next((option for option in decision.options if option.id == option_id), None)
    if option is None:
        expected = ", ".join(option.id for option in decision.options)
        raise BadInput(N_("The decision has no such option"), field="option", expected=expected)
    return decision, option


def _replace(
    session: Session, running: Running, step_id: str, decision_id: str, option_id: str, at: datetime, reason: str
) -> str | None:
    wanted = select(Choice).where(
        Choice.run_id == running.run.id,
        Choice.step_id == step_id,
        Choice.decision_id == decision_id,
        Choice.replaced_at.is_(None),
    )
    former = session.scalars(wanted.with_for_update()).one_or_none()
    if former is None:
        return None
    if former.option_id == option_id:
        raise Conflict(N_("Somebody was quicker: this is decided so already."))
    a_reason(reason)
    former.replaced_at = at
    session.flush()
    return former.option_id
