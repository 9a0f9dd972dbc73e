"""Who is on call: every instant has its one person, also where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.errors import BadInput
from responder.oncall import plans
from responder.oncall.rotas import Away, Layer, Plan, Shift, Swap, gaps, instant_of, of_layer, on_call, shifts

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
START = date(2026, 1, 5)


def weekly(*people, zone="Europe/Berlin", handover=time(9), every_days=7, **more):
    layer = Layer(people, START, handover, every_days, **more)
    return Plan(zone, (layer,))


def berlin(*parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold).astimezone(UTC)


times = st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
layers = st.builds(
    Layer,
    people=st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True).map(tuple),
    starts_on=st.dates(date(2025, 12, 1), date(2026, 2, 1)),
    handover=times,
    every_days=st.integers(1, 9),
    weekdays=st.one_of(st.just(frozenset(range(7))), st.frozensets(st.integers(0, 6), min_size=1)),
    begins=st.one_of(st.none(), times),
    ends=st.one_of(st.none(), times),
    on_holidays=st.booleans(),
)
moments = st.integers(0, 274 * 24 * 60).map(lambda minute: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minute))
stretches = st.builds(
    lambda who, begins, hours: (who, begins, begins + timedelta(hours=hours)),
    st.sampled_from("abcde"), moments, st.integers(1, 300),
)  # fmt: skip
rota_plans = st.builds(
    lambda zone, chosen, swaps, away, holidays: Plan(
        zone, tuple(chosen), tuple(Swap(0, *one) for one in swaps), tuple(Away(*one) for one in away), holidays
    ),
    st.sampled_from(ZONES),
    st.lists(layers, min_size=1, max_size=3),
    st.lists(stretches, max_size=2),
    st.lists(stretches, max_size=2),
    st.frozensets(st.dates(date(2026, 3, 1), date(2026, 11, 30)), max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(rota_plans, moments, st.integers(1, 20 * 24))
def test_the_list_of_shifts_says_the_same_as_asking_at_an_instant(plan, begins, hours):
    ends = begins + timedelta(hours=hours)
    found = shifts(plan, begins, ends)
    for number in range(plan.depth):
        mine = [shift for shift in found if shift.layer == number]
        assert all(before.ends <= after.begins for before, after in pairwise(mine))
        for step in range(13):
            at = begins + (ends - begins) * step / 13
            covering = [shift.account for shift in mine if shift.begins <= at < shift.ends]
            assert covering == [account for account in [of_layer(plan, number, at)] if account]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(ZONES), times, st.integers(1, 9), moments)
def test_without_hours_and_absences_somebody_is_always_on_call_and_turns_follow_each_other(zone, handover, days, at):
    plan = Plan(zone, (Layer(("a", "b", "c"), date(2025, 12, 1), handover, days),))
    assert len(on_call(plan, at)) == 1
    assert gaps(plan, at, at + timedelta(days=40)) == []
    order = [shift.account for shift in shifts(plan, at, at + timedelta(days=60))]
    assert all(after == "abc"[("abc".index(before) + 1) % 3] for before, after in pairwise(order))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 6, 1), 24)])
def test_a_daily_turn_is_an_hour_shorter_or_longer_when_the_clocks_change(day, hours):
    plan = weekly("a", "b", every_days=1)
    begins = instant_of(day, time(9), ZoneInfo("Europe/Berlin"))
    [first, _] = shifts(plan, begins, begins + timedelta(hours=30))
    assert first.ends - first.begins == timedelta(hours=hours)


def test_a_handover_at_an_hour_that_comes_twice_happens_the_first_time_and_once():
    plan = weekly("a", "b", every_days=1, handover=time(2, 30))
    before = on_call(plan, berlin(2026, 10, 25, 2, 29))
    after = on_call(plan, berlin(2026, 10, 25, 2, 30))
    assert before != after
    assert on_call(plan, berlin(2026, 10, 25, 2, 10, fold=1)) == after  # the wall clock is back before the hand-over


def test_a_handover_at_an_hour_that_is_skipped_happens_as_much_later():
    plan = weekly("a", "b", every_days=1, handover=time(2, 30))
    assert on_call(plan, berlin(2026, 3, 29, 3, 29)) != on_call(plan, berlin(2026, 3, 29, 3, 30))


def test_whoever_is_away_is_passed_over_for_the_next_in_turn():
    plan = weekly("a", "b", "c")
    at = berlin(2026, 1, 6, 12)
    assert on_call(plan, at) == ("a",)
    away = Plan(plan.zone, plan.layers, away=(Away("a", at - timedelta(hours=1), at + timedelta(hours=1)),))
    assert on_call(away, at) == ("b",)
    nobody = Plan(plan.zone, plan.layers, away=tuple(Away(one, at, at + timedelta(hours=1)) for one in "abc"))
    assert on_call(nobody, at) == ()
    assert gaps(nobody, at, at + timedelta(hours=2)) == [(at, at + timedelta(hours=1))]


def test_a_swap_wins_over_the_turn_and_the_later_over_the_earlier():
    plan, at = weekly("a", "b"), berlin(2026, 1, 6, 12)
    swapped = Plan(
        plan.zone,
        plan.layers,
        swaps=(Swap(0, "x", at, at + timedelta(hours=2)), Swap(0, "y", at, at + timedelta(hours=1))),
    )
    assert on_call(swapped, at) == ("y",)
    assert on_call(swapped, at + timedelta(hours=1)) == ("x",)
    assert on_call(swapped, at + timedelta(hours=2)) == ("a",)


def test_a_layer_for_office_hours_leaves_nights_and_holidays_to_the_next():
    day = Layer(
        ("day",), START, time(9), weekdays=frozenset(range(5)), begins=time(9), ends=time(17), on_holidays=False
    )
    night = Layer(("night",), START, time(9))
    plan = Plan("Europe/Berlin", (day, night), holidays=frozenset({date(2026, 1, 6)}))
    assert on_call(plan, berlin(2026, 1, 7, 10)) == ("day", "night")
    assert on_call(plan, berlin(2026, 1, 7, 18)) == ("night",)
    assert on_call(plan, berlin(2026, 1, 6, 10)) == ("night",)
    assert on_call(plan, berlin(2026, 1, 10, 10)) == ("night",)


def test_hours_over_midnight_belong_to_the_evening_they_begin_on():
    friday = Layer(("f",), START, time(9), weekdays=frozenset({4}), begins=time(22), ends=time(6))
    plan = Plan("Europe/Berlin", (friday,))
    assert on_call(plan, berlin(2026, 1, 10, 5)) == ("f",)  # the small hours of Saturday
    assert on_call(plan, berlin(2026, 1, 9, 5)) == ()


def test_before_the_first_turn_nobody_is_on_call():
    assert on_call(weekly("a"), berlin(2026, 1, 5, 8)) == ()
    assert shifts(weekly("a"), berlin(2026, 1, 5, 8), berlin(2026, 1, 5, 10)) == [
        Shift(0, "a", berlin(2026, 1, 5, 9), berlin(2026, 1, 5, 10))
    ]


def test_a_layer_is_kept_as_it_was_given():
    layer = plans.a_layer(
        ["a", "b"],
        starts_on=START,
        handover="09:30",
        every_days=1,
        weekdays="Mon, tue",
        hours="22:00-06:00",
        on_holidays=False,
    )
    assert plans.loaded(plans.stored(layer)) == layer
    assert layer.weekdays == {0, 1}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"handover": "nine"}, "handover"), ({"hours": "9"}, "hours"), ({"weekdays": "someday"}, "weekdays"),
        ({"every_days": 0}, "every_days"), ({"people": []}, "people"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_layer_is_refused_by_its_field(changes, field):
    given_ = {"people": ["a"], "starts_on": START, "handover": "09:00", "every_days": 7, **changes}
    with pytest.raises(BadInput) as refused:
        plans.a_layer(given_.pop("people"), **given_)
    assert refused.value.field == field
