"""Periods that run in business hours only, as some contracts have them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from responder.books.contracts import OfficeHours
    from responder.obligations.calendars import Calendar

_LONGEST: Final = 4000


def elapsed_in_office(
    start: datetime, period: timedelta, hours: OfficeHours, working: Calendar, zone: ZoneInfo
) -> datetime:
    """The instant at which ``period`` of business hours has passed since ``start``, in ``zone``.

    Only the hours of working days count. A start outside them counts from the next opening.
    """
    left, at = period, start.astimezone(zone)
    for _ in range(_LONGEST):
        opens = datetime.combine(at.date(), hours.opens, tzinfo=zone)
        closes = datetime.combine(at.date(), hours.closes, tzinfo=zone)
        if at.weekday() in hours.days and working.works(at.date()) and at < closes:
            begin = max(at, opens)
            there = closes.astimezone(UTC) - begin.astimezone(UTC)
            if left <= there:
                return (begin.astimezone(UTC) + left).astimezone(zone)
            left -= there
        at = datetime.combine(at.date() + timedelta(days=1), hours.opens, tzinfo=zone)
    raise ValueError("a period of that many business hours is not counted")
