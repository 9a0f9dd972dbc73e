"""What was done in an incident: the playbooks as they were run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.response import queries as response
from responder.response.records import Adoption, Choice, StepState
from responder.review.matter import Decision, Run, Step
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.intake.records import Incident
    from responder.response.queries import Running
    from responder.response.records import Run as RunRow


def list_runs(
    session: Session, incident: Incident, library: Library, playbooks: Mapping[str, Playbook]
) -> tuple[Run, ...]:
    """Each playbook with its own text, what became of its steps, and what was decided in it."""
    return tuple(_run(session, running) for running in response.list_running(session, incident, library, playbooks))


def _run(session: Session, running: Running) -> Run:
    run, playbook = running.run, running.playbook
    rows = session.scalars(select(StepState).where(StepState.run_id == run.id)).all()
    states = {row.step_id: row for row in rows}
    steps = []
    for step in playbook.steps:
        row = states.get(step.id)
        if row is None:
            steps.append(Step(step.id, step.title, "open"))
            continue
        reason = _reason(session, running, row.reason_sealed, StepState.__tablename__, row.id)
        steps.append(Step(step.id, step.title, row.state, row.settled_by or "", row.settled_at, reason))
    return Run(
        playbook=run.playbook,
        version=run.version,
        sha256=run.sha256,
        sources=_former(session, run) | {name: str(text) for name, text in run.sources.items()},
        steps=tuple(steps),
        decisions=tuple(_decisions(session, running)),
    )


def _former(session: Session, run: RunRow) -> dict[str, str]:
    """What was followed before a newer version was taken over: ``before-1-<file>`` is the text it was started with."""
    adoptions = session.scalars(select(Adoption).where(Adoption.run_id == run.id).order_by(Adoption.at, Adoption.id))
    return {
        f"before-{number}-{name}": str(text)
        for number, adoption in enumerate(adoptions, start=1)
        for name, text in adoption.former_sources.items()
    }


def _decisions(session: Session, running: Running) -> list[Decision]:
    made = []
    wanted = select(Choice).where(Choice.run_id == running.run.id).order_by(Choice.at, Choice.id)
    for row in session.scalars(wanted):
        step = running.playbook.step(row.step_id)
        decision = step.decision(row.decision_id) if step else None
        options = {option.id: option.text for option in decision.options} if decision else {}
        made.append(
            Decision(
                question=decision.question if decision else {"en": row.decision_id},
                option=options.get(row.option_id) or {"en": row.option_id},
                reason=_reason(session, running, row.reason_sealed, Choice.__tablename__, row.id),
                by=row.by,
                at=row.at,
                replaced_at=row.replaced_at,
            )
        )
    return made


def _reason(session: Session, running: Running, sealed: bytes | None, table: str, row_id: str) -> str:
    if sealed is None:
        return ""
    keys = keystore_of(session).of(running.incident.id)
    return unseal(keys, sealed, table=table, column="reason_sealed", row_id=row_id)
