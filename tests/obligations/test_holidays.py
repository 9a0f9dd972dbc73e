"""Every public holiday of 2025 to 2027, computed here by the rule of its law and not by the calendar under test."""

from datetime import date, timedelta

import pytest

from responder.obligations.calendars import calendar_for
from responder.obligations.deadlines import last_day
from tests.obligations.incidents import LIBRARY

YEARS = (2025, 2026, 2027)
DAY = timedelta(days=1)


def easter(year):
    """Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth(year, month, weekday, number):
    first = date(year, month, 1)
    return first + (weekday - first.weekday()) % 7 * DAY + 7 * (number - 1) * DAY


def last(year, month, weekday):
    end = date(year, month + 1, 1) - DAY
    return end - (end.weekday() - weekday) % 7 * DAY


def united_states(year):
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    observed = [day - DAY if day.weekday() == 5 else day + DAY if day.weekday() == 6 else day for day in fixed]
    moving = [nth(year, 1, 0, 3), nth(year, 2, 0, 3), last(year, 5, 0), nth(year, 9, 0, 1), nth(year, 10, 0, 2),
              nth(year, 11, 3, 4)]  # fmt: skip
    return observed + moving


def germany(year):
    sunday = easter(year)
    return [date(year, 1, 1), sunday - 2 * DAY, sunday + DAY, date(year, 5, 1), sunday + 39 * DAY, sunday + 50 * DAY,
            date(year, 10, 3), date(year, 12, 25), date(year, 12, 26)]  # fmt: skip


def france(year):
    sunday = easter(year)
    return [date(year, 1, 1), sunday + DAY, date(year, 5, 1), date(year, 5, 8), sunday + 39 * DAY, sunday + 50 * DAY,
            date(year, 7, 14), date(year, 8, 15), date(year, 11, 1), date(year, 11, 11), date(year, 12, 25)]  # fmt: skip


def england(year):
    sunday = easter(year)
    found = [sunday - 2 * DAY, sunday + DAY, nth(year, 5, 0, 1), last(year, 5, 0), last(year, 8, 0)]
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        following = (fixed + n * DAY for n in range(7))
        found.append(next(day for day in following if day.weekday() < 5 and day not in found))
    return found


RULES = {"US": united_states, "DE": germany, "FR": france, "GB-ENG": england}
HOLIDAYS = [(calendar, day) for calendar, rule in RULES.items() for year in YEARS for day in rule(year)]


@pytest.mark.parametrize(("calendar", "day"), HOLIDAYS, ids=[f"{c} {d}" for c, d in HOLIDAYS])
def test_no_period_of_working_days_ends_on_a_public_holiday(calendar, day):
    working = calendar_for(calendar, LIBRARY.words.confirmed_through)
    assert not working.works(day)
    assert working.rolled(day) > day
    for before in range(1, 6):
        for amount in range(1, 4):
            assert last_day(day - before * DAY, amount, "business_days", working) != day


@pytest.mark.parametrize("calendar", RULES)
def test_every_other_weekday_is_a_working_day(calendar):
    working = calendar_for(calendar, LIBRARY.words.confirmed_through)
    off = {day for year in (*YEARS, 2028) for day in RULES[calendar](year)}
    day = date(YEARS[0], 1, 1)
    while day.year <= YEARS[-1]:
        assert working.works(day) == (day.weekday() < 5 and day not in off), day
        day += DAY


def span(first, last_one):
    return [first + n * DAY for n in range((last_one - first).days + 1)]


CHINA_OFF = [
    date(2025, 1, 1), *span(date(2025, 1, 28), date(2025, 2, 4)), *span(date(2025, 4, 4), date(2025, 4, 6)),
    *span(date(2025, 5, 1), date(2025, 5, 5)), *span(date(2025, 5, 31), date(2025, 6, 2)),
    *span(date(2025, 10, 1), date(2025, 10, 8)), *span(date(2026, 1, 1), date(2026, 1, 3)),
    *span(date(2026, 2, 15), date(2026, 2, 23)), *span(date(2026, 4, 4), date(2026, 4, 6)),
    *span(date(2026, 5, 1), date(2026, 5, 5)), *span(date(2026, 6, 19), date(2026, 6, 21)),
    *span(date(2026, 9, 25), date(2026, 9, 27)), *span(date(2026, 10, 1), date(2026, 10, 7)),
]  # fmt: skip
CHINA_MADE_UP = [
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11), date(2026, 1, 4),
    date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
]  # fmt: skip


def test_chinas_days_off_and_make_up_days_are_those_that_were_announced():
    working = calendar_for("CN", LIBRARY.words.confirmed_through)
    day = date(2025, 1, 1)
    while day.year < 2027:
        assert working.works(day) == (day in CHINA_MADE_UP or (day.weekday() < 5 and day not in CHINA_OFF)), day
        day += DAY


def test_chinas_days_of_a_year_not_yet_announced_are_provisional():
    working = calendar_for("CN", LIBRARY.words.confirmed_through)
    assert working.open_year(date(2026, 12, 30), date(2027, 1, 5)) == 2027
