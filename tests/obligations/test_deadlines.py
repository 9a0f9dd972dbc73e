"""The arithmetic of periods."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.obligations.calendars import calendar_for
from responder.obligations.deadlines import elapsed, end_of, last_day, next_full_hour, rolled

ZONES = [
    ZoneInfo(name) for name in ("Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai", "Australia/Lord_Howe", "UTC")
]
CONFIRMED = {"CN": 2026, "DEFAULT": 2030}
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
units = st.sampled_from(["calendar_days", "business_days", "months", "years"])
calendars = st.sampled_from(["US", "DE", "BR", "SG", None])


@settings(deadline=None)
@given(instants, st.integers(0, 5000), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_hours_are_elapsed_hours_whatever_the_zone(start, amount, one, other):
    first, second = elapsed(start, amount, "hours", one), elapsed(start, amount, "hours", other)
    assert first == second
    assert first.astimezone(UTC) - start == timedelta(hours=amount)


@settings(deadline=None)
@given(days, st.integers(0, 200), units, calendars)
def test_no_period_ends_before_it_begins(start, amount, unit, calendar):
    amount = min(amount, 60 if unit == "months" else 5 if unit == "years" else 200)
    assert last_day(start, amount, unit, calendar_for(calendar, CONFIRMED)) >= start


@settings(deadline=None)
@given(days, st.integers(0, 40), st.integers(0, 60), units, calendars)
def test_a_later_start_never_gives_an_earlier_end(start, later, amount, unit, calendar):
    working = calendar_for(calendar, CONFIRMED)
    amount = min(amount, 5) if unit == "years" else amount
    assert last_day(start + timedelta(days=later), amount, unit, working) >= last_day(start, amount, unit, working)


@settings(deadline=None)
@given(days, st.integers(1, 60), calendars)
def test_a_period_of_working_days_ends_on_a_working_day(start, amount, calendar):
    working = calendar_for(calendar, CONFIRMED)
    end = last_day(start, amount, "business_days", working)
    assert working.works(end)
    assert sum(working.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)) == amount


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2027-01-31", 1, "months", "2027-02-28"),
        ("2028-01-31", 1, "months", "2028-02-29"),
        ("2026-12-31", 2, "months", "2027-02-28"),
        ("2028-02-29", 1, "years", "2029-02-28"),
        ("2026-05-31", 1, "months", "2026-06-30"),
        ("2026-02-02", 30, "calendar_days", "2026-03-04"),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(start, amount, unit, end):
    assert last_day(date.fromisoformat(start), amount, unit, calendar_for("US", CONFIRMED)) == date.fromisoformat(end)


def test_fourteen_business_days_skip_the_observed_independence_day_of_2026():
    assert last_day(date(2026, 7, 1), 14, "business_days", calendar_for("US", CONFIRMED)) == date(2026, 7, 22)


def test_three_working_days_in_brazil_skip_the_day_of_black_awareness():
    assert last_day(date(2026, 11, 19), 3, "business_days", calendar_for("BR", CONFIRMED)) == date(2026, 11, 25)


def test_a_make_up_saturday_in_china_is_a_working_day():
    working = calendar_for("CN", CONFIRMED)
    assert working.works(date(2026, 2, 14))
    assert not working.works(date(2026, 2, 17))
    assert working.open_year(date(2026, 12, 20), date(2027, 1, 4)) == 2027


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-10-23T10:30:00+02:00", 72, "2026-10-26T09:30:00+01:00"),
        ("2026-03-27T10:30:00+01:00", 72, "2026-03-30T11:30:00+02:00"),
        ("2026-03-06T17:00:00-05:00", 36, "2026-03-08T06:00:00-04:00"),
    ],
    ids=["clocks go back", "clocks go forward", "thirty-six hours across the change"],
)
def test_a_change_of_the_clock_does_not_lengthen_a_period_of_hours(start, amount, end):
    zone = ZoneInfo("America/New_York" if "-04:00" in end else "Europe/Berlin")
    assert elapsed(datetime.fromisoformat(start), amount, "hours", zone).isoformat() == end


def test_the_hour_of_the_event_does_not_count_under_regulation_1182_of_1971():
    assert next_full_hour(datetime.fromisoformat("2026-12-22T12:17:00+01:00")) == datetime.fromisoformat(
        "2026-12-22T13:00:00+01:00"
    )
    whole = datetime.fromisoformat("2026-12-22T13:00:00+01:00")
    assert next_full_hour(whole) == whole


def test_an_end_on_a_weekend_moves_to_noon_of_the_next_working_day_where_the_law_says_so():
    zone, working = ZoneInfo("Europe/Paris"), calendar_for("FR", CONFIRMED)
    raw = datetime(2026, 11, 28, 2, 0, tzinfo=zone)
    assert rolled(raw, "noon_of_next_working_day", working, zone) == datetime(2026, 11, 30, 12, 0, tzinfo=zone)
    assert rolled(raw, "roll_none", working, zone) == raw
    assert rolled(end_of(date(2027, 1, 31), zone), "noon_of_next_working_day", working, zone) == datetime(
        2027, 2, 1, 12, tzinfo=zone
    )
