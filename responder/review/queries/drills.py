"""Reads of drills: the list of them, what was told and asked, and everything that its score is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder.facts import queries as facts
from responder.intake.drill_time import course_of, own_time
from responder.response import queries as response
from responder.response.actions.drills import scenario_of
from responder.response.records import Choice, Drill, DrillAsked, InjectTold, Seat, StepState
from responder.review.queries.notices import list_notices
from responder.review.queries.owed import list_owed
from responder.review.scoring import Chose, Played, Said, StepDone, Told, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.books.scenarios.values import Inject, Scenario
    from responder.intake.records import Incident
    from responder.response.queries import Running
    from responder.review.scoring import Score


@dataclass(frozen=True)
class Came:
    """An inject that was told, and when."""

    inject: Inject
    at: datetime


def find_drill(session: Session, incident: Incident) -> Drill | None:
    return session.get(Drill, incident.id)


def list_came(session: Session, incident: Incident, scenario: Scenario | None) -> list[Came]:
    """The injects that came, the latest first; of those that a leap brought together, the later of the scenario."""
    wanted = select(InjectTold).where(InjectTold.incident_id == incident.id).order_by(InjectTold.at.desc())
    found = [(scenario.inject(row.inject_id) if scenario else None, row.at) for row in session.scalars(wanted)]
    came = [Came(inject, at) for inject, at in found if inject is not None]
    return sorted(came, key=lambda one: (one.at, one.inject.at), reverse=True)


def list_asked(session: Session, incident: Incident) -> Sequence[DrillAsked]:
    """What was asked, the latest first."""
    wanted = select(DrillAsked).where(DrillAsked.incident_id == incident.id)
    return session.scalars(wanted.order_by(DrillAsked.at.desc(), DrillAsked.id.desc())).all()


def questions_of(library: Library) -> dict[str, dict[str, str]]:
    """How each fact and each event is asked for."""
    facts = {key: dict(definition.question) for key, definition in library.facts.items()}
    return facts | {f"events.{event.id}": dict(event.question) for event in library.events.values()}


def score_of(
    session: Session, incident: Incident, *, library: Library, playbooks: Mapping[str, Playbook], at: datetime
) -> Score | None:
    """How the drill went so far, or at its end; None where no scenario says what was expected.

    ``at`` is its own time; a drill that is over is judged as of its end.
    """
    drill = session.get(Drill, incident.id)
    scenario = scenario_of(drill) if drill else None
    if drill is None or scenario is None:
        return None
    runs = response.list_running(session, incident, library, playbooks)
    main = next((running for running in runs if running.run.playbook == scenario.playbook), None)
    return score(
        Played(
            scenario=scenario,
            playbook=main.playbook if main else None,
            began_at=drill.began_at,
            at=drill.ended_at or at,
            over=drill.ended_at is not None,
            steps=tuple(step for running in runs for step in _steps(session, running)),
            choices=tuple(chose for running in runs for chose in _choices(session, running)),
            facts=tuple(_facts(session, incident)),
            notices=tuple(_notices(session, incident)),
            seats=tuple(_seats(session, incident)),
        )
    )


def _steps(session: Session, running: Running) -> Iterator[StepDone]:
    rows = {row.step_id: row for row in session.scalars(select(StepState).where(StepState.run_id == running.run.id))}
    for step in running.playbook.steps:
        row = rows.get(step.id)
        since = row.current_since if row else None
        if step.due is not None and step.due.since is not None:
            since = running.knows.instant(step.due.since)
        due_at = since + timedelta(minutes=step.due.minutes) if since and step.due and row else None
        yield StepDone(
            step.id, step.title, step.required, row.state if row else "open", due_at, row.settled_at if row else None
        )


def _choices(session: Session, running: Running) -> Iterator[Chose]:
    """Every choice that stands, in the order of deciding."""
    wanted = select(Choice).where(Choice.run_id == running.run.id, Choice.replaced_at.is_(None))
    for row in session.scalars(wanted.order_by(Choice.at, Choice.id)):
        yield Chose(row.step_id, row.decision_id, row.option_id, row.at)


def _facts(session: Session, incident: Incident) -> Iterator[Said]:
    """Each statement on its single facts: ``{"risk": {"level": "high"}}`` says ``risk.level``."""
    course = course_of(incident)
    for said in facts.history(session, incident):
        for key, value in _leaves(said.key, said.value):
            yield Said(key, value, own_time(course, said.recorded_at))


def _leaves(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield key, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)


def _notices(session: Session, incident: Incident) -> Iterator[Told]:
    """What was filed or sent, and each duty that is met; drafted and approved in the drill's own time."""
    course = course_of(incident)
    for notice in list_notices(session, incident):
        approved = [own_time(course, approval.at) for approval in notice.approvals if approval.voided_at is None]
        for filing in notice.filings:
            yield Told(
                notice.recipient_kind, notice.regime, notice.duty, filing.at,
                own_time(course, notice.drafted_at), max(approved, default=None),
            )  # fmt: skip
    for owed in list_owed(session, incident):
        if owed.present and owed.met_at is not None:
            answer = owed.answer
            yield Told(str(answer["recipient"]), str(answer["regime"]), str(answer["duty"]), owed.met_at)


def _seats(session: Session, incident: Incident) -> Iterator[tuple[str, datetime]]:
    for row in session.scalars(select(Seat).where(Seat.incident_id == incident.id)):
        yield row.role, row.since
