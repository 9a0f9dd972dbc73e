"""Deeds of a drill: start it, steer its time, end it. What is done in between is done as in any incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.agenda.actions import cancel_stream
from responder.agenda.actions.moving import move_stream
from responder.errors import BadInput
from responder.flow.advancing import advance, record_facts
from responder.flow.incidents import close_incident, open_incident
from responder.intake.actions.drills import FASTEST
from responder.intake.actions.drills import steer_drill as steer
from responder.intake.drill_time import course_of, own_time, real_time
from responder.response.actions.drills import end_drill as end
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.scenarios.values import Scenario
    from responder.flow.books import Books
    from responder.intake.records import Incident

# People meet after a drill in real time.
REAL_TIME: Final = frozenset({"review", "review_action"})
OVER: Final = ("inject", "obligation", "page", "decision", "notice_alarm")


def start_drill(  # noqa: PLR0913 -- what is played, how fast, and in whose language
    session: Session,
    *,
    books: Books,
    title: str,
    playbook: str,
    scenario: Scenario | None,
    speed: int,
    by: str,
    now: datetime,
    language: str = "en",
    zone: str = "UTC",
) -> Incident:
    """Open an incident as a drill, start its playbook, record what everybody knows, and let its clock run.

    Raises:
        BadInput: the speed is out of bounds, or the scenario is for another playbook.
        NotFound: there is no such playbook.
    """
    if not 1 <= speed <= FASTEST:
        raise BadInput(N_("So fast no drill runs"), field="speed", expected=N_("a whole number from 1 to 1440"))
    if scenario is not None and scenario.playbook != playbook:
        raise BadInput(
            N_("This scenario is for another playbook"), field="scenario", expected=f"playbook {scenario.playbook}"
        )
    incident = open_incident(
        session,
        books=books,
        title=title,
        by=by,
        now=now,
        kind="drill",
        severity=scenario.severity if scenario else "unrated",
        playbook=playbook,
        language=language,
        zone=zone,
        drill_speed=speed,
        scenario=scenario,
    )
    if scenario is not None and scenario.facts:
        record_facts(session, incident, scenario.facts, books=books, by=by, now=now, reason="as the scenario says")
    return incident


def steer_drill(
    session: Session,
    incident: Incident,
    *,
    speed: int,
    books: Books,
    by: str,
    now: datetime,
    to: datetime | None = None,
) -> None:
    """Let the drill's time run faster or slower, stand (0) or leap forward, and everything due in it with it.

    Raises:
        Conflict, BadInput: as ``intake.actions.drills.steer_drill``.
    """
    before = course_of(incident)
    steer(session, incident, speed=speed, to=to, by=by, now=now)
    after = course_of(incident)
    move_stream(session, incident.id, lambda at: real_time(after, own_time(before, at)), but=REAL_TIME)
    advance(session, incident, books=books, by=by, now=now)


def end_drill(session: Session, incident: Incident, *, books: Books, by: str, now: datetime) -> None:
    """End the drill, whatever is still owed in it: its score says what that was.

    Raises:
        NotFound: this incident is no drill.
        Conflict: it is over already.
    """
    end(session, incident, by=by, now=now)
    close_incident(session, incident, books=books, reason="the drill is over", despite_open=True, by=by, now=now)
    cancel_stream(session, incident.id, kinds=OVER)
