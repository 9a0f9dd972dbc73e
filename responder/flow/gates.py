"""Steps that must wait: a firm engaged, a sum paid, people told, before whoever must consent or be told first was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.errors import BadInput
from responder.facts.queries import snapshot
from responder.intake.drill_time import time_at
from responder.obligations.contracts import GATES, closed_to
from responder.obligations.queries import current
from responder.obligations.reasons import Speaker
from responder.response import actions as response
from responder.response.actions.saying import step_of, tell_of_step
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Step
    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.response.plan import Plan
    from responder.response.queries import Running


def gates_before_step(
    session: Session, incident: Incident, step: Step, *, books: Books, now: datetime, lang: str | None = None
) -> list[Mapping[str, Any]]:
    """What a step should still wait for, as ``blocked_by`` has it: regime, duty, why. Empty for most steps.

    ``await_consent`` asks the clauses of contracts, ``check_campaign`` the duties to the people that it sends to.
    """
    found: list[Mapping[str, Any]] = []
    speaker = Speaker(books.library.words, lang or incident.language)
    for do in step.does:
        if do.action == "await_consent":
            column, known = GATES[str(do.given["to"])], snapshot(session, incident, books.library)
            gates = closed_to(column, known, books.library, speaker, as_of=time_at(incident, now))
            found += [{"regime": gate.regime, "duty": gate.duty, "why": gate.why} for gate in gates]
        elif do.action == "check_campaign":
            told = [duty for duty in current(session, incident.id) if duty.recipient == do.given.get("recipient")]
            found += [gate for duty in told if not duty.met for gate in duty.answer.get("blocked_by") or ()]
    return list({str(gate["why"]): gate for gate in found}.values())


def tick_step(
    session: Session,
    running: Running,
    step_id: str,
    *,
    books: Books,
    by: str,
    now: datetime,
    reason: str = "",
    despite: str = "",
) -> Plan:
    """The step is done, as ``response.tick``; one that should wait stops here, or goes on for a reason, loudly.

    Raises:
        BadInput: it should still wait, and ``despite`` does not say why it did not.
    """
    step = step_of(running, step_id)
    gates = gates_before_step(session, running.incident, step, books=books, now=now)
    named = "; ".join(str(gate["why"]) for gate in gates)
    if gates and not despite.strip():
        raise BadInput(
            N_("This must not be done yet: {gates}"),
            field="despite",
            do=N_("Record the consent or the notice, or say why it was done all the same."),
            gates=named,
        )
    plan = response.tick(session, running, step_id, reason=reason, by=by, now=now)
    if gates:
        tell_of_step(
            session, running, step, "gate.overridden",
            N_("Done although it should have waited: {title}. {gates}. {reason}"), by=by, now=now,
            data={"gates": [dict(gate) for gate in gates], "reason": despite.strip()}, gates=named,
            reason=despite.strip(),
        )  # fmt: skip
    return plan
