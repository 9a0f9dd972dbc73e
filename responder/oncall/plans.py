"""A rota's plan as it is stored and as people write it. Pure."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from responder.errors import BadInput
from responder.oncall.rotas import ALL_WEEK, Layer
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_TURN = 366
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def stored(layer: Layer) -> dict[str, Any]:
    """A layer as a row holds it."""
    return {
        "people": list(layer.people),
        "starts_on": layer.starts_on.isoformat(),
        "handover": layer.handover.isoformat("minutes"),
        "every_days": layer.every_days,
        "weekdays": sorted(layer.weekdays),
        "begins": layer.begins.isoformat("minutes") if layer.begins else None,
        "ends": layer.ends.isoformat("minutes") if layer.ends else None,
        "on_holidays": layer.on_holidays,
    }


def loaded(row: Mapping[str, Any]) -> Layer:
    """A layer from its row."""
    return Layer(
        people=tuple(row["people"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        handover=time.fromisoformat(row["handover"]),
        every_days=row["every_days"],
        weekdays=frozenset(row["weekdays"]),
        begins=time.fromisoformat(row["begins"]) if row["begins"] else None,
        ends=time.fromisoformat(row["ends"]) if row["ends"] else None,
        on_holidays=row["on_holidays"],
    )


def a_layer(
    people: Iterable[str],
    *,
    starts_on: date,
    handover: str,
    every_days: int,
    weekdays: str = "",
    hours: str = "",
    on_holidays: bool = True,
) -> Layer:
    """A layer as somebody gave it.

    Args:
        people: Account ids in the order of their turns.
        starts_on: The day of the first turn.
        handover: Time of day, as ``09:00``.
        every_days: Length of a turn; 7 is a week.
        weekdays: As ``mon tue``; empty for all.
        hours: As ``09:00-17:00``; empty for the whole day.
        on_holidays: Whether it covers the rota's holidays.

    Raises:
        BadInput: naming the field.
    """
    named = tuple(people)
    if not named:
        raise BadInput(N_("Nobody is on it"), field="people", expected=N_("sign-in names in the order of their turns"))
    if not 1 <= every_days <= LONGEST_TURN:
        raise BadInput(N_("A turn has 1 to 366 days"), field="every_days", expected=N_("days, as 1 or 7"))
    begins, ends = _hours(hours)
    return Layer(
        named, starts_on, a_time(handover, "handover"), every_days, _weekdays(weekdays), begins, ends, on_holidays
    )


def a_time(written: str, field: str) -> time:
    try:
        return time.fromisoformat(written.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise BadInput(
            N_("This is not a time of day"), field=field, expected=N_("hours and minutes, as 09:00")
        ) from None


def holidays_of(written: str) -> list[str]:
    """Dates, one a word.

    Raises:
        BadInput: one of them is no date.
    """
    try:
        return sorted({date.fromisoformat(word).isoformat() for word in written.replace(",", " ").split()})
    except ValueError:
        raise BadInput(
            N_("One of these is not a date"), field="holidays", expected=N_("dates, as 2026-12-25, with spaces between")
        ) from None


def _hours(written: str) -> tuple[time | None, time | None]:
    if not written.strip():
        return None, None
    begins, dash, ends = written.partition("-")
    if not dash:
        raise BadInput(N_("These are not hours of a day"), field="hours", expected=N_("as 09:00-17:00"))
    return a_time(begins, "hours"), a_time(ends, "hours")


def _weekdays(written: str) -> frozenset[int]:
    words = written.lower().replace(",", " ").split()
    if unknown := [word for word in words if word[:3] not in WEEKDAYS]:
        raise BadInput(N_("There is no such day: {day}"), field="weekdays", expected=" ".join(WEEKDAYS), day=unknown[0])
    return frozenset(WEEKDAYS.index(word[:3]) for word in words) or ALL_WEEK
