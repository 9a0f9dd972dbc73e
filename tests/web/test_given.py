"""What people really type into forms, and what is said to them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from responder.web.given import Given, Unfit, number_in

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "number"), [("4200", 4200), ("12,400", 12400), ("12 400", 12400), ("12\u00a0400", 12400), (" 7 ", 7)]
)
def test_a_number_is_understood_with_its_separators(typed, number):
    assert Given({"n": typed}).whole_number("n") == number


@pytest.mark.parametrize("typed", ["4.2", "-3", "about 40", "1e6", "٣", "9" * 16])
def test_what_is_no_whole_number_is_complained_of(typed):
    form = Given({"n": typed})
    form.whole_number("n")
    assert [problem.field for problem in form.problems] == ["n"]


def test_a_time_is_read_in_the_readers_zone():
    assert Given({"at": "2026-11-24T14:05"}).instant("at", zone=BERLIN, now=NOW) == datetime(
        2026, 11, 24, 13, 5, tzinfo=UTC
    )


def test_a_time_that_the_clocks_left_out_is_complained_of():
    form = Given({"at": "2026-03-29T02:30"})
    assert form.instant("at", zone=BERLIN, now=NOW) is None
    assert "put forward" in str(form.problems[0])


def test_an_empty_time_means_now():
    assert Given({}).instant("at", zone=BERLIN, now=NOW, required=False) == NOW


@pytest.mark.parametrize("typed", ["yesterday", "24.11.2026", "2026-13-01T00:00"])
def test_a_time_nobody_can_read_is_complained_of(typed):
    form = Given({"at": typed})
    form.instant("at", zone=BERLIN, now=NOW)
    assert form.problems


def test_a_day_is_read():
    form = Given({"day": "2026-11-24", "other": "soon"})
    assert form.day("day") == date(2026, 11, 24)
    assert form.day("other") is None
    assert form.problems


def test_every_complaint_is_said_at_once():
    form = Given({"title": "  ", "kind": "war", "text": "x" * 11})
    form.text("title")
    form.choice("kind", ("real", "drill"))
    form.text("text", most=10)
    with pytest.raises(Unfit) as unfit:
        form.check()
    assert [problem.field for problem in unfit.value.problems] == ["title", "kind", "text"]


@pytest.mark.parametrize(
    ("written", "zone"), [("0001-01-01T00:00", "Asia/Shanghai"), ("9999-12-31T23:59", "America/New_York")]
)
def test_the_ends_of_the_calendar_are_refused_in_words(written, zone):
    form = Given({"at": written})
    assert form.instant("at", zone=ZoneInfo(zone), now=NOW) is None
    assert [problem.field for problem in form.problems] == ["at"]


def test_a_time_that_names_its_offset_is_taken_as_it_says():
    form = Given({"at": "2026-06-01T10:00Z"})
    assert form.instant("at", zone=ZoneInfo("Europe/Berlin"), now=NOW) == datetime(2026, 6, 1, 10, tzinfo=UTC)
    form.check()


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("²", None), ("-1", None), ("1" * 30, None), ("", None)])
def test_a_number_in_an_address_is_taken_only_if_it_is_one(text, number):
    assert number_in(text) == number
