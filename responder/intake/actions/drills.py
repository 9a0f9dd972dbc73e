"""Steering the time of a drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.errors import BadInput, Conflict
from responder.intake.drill_time import course_of, steered, time_at, written
from responder.journal.append import append
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

FASTEST: Final = 1440
"""A day a minute."""


def steer_drill(
    session: Session, incident: Incident, *, speed: int, by: str, now: datetime, to: datetime | None = None
) -> None:
    """Let the time of a drill run at another speed from now on, stand still (0), or leap forward ``to`` its own time.

    What is due keeps its own time; ``flow.steer_drill`` moves the real instants with it.

    Raises:
        Conflict: it is no drill, or it is over.
        BadInput: a speed out of bounds, or a leap that does not lead forward.
    """
    if incident.kind != "drill":
        raise Conflict(N_("Only the time of a drill can be moved."))
    if incident.state == "closed":
        raise Conflict(N_("This drill is over."))
    if not 0 <= speed <= FASTEST:
        raise BadInput(N_("So fast no drill runs"), field="speed", expected=N_("a whole number from 1 to 1440"))
    before = time_at(incident, now)
    if to is not None and to <= before:
        raise BadInput(N_("Time leaps forward only"), field="to", expected=N_("a later time of the drill"))
    incident.drill_course = written(steered(course_of(incident), now, speed=speed, to=to))
    session.flush()
    after = time_at(incident, now)
    what = f"The drill's time runs {speed} times as fast as real time." if speed else "The drill's time stands still."
    append(
        session,
        incident.id,
        by=by,
        at=after,
        tag="drill.steered",
        what=what if to is None else f"The drill's time leaps to {after:%Y-%m-%d %H:%M} UTC.",
        data={"speed": speed, "from": before.isoformat(), "to": after.isoformat()},
    )
