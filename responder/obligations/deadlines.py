"""The arithmetic of periods. Hours are elapsed hours; days, months and years are counted in a zone's calendar."""

from __future__ import annotations

import calendar as month_lengths
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from responder.obligations.calendars import Calendar

CLOCK_UNITS: Final = ("minutes", "hours")
_LAST_SECOND: Final = time(23, 59, 59)
_NOON: Final = time(12, 0)


def elapsed(start: datetime, amount: int, unit: str, zone: ZoneInfo) -> datetime:
    """``amount`` elapsed minutes or hours after ``start``, shown in ``zone``: clock changes do not matter."""
    period = timedelta(minutes=amount) if unit == "minutes" else timedelta(hours=amount)
    return (start.astimezone(UTC) + period).astimezone(zone)


def next_full_hour(start: datetime) -> datetime:
    """The full hour that follows: the hour of the event does not count (Regulation 1182/71, art. 3(1))."""
    whole = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return start if whole == start.astimezone(UTC) else whole + timedelta(hours=1)


def last_day(day: date, amount: int, unit: str, working: Calendar, *, included: bool = False) -> date:
    """The last day of a period that an event on ``day`` starts. ``included``: the day of the event is day one.

    A month or year ends on the same day of the month, or on the last one that there is (Case C-171/03, Toeters).
    """
    if unit == "business_days":
        if included and working.works(day):
            amount -= 1
        return working.nth(day, amount)
    if unit == "calendar_days":
        return day + timedelta(days=max(amount - 1, 0) if included else amount)
    months = amount * (12 if unit == "years" else 1) + day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, month_lengths.monthrange(year, month)[1]))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of ``day`` in ``zone``."""
    return datetime.combine(day, _LAST_SECOND, tzinfo=zone)


def rolled(at: datetime, how: str, working: Calendar, zone: ZoneInfo) -> datetime:
    """An end that falls on no working day, moved as the law says; otherwise unchanged."""
    day = at.astimezone(zone).date()
    if how == "roll_none" or working.works(day):
        return at
    moved = working.rolled(day)
    return datetime.combine(moved, _NOON if how == "noon_of_next_working_day" else _LAST_SECOND, tzinfo=zone)
