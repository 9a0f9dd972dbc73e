"""The pure rules: ladder, quiet hours, words, pace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from responder.deliveries.canary import Canary, Seen, verdict, wave_of
from responder.deliveries.ladder import Reach, Rung, first_steps, ladder_for, next_step
from responder.deliveries.pace import time_needed
from responder.deliveries.quiet import wait_until, zones_of
from responder.deliveries.wording import WORDS, word_for
from responder.post.states import _RANK
from responder.words import say

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ALL = frozenset({"email", "sms", "letter"})


def media(steps):
    return [step.medium for step in steps]


def test_what_the_law_counts_for_this_person_comes_first_whatever_the_order_of_the_ladder():
    ladder = (Rung("email", "with_consent"), Rung("sms", "no"), Rung("letter", "yes"))

    assert media(first_steps(ladder, Reach(ALL))) == ["letter"]
    consented = next_step(ladder, Reach(ALL, consent=True), tried=())
    assert (consented.medium, consented.counts_as_notice) == ("email", "yes")
    assert next_step(ladder, Reach(ALL), tried={2}).counts_as_notice == "no"
    assert next_step(ladder, Reach(ALL), tried={0, 1, 2}) is None


def test_email_counts_where_it_is_the_primary_means_and_the_law_says_so():
    ladder = (Rung("email", "if_primary"),)

    assert next_step(ladder, Reach(ALL, primary="email"), tried=()).counts_as_notice == "yes"
    assert next_step(ladder, Reach(ALL, primary="phone"), tried=()).counts_as_notice == "no"


@pytest.mark.parametrize(
    ("safety", "reached"),
    [("normal", ["email"]), ("letter_only", ["letter"]), ("no_post", ["email"]), ("call_first", [])],
)
def test_safe_contact_decides_what_is_open(safety, reached):
    ladder = (Rung("email", "yes"), Rung("letter", "yes"))

    assert media(first_steps(ladder, Reach(ALL, safety=safety))) == reached


def test_a_rung_beside_goes_out_as_well():
    assert media(first_steps((Rung("email", "yes"), Rung("sms", "no", beside=True)), Reach(ALL))) == ["email", "sms"]


def test_a_dutys_channels_become_its_ladder_and_what_the_law_does_not_name_is_a_courtesy():
    channels = [
        {"id": "first_class_mail", "counts": True, "clause": "a"},
        {"id": "electronic_esign", "counts": True, "needs": "esign_consent"},
    ]
    ladder = ladder_for(channels, available={"email", "sms", "letter"})

    assert [(rung.medium, rung.counts) for rung in ladder] == [
        ("letter", "yes"),
        ("email", "with_consent"),
        ("sms", "no"),
    ]
    silent = ladder_for([], available={"email", "sms"})
    assert [(rung.medium, rung.counts) for rung in silent] == [("email", "unknown"), ("sms", "unknown")]


def test_the_night_of_every_zone_a_person_may_live_in_is_kept():
    america = zones_of("", "US")
    begins = wait_until(america, NOW, due_at=None)

    assert "America/New_York" in america
    assert begins > NOW + timedelta(hours=8)  # 8 in the morning in Hawaii
    assert wait_until(zones_of("Europe/Berlin", "US"), NOW, due_at=None) is None
    assert wait_until((), NOW, due_at=None) is None


def test_the_laws_time_breaks_the_night():
    tokyo = ("Asia/Tokyo",)
    night = NOW.replace(hour=15)

    assert wait_until(tokyo, night, due_at=None) == night.replace(hour=23)
    assert wait_until(tokyo, night, due_at=night + timedelta(hours=6)) is None


def test_the_first_part_is_one_in_a_hundred_the_same_each_time_and_small_lists_have_none():
    canary = Canary(permille=10)
    waves = [wave_of(canary, "campaign", str(number), 100_000) for number in range(100_000)]

    assert 800 < waves.count(0) < 1200
    assert waves[:50] == [wave_of(canary, "campaign", str(number), 100_000) for number in range(50)]
    assert wave_of(canary, "campaign", "1", 99) == 0


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (Seen(waiting=1, handed_over=10, last_change=NOW), "wait"),
        (Seen(handed_over=100, last_change=NOW - timedelta(seconds=299)), "wait"),
        (Seen(handed_over=100, last_change=NOW - timedelta(seconds=300)), "go"),
        (Seen(handed_over=94, failed=6, last_change=NOW - timedelta(hours=1)), "stop"),
        (Seen(handed_over=95, failed=5, last_change=NOW - timedelta(hours=1)), "go"),
        (Seen(handed_over=100, complained=1, last_change=NOW), "stop"),
        (Seen(handed_over=1, failed=2, last_change=NOW - timedelta(hours=1)), "go"),
    ],
)
def test_the_rest_goes_only_after_a_first_part_that_did_well(seen, said):
    assert verdict(Canary(), seen, NOW) == said


def test_the_slowest_channel_says_how_long_it_takes():
    assert time_needed({"email": 80_000, "sms": 10}, {"email": 4_211}) == timedelta(hours=80_000 / 4_211)
    assert time_needed({"email": 80_000}, {}) == timedelta(0)


@pytest.mark.parametrize("state", sorted(_RANK))
def test_every_state_has_a_word_in_both_languages(state):
    word = word_for(state, None)

    assert word in WORDS
    assert say(word.name, "zh") != word.name


@pytest.mark.parametrize(
    ("code", "key"), [("smtp 550 5.1.1", "no_such_address"), ("timeout", "technical"), ("trial_mode", "not_allowed")]
)
def test_a_refusal_says_which_kind_it_is(code, key):
    assert word_for("refused", code).key == key
