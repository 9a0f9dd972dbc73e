from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.errors import BadInput, Conflict
from responder.intake.actions import open_incident
from responder.intake.actions.drills import steer_drill
from responder.intake.drill_time import (
    FAR,
    begun,
    course_of,
    lasting,
    own_time,
    real_instant,
    real_time,
    steered,
    time_at,
    written,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ADA = "a" * 32
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def steered_by(*deeds):
    """A course that began at NOW with speed 60 and was steered: (minutes after, speed, leap in hours or None)."""
    course = course_of(SimpleNamespace(drill_course=begun(NOW, 60)))
    at = NOW
    for minutes, speed, leap in deeds:
        at += timedelta(minutes=minutes)
        to = None if leap is None else own_time(course, at) + timedelta(hours=leap)
        course = steered(course, at, speed=speed, to=to)
    return course


DEEDS = st.lists(
    st.tuples(st.integers(0, 600), st.sampled_from([0, 1, 7, 60, 1440]), st.none() | st.integers(1, 80)), max_size=6
)
MINUTES = st.integers(-60, 5000)


def test_while_it_stands_no_time_of_the_drill_passes_and_what_is_due_lies_far_away():
    course = steered_by((10, 0, None))
    assert own_time(course, NOW + 11 * MINUTE) == own_time(course, NOW + 500 * MINUTE) == NOW + 10 * HOUR
    assert real_time(course, NOW + 11 * HOUR) > NOW + FAR


def test_after_a_pause_it_runs_on_from_where_it_stood():
    course = steered_by((10, 0, None), (50, 60, None))
    assert own_time(course, NOW + 61 * MINUTE) == NOW + 11 * HOUR
    assert real_time(course, NOW + 11 * HOUR) == NOW + 61 * MINUTE


def test_what_a_leap_passes_over_comes_at_the_leap():
    course = steered_by((10, 60, 5))
    assert real_time(course, NOW + 12 * HOUR) == NOW + 10 * MINUTE
    assert real_time(course, NOW + 16 * HOUR) == NOW + 11 * MINUTE


@given(DEEDS, MINUTES, MINUTES)
def test_the_time_of_a_drill_never_runs_backwards(deeds, one, other):
    course = steered_by(*deeds)
    first, second = sorted((NOW + one * MINUTE, NOW + other * MINUTE))
    assert own_time(course, first) <= own_time(course, second)
    assert real_time(course, first) <= real_time(course, second)


@given(DEEDS, MINUTES)
def test_whatever_is_due_at_a_time_of_the_drill_comes_when_its_clock_shows_that_time(deeds, minutes):
    course = steered_by(*deeds)
    due = NOW + minutes * MINUTE
    came = real_time(course, due)
    assert own_time(course, came) >= due - timedelta(milliseconds=2)  # a real microsecond is longer than a drill's
    assert own_time(course, came - timedelta(milliseconds=1)) <= due


@given(DEEDS)
def test_a_course_is_read_as_it_was_written(deeds):
    course = steered_by(*deeds)
    assert course_of(SimpleNamespace(drill_course=written(course))) == course


def test_a_drill_is_steered_and_its_timeline_says_so(house):
    with house.db.writing() as session:
        drill = open_incident(session, title="Exercise", by=ADA, now=NOW, kind="drill", drill_speed=60)
        steer_drill(session, drill, speed=0, by=ADA, now=NOW + MINUTE)
        assert time_at(drill, NOW + HOUR) == NOW + HOUR
        assert lasting(drill, HOUR) == FAR
        steer_drill(session, drill, speed=30, to=NOW + 4 * HOUR, by=ADA, now=NOW + HOUR)
        assert time_at(drill, NOW + HOUR + MINUTE) == NOW + 4 * HOUR + 30 * MINUTE
        assert lasting(drill, HOUR) == 2 * MINUTE


def test_time_leaps_forward_only_and_never_that_of_a_real_incident(house):
    with house.db.writing() as session:
        drill = open_incident(session, title="Exercise", by=ADA, now=NOW, kind="drill", drill_speed=60)
        with pytest.raises(BadInput):
            steer_drill(session, drill, speed=60, to=NOW, by=ADA, now=NOW + MINUTE)
        with pytest.raises(BadInput):
            steer_drill(session, drill, speed=100_000, by=ADA, now=NOW + MINUTE)
        real = open_incident(session, title="It is real", by=ADA, now=NOW)
        with pytest.raises(Conflict):
            steer_drill(session, real, speed=2, by=ADA, now=NOW + MINUTE)
        assert real_instant(real, NOW) == time_at(real, NOW) == NOW
