from __future__ import annotations

from datetime import timedelta

import pytest

from responder.channels.port import Accepted, Unknown
from responder.deliveries.actions import choose_patience, leave_unknown
from responder.deliveries.queries import Ways, check, get_campaign
from responder.errors import BadInput, Conflict
from responder.post.asking import ask_about_unknown
from tests.deliveries.campaigns import (
    COMPOSERS,
    NOW,
    STARTER,
    campaign_for,
    greetings,
    incident_with,
    person,
    start,
    state,
    work,
)
from tests.post.outbox import Provider


def lost_campaign(house, **given):
    """A campaign of which nothing is known any more, and the provider that lost it."""
    number = campaign_for(house, incident_with(house, [person(1), person(2)]), **given)
    start(house, number, 2)
    provider = Provider(answer=lambda message: Unknown("timeout"))
    work(house, {"email": provider})
    provider.answer = lambda message: Accepted("ref")
    return number, provider


@pytest.mark.parametrize("policy", ["ask", "send_again", "leave"])
def test_within_the_day_in_which_calls_may_come_nothing_is_done(house, policy):
    number, provider = lost_campaign(house, unknown_policy=policy)
    work(house, {"email": provider}, at=NOW + timedelta(hours=23))
    assert state(house, number).words == {"not_known": 2}


def test_by_its_policy_a_campaign_sends_again_once_and_says_how_many_may_have_come_twice(house):
    number, provider = lost_campaign(house, unknown_policy="send_again")
    work(house, {"email": provider}, at=NOW + timedelta(hours=25))
    seen = state(house, number)
    assert (seen.words, seen.not_known, seen.perhaps_twice) == ({"handed_over": 2}, 0, 2)


def test_what_is_lost_twice_is_for_a_person(house):
    number, provider = lost_campaign(house, unknown_policy="send_again")
    provider.answer = lambda message: Unknown("timeout")
    for days in (2, 4, 6):
        work(house, {"email": provider}, at=NOW + timedelta(days=days))
    seen = state(house, number)
    assert (seen.state, seen.not_known, seen.perhaps_twice) == ("running", 2, 2)


def test_by_its_policy_a_campaign_leaves_them_and_ends(house):
    number, provider = lost_campaign(house, unknown_policy="leave")
    work(house, {"email": provider}, at=NOW + timedelta(hours=25))
    seen = state(house, number)
    assert (seen.state, seen.not_known, seen.perhaps_twice) == ("done", 2, 0)


def test_left_to_a_person_nothing_happens_until_he_or_she_decides(house):
    number, provider = lost_campaign(house)
    work(house, {"email": provider}, at=NOW + timedelta(days=9))
    assert (state(house, number).state, state(house, number).not_known) == ("running", 2)
    with house.db.writing() as session:
        assert leave_unknown(session, get_campaign(session, number), by=STARTER, now=NOW) == 2
    work(house, {"email": provider})
    assert state(house, number).state == "done"


def test_what_the_providers_book_does_not_know_need_not_wait_for_a_day(house):
    number, provider = lost_campaign(house, unknown_policy="send_again")
    for minutes, words in ((5, {"not_known": 2}), (15, {"handed_over": 2})):
        at = NOW + timedelta(minutes=minutes)
        ask_about_unknown(house.db, {"email": provider}, COMPOSERS, clock=lambda at=at: at)
        work(house, {"email": provider}, at=at)
        assert state(house, number).words == words


def test_at_the_senders_limits_the_check_says_how_long_it_takes(house):
    number = campaign_for(house, incident_with(house, [person(1), person(2)]), due_at=NOW + timedelta(seconds=5))
    with house.db.reading() as session:
        seen = check(session, get_campaign(session, number), greetings, now=NOW, ways=Ways({"email": 0.1}))
    assert seen.needs == timedelta(seconds=20)
    assert "ends_after_due" in seen.problems


def test_after_the_hours_chosen_before_the_start_whoever_has_no_delivery_gets_the_next_channel(house):
    ladder = [{"medium": "email"}, {"medium": "sms"}]
    incident_id = incident_with(house, [person(1, phone="+12025550123")])
    number = campaign_for(house, incident_id, ladder=ladder)
    with house.db.writing() as session:
        choose_patience(session, get_campaign(session, number), 24, by=STARTER, now=NOW)
    start(house, number, 1)
    channels = {medium: Provider(answer=lambda message: Accepted("ref")) for medium in ("email", "sms")}

    work(house, channels, at=NOW + timedelta(hours=1))
    assert state(house, number).by_channel == {"email": {"handed_over": 1}}
    work(house, channels, at=NOW + timedelta(hours=30))
    assert set(state(house, number).by_channel) == {"email", "sms"}


def test_the_hours_are_chosen_before_the_start_and_not_below_one(house):
    number = campaign_for(house, incident_with(house, [person(1)]))
    with house.db.writing() as session, pytest.raises(BadInput):
        choose_patience(session, get_campaign(session, number), 0, by=STARTER, now=NOW)
    start(house, number, 1)
    with house.db.writing() as session, pytest.raises(Conflict):
        choose_patience(session, get_campaign(session, number), 24, by=STARTER, now=NOW)
