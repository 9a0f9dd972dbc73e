"""Periods that run in business hours only."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from responder.books.contracts import OfficeHours
from responder.obligations.calendars import Calendar
from responder.obligations.office_hours import elapsed_in_office

OFFICE = OfficeHours(frozenset(range(5)), time(9), time(17), "Mon-Fri 09:00-17:00")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-06-18T10:00:00+02:00", 4, "2026-06-18T14:00:00+02:00"),
        ("2026-06-18T16:00:00+02:00", 4, "2026-06-19T12:00:00+02:00"),
        ("2026-06-19T16:00:00+02:00", 4, "2026-06-22T12:00:00+02:00"),
        ("2026-06-20T03:00:00+02:00", 1, "2026-06-22T10:00:00+02:00"),
        ("2026-06-18T06:30:00+02:00", 8, "2026-06-18T17:00:00+02:00"),
        ("2026-12-24T16:00:00+01:00", 2, "2026-12-28T10:00:00+01:00"),
        ("2026-03-27T16:00:00+01:00", 2, "2026-03-30T10:00:00+02:00"),
    ],
)
def test_only_the_hours_of_working_days_count(start, hours, end):
    found = elapsed_in_office(datetime.fromisoformat(start), timedelta(hours=hours), OFFICE, Calendar("DE", 2027), BERLIN)
    assert found == datetime.fromisoformat(end)
