"""The time of a drill as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from responder import clock
from responder.intake.drill_time import course_of, time_at
from responder.response.actions.drills import scenario_of
from responder.review.queries.drills import find_drill, list_came
from responder.web.work import reading

if TYPE_CHECKING:
    from datetime import datetime

    from responder.books.scenarios.values import Inject


@dataclass(frozen=True)
class DrillClock:
    """``latest`` is what was heard last."""

    at: datetime
    speed: int
    over: bool
    latest: Inject | None

    @property
    def stands(self) -> bool:
        return self.speed == 0


def drill_clock() -> DrillClock | None:
    """The clock of the drill that this page is about; none for a real incident. Looked up once a request."""
    head = g.get("head")
    if head is None or head.incident.kind != "drill":
        return None
    if "drill_clock" not in g:
        session, incident = reading(), head.incident
        drill, course = find_drill(session, incident), course_of(incident)
        came = list_came(session, incident, scenario_of(drill)) if drill else []
        ended = drill.ended_at if drill else None
        latest = came[0].inject if came else None
        g.drill_clock = DrillClock(ended or time_at(incident, clock.now()), course[-1].speed, ended is not None, latest)
    found: DrillClock = g.drill_clock
    return found
