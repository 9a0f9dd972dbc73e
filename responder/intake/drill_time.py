"""Drill time is a value of its incident, never of the process (sign-ins, leases and records keep real time).

Its course is a list of stretches: from a real instant on, the drill's own time runs from ``own`` at ``speed``. A new
stretch begins whenever somebody lets it run faster, stand still or leap. Real time that passes while it stands leads
nowhere: what is due then lies a hundred years away until it runs on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from responder.intake.records import Incident

FAR: Final = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the real instant ``real`` the own time runs on from ``own``, ``speed`` times as fast; 0: it stands."""

    real: datetime
    own: datetime
    speed: int


def time_at(incident: Incident, now: datetime) -> datetime:
    """The incident's own time at the real instant ``now``: the same for a real one, by its course for a drill."""
    course = course_of(incident)
    return own_time(course, now) if course else now


def real_instant(incident: Incident, at: datetime) -> datetime:
    """When the incident's own time reaches ``at``, as a real instant: what a due row holds."""
    course = course_of(incident)
    return real_time(course, at) if course else at


def minutes_from(incident: Incident, at: datetime) -> Callable[[int], datetime]:
    """Minutes of the incident's own time from ``at`` on → the real instant: when to remind before and after it."""
    return lambda minutes: real_instant(incident, at + timedelta(minutes=minutes))


def lasting(incident: Incident, span: timedelta) -> timedelta:
    """How long ``span`` of the incident's own time lasts really as its time runs now; while it stands, for ever."""
    course = course_of(incident)
    if not course:
        return span
    return span / course[-1].speed if course[-1].speed else FAR


def begun(now: datetime, speed: int) -> list[dict[str, Any]]:
    """The course of a drill that begins at ``now``, as its row holds it."""
    return written((Stretch(now, now, speed),))


def course_of(incident: Incident) -> tuple[Stretch, ...]:
    """How its time ran so far; empty for a real incident."""
    return tuple(
        Stretch(datetime.fromisoformat(each["real"]), datetime.fromisoformat(each["own"]), each["speed"])
        for each in incident.drill_course or ()
    )


def written(course: Sequence[Stretch]) -> list[dict[str, Any]]:
    return [{"real": each.real.isoformat(), "own": each.own.isoformat(), "speed": each.speed} for each in course]


def steered(course: Sequence[Stretch], now: datetime, *, speed: int, to: datetime | None = None) -> tuple[Stretch, ...]:
    """The course with a new stretch from ``now``: at ``speed``, and from the own time ``to`` where it leaps there."""
    return (*course, Stretch(now, own_time(course, now) if to is None else to, speed))


def own_time(course: Sequence[Stretch], now: datetime) -> datetime:
    """The own time at a real instant. Before the beginning it runs as it did at first."""
    here = next((stretch for stretch in reversed(course) if stretch.real <= now), course[0])
    if here.speed:
        return here.own + (now - here.real) * here.speed
    return here.own + max(timedelta(0), now - here.real - FAR)


def real_time(course: Sequence[Stretch], at: datetime) -> datetime:
    """The first real instant at which the own time is ``at`` or later; what was leapt over came when it leapt."""
    for here, following in pairwise(course):
        if at <= here.own + (following.real - here.real) * here.speed:
            return here.real + (at - here.own) / here.speed if here.speed else here.real
        if at <= following.own:
            return following.real
    last = course[-1]
    if last.speed:
        return last.real + (at - last.own) / last.speed
    return last.real if at <= last.own else last.real + FAR + (at - last.own)
