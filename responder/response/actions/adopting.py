"""Taking over a newer version of the playbook while it runs: a recorded deed that undoes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder import ids
from responder.agenda.actions import cancel_due
from responder.books.playbooks import read_stored
from responder.books.playbooks.read import digest
from responder.books.playbooks.values import spoken
from responder.errors import BadInput, Conflict
from responder.intake.drill_time import time_at
from responder.response import queries
from responder.response.actions.follow import KINDS, follow
from responder.response.actions.saying import tell
from responder.response.offers import offer_of, renumbered, text_with
from responder.response.queries import Running
from responder.response.records import Adoption, StepState
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Do, Playbook, Role, Step


def adopt(
    session: Session,
    running: Running,
    newer: Playbook,
    *,
    library: Library,
    roles: Mapping[str, Role],
    by: str,
    now: datetime,
    steps: Sequence[str] | None = None,
) -> Running:
    """Follow the newer version from here on, or only these steps of it. What is settled stays settled.

    Args:
        session: The unit of work.
        running: The run.
        newer: The playbook as it stands on the shelf.
        library: The law library, for the words of conditions.
        roles: The seats that may be named.
        by: Account id.
        now: The real instant.
        steps: Ids of the steps to take over; None for the whole version.

    Raises:
        Conflict: the run is finished, or has this text already.
        BadInput: a step does not differ, or without further steps there would be no way on.
    """
    run, before = running.run, running.playbook
    if run.finished_at is not None:
        raise Conflict(N_("This run is finished already."))
    if newer.sha256 in {run.sha256, run.adopted_sha256}:
        raise Conflict(N_("This run follows the version on the shelf already."))
    if steps is not None and not steps:
        raise BadInput(N_("No step is named"), field="step", expected=N_("a step that differs"))
    offer = offer_of(before, newer, queries.memory_of(session, run))
    sources = text_with(before, newer, offer, steps, library=library, roles=roles, today=now.date())
    after = read_stored(run.playbook, sources, words=library.words, roles=roles)
    taken = list(steps) if steps is not None else list(offer.steps)
    _record(session, running, after, taken, by=by, now=now)
    run.version, run.sha256, run.sources = after.version, digest(sources), sources
    run.adopted_sha256 = newer.sha256 if steps is None else None
    _carry_over(session, running, after)
    session.flush()
    adopted = Running(running.incident, run, after, running.knows)
    follow(session, adopted, now=now)
    return adopted


def _record(session: Session, running: Running, after: Playbook, taken: list[str], *, by: str, now: datetime) -> None:
    run = running.run
    session.add(
        Adoption(
            id=ids.new_id(),
            run_id=run.id,
            at=time_at(running.incident, now),
            by=by,
            steps=taken,
            former_version=run.version,
            former_sha256=run.sha256,
            former_sources=dict(run.sources),
            version=after.version,
            sha256=after.sha256,
        )
    )
    tell(
        session,
        running.incident,
        "run.adopted",
        N_("Playbook changed while it runs: {title}, from version {former} to {version}. Steps taken over: {steps}"),
        by=by,
        now=now,
        data={
            "run": run.id, "steps": taken, "former_version": run.version, "former_sha256": run.sha256,
            "version": after.version, "sha256": after.sha256,
        },
        title=after.title,
        former=run.version,
        version=after.version,
        steps=", ".join(taken) or "–",
    )  # fmt: skip


def _carry_over(session: Session, running: Running, after: Playbook) -> None:
    """Ticked boxes follow their text; what is no longer asked of anybody falls silent."""
    for row in session.scalars(select(StepState).where(StepState.run_id == running.run.id)):
        before, step = running.playbook.step(row.step_id), after.step(row.step_id)
        if step is None:
            for kind in KINDS:
                cancel_due(session, kind=kind, subject=row.id)
        elif before is not None and row.tasks:
            row.tasks = renumbered(row.tasks, _texts(before), _texts(step))
        if before is not None and step is not None and row.carried and before.does != step.does:
            row.carried = [
                number
                for number, do in enumerate(step.does, start=1)
                if any((do.action, do.given) == (old.action, old.given) for old in _done(before, row.carried))
            ]


def _done(step: Step, carried: Sequence[int]) -> list[Do]:
    return [step.does[number - 1] for number in carried if number <= len(step.does)]


def _texts(step: Step) -> list[str]:
    return [spoken(task.text, "") for task in step.tasks]
