"""Calling people: the whole way from the call to the answer, in the middle of the night."""

import pytest

from responder.channels.port import Receipt, Refused, Unknown
from responder.intake.actions import change_state
from responder.oncall.actions.answering import (
    answer,
    answer_about,
    answer_by_link,
    answer_by_message,
    answer_by_text,
    withdraw_stream,
)
from responder.oncall.actions.paths import copy_path, set_path
from responder.oncall.actions.rotas import set_rota
from responder.oncall.actions.teams import set_away, set_deputy, set_team
from responder.oncall.plans import a_layer
from responder.oncall.queries.pages import code_for, get_page, list_calls, list_tries, token_of
from responder.people.actions.accounts import disable_account
from responder.people.queries import get_account
from tests.oncall.calls import NOW, Night, later


@pytest.fixture
def night(house):
    return Night(house)


def call_of(night, page_id, login):
    with night.house.db.reading() as session:
        page = get_page(session, page_id)
        found = next(one for one in list_calls(session, page) if one.account_id == night.people[login])
        session.expunge_all()
        return found


def in_house(night, deed, *arguments, **more):
    with night.house.db.writing() as session:
        return deed(session, *arguments, **more)


def test_a_call_goes_out_at_once_by_every_way_and_then_up_the_path(night):
    page = night.call("ada")
    night.tick(0)
    assert night.reached("sms") == night.reached("voice") == night.reached("email") == ["ada"]
    night.run(1, 4)
    assert night.reached("sms") == ["ada"]
    night.run(5, 20)
    assert night.reached("sms") == ["ada", "bo", "cy"]
    assert night.reached("email") == ["ada", "cy", "dee"]
    assert night.page(page).state == "unanswered"
    tags = [tag for tag, _ in night.timeline()]
    assert tags.count("page.called") == 4
    assert ("page.unanswered", "Nobody answered the call; everybody on the path was called") in night.timeline()
    assert ("page.called", "Called: Person bo, by text message, telephone") in night.timeline()


def test_the_path_is_gone_through_as_often_as_it_says(house):
    night = Night(house, rounds=2)
    night.call()
    night.run(0, 40)
    assert night.reached("sms") == ["bo", "cy", "bo", "cy"]
    assert len({message.text for message in night.channels["sms"].taken}) == 4  # a provider's book tells them apart


def test_one_answer_stops_it_everywhere_and_what_was_not_sent_is_not_sent(night):
    page = night.call("ada")
    night.tick(0)
    night.call("ada", about="seat")  # joins the open one
    with night.house.db.writing() as session:
        link = token_of(session, call_of(night, page, "ada").id)
        assert answer_by_link(session, link, later(2)).answered_by == night.people["ada"]
    night.run(3, 30)
    assert night.reached("sms") == ["ada"]
    assert night.page(page).answered_how == "link"
    assert ("page.answered", "Person ada answers the call (by the link); nobody else is called") in night.timeline()


def test_messages_that_lie_ready_when_it_is_answered_are_withheld(night):
    page = night.call("ada")
    for name in ("sms", "voice"):
        night.channels.pop(name)  # nothing is set up there: the rows stay ready
    night.tick(0)
    assert sorted(night.waiting()) == ["sms", "voice"]
    with night.house.db.writing() as session:
        answer(session, get_page(session, page), by=night.people["bo"], how="console", now=later(1))
    assert night.waiting() == []
    night.tick(2)
    assert "text message to Person ada: not sent (answered)" in [what for _, what in night.timeline()]


def test_only_the_first_answer_counts(night):
    page = night.call("ada")
    night.tick(0)
    with night.house.db.writing() as session:
        assert answer(session, get_page(session, page), by=night.people["bo"], how="console", now=later(1))
        assert not answer(session, get_page(session, page), by=night.people["cy"], how="console", now=later(2))
    assert night.page(page).answered_by == night.people["bo"]


def test_a_call_that_ended_unanswered_may_still_be_answered(night):
    page = night.call()
    night.run(0, 30)
    in_house(
        night,
        lambda session: answer(session, get_page(session, page), by=night.people["cy"], how="link", now=later(31)),
    )
    assert night.page(page).state == "answered"


def test_the_code_in_a_text_message_answers_it(night):
    page = night.call("ada")
    night.tick(0)
    with night.house.db.reading() as session:
        code = code_for(session, call_of(night, page, "ada").id)
    [sms] = night.channels["sms"].taken
    assert sms.text.endswith(f"Or reply {code}.")
    assert in_house(night, answer_by_text, "+12025550109", code, later(1)) is None  # a stranger
    assert in_house(night, answer_by_text, "+12025550101", code, later(1)) is None  # bo was not called yet
    assert in_house(night, answer_by_text, "+12025550100", f"ok {code}", later(1)).id == page
    assert night.page(page).answered_how == "sms"


def test_a_key_in_the_call_answers_it(night):
    page = night.call("ada")
    night.tick(0)
    [spoken] = night.channels["voice"].taken
    assert "press 1" in spoken.text
    assert "http" not in spoken.text
    assert in_house(night, answer_by_message, spoken.id, how="voice", now=later(1)).id == page
    assert in_house(night, answer_by_message, "0" * 32, how="voice", now=later(1)) is None


def test_a_message_betrays_nothing_but_code_name_and_reference(night):
    night.call("ada")
    night.tick(0)
    for channel in ("email", "sms", "voice"):
        [message] = night.channels[channel].taken
        assert "Something seen" not in message.subject + message.text
        assert night.incident.code_name in message.text
    assert "https://respond.example.com/answer/" in night.channels["email"].taken[0].text


def test_what_a_call_was_about_being_done_answers_it(night):
    page = night.call("ada", about="step-1")
    night.tick(0)
    assert in_house(night, answer_about, night.incident.id, "step-1", by=night.people["bo"], now=later(1)) == 1
    assert (night.page(page).state, night.page(page).answered_how) == ("answered", "deed")


def test_when_none_of_a_turn_s_messages_go_out_the_next_are_called_at_once(night):
    takes = night.channels["rehearsal"].answer
    for name in ("email", "sms", "voice"):
        night.channels[name].answer = lambda message: Refused("no", permanent=True)
    page = night.call("ada")
    night.tick(0)
    for name in ("email", "sms", "voice"):
        night.channels[name].answer = takes
    night.tick(1)
    assert night.reached("sms") == ["ada", "bo"]
    assert "text message to Person ada: refused (no)" in [what for _, what in night.timeline()]
    assert night.page(page).turn == 2


def test_every_try_and_what_became_of_it_stands_in_the_timeline(night):
    page = night.call("ada")
    night.tick(0)
    sent = {message.medium: message.id for name in ("email", "sms", "voice") for message in night.channels[name].taken}
    night.receipts(
        Receipt("delivered", message_id=sent["sms"]), Receipt("bounced", message_id=sent["voice"], code="twilio busy")
    )
    night.tick(1)
    said = [what for tag, what in night.timeline() if tag == "page.tried"]
    assert "text message to Person ada: arrived" in said
    assert "telephone to Person ada: refused (twilio busy)" in said
    with night.house.db.reading() as session:
        assert {one.state for one in list_tries(session, get_page(session, page))} == {
            "delivered",
            "refused",
            "accepted",
        }
    before = len(night.timeline())
    night.tick(2)
    assert len(night.timeline()) == before  # said once


def test_a_lost_message_is_said_to_be_unknown_and_the_way_up_goes_on(night):
    night.channels["sms"].answer = lambda message: Unknown("timeout")
    night.call()
    night.run(0, 6)
    said = [what for _, what in night.timeline()]
    assert "text message to Person bo: not known whether it went out" in said
    assert "cy" in night.reached("sms")


def test_a_drill_s_call_reaches_the_rehearsal_alone_and_runs_on_its_own_clock(house):
    night = Night(house, kind="drill", drill_speed=60)
    night.call("ada")
    night.run(0, 1)
    assert [night.reached(name) for name in ("email", "sms", "voice")] == [[], [], []]
    assert len(night.channels["rehearsal"].taken) == 3 + 2  # a minute is an hour, and a turn a second tick apart


def test_the_path_an_incident_was_opened_with_stays_its_path(night):
    in_house(night, set_path, "night", "person:dee 5m email", rounds=1, standard=True, by="system", now=NOW)
    in_house(night, copy_path, night.incident.id, opener=night.people["dee"], now=later(1))
    night.call()
    night.tick(0)
    assert night.reached("sms") == ["bo"]


def test_a_rota_is_asked_when_it_is_called_and_its_old_people_when_it_is_gone(house):
    night = Night(house)
    with house.db.writing() as session:
        layer = a_layer([night.people["cy"]], starts_on=NOW.date().replace(day=1), handover="09:00", every_days=7)
        rota = set_rota(session, "primary", zone="Europe/Berlin", layers=[layer], by="system", now=NOW)
        set_path(session, "night", "rota:primary 5m sms", rounds=1, standard=True, by="system", now=NOW)
        night.open_another(session)
        session.delete(rota)
    night.call()
    night.tick(0)
    assert night.reached("sms") == ["cy"]


def test_whoever_is_away_is_stood_in_for_by_their_deputy_and_who_left_is_not_called(night):
    with night.house.db.writing() as session:
        bo, cy = get_account(session, "bo"), get_account(session, "cy")
        set_deputy(session, bo, get_account(session, "ada"), by="system", now=NOW)
        set_away(session, bo, later(-60), later(60), by="system", now=NOW)
        disable_account(session, cy, by="system", now=NOW)
    night.call()
    night.run(0, 6)
    assert night.reached("sms") == ["ada"]
    assert night.reached("email") == ["dee"]


def test_whoever_does_not_answer_is_followed_by_their_deputy_and_then_the_path(night):
    with night.house.db.writing() as session:
        set_deputy(session, get_account(session, "ada"), get_account(session, "cy"), by="system", now=NOW)
    night.call("ada")
    night.run(0, 10)
    assert night.reached("sms") == ["ada", "cy", "bo"]


def test_a_team_is_called_together(night):
    with night.house.db.writing() as session:
        set_team(session, "security", [get_account(session, login) for login in ("ada", "cy")], by="system", now=NOW)
        set_path(session, "night", "team:security 5m sms", rounds=1, standard=True, by="system", now=NOW)
        night.open_another(session)
    night.call()
    night.tick(0)
    assert sorted(night.reached("sms")) == ["ada", "cy"]


def test_closing_an_incident_ends_its_calls(night):
    page = night.call("ada")
    with night.house.db.writing() as session:
        change_state(
            session, session.merge(night.incident), "closed", reason="over", by=night.people["dee"], now=later(1)
        )
        assert withdraw_stream(session, night.incident.id, now=later(1)) == 1
    night.tick(2)
    assert night.reached("sms") == []
    assert night.page(page).state == "withdrawn"
