from __future__ import annotations

from datetime import timedelta

import pytest

from responder.channels.port import Accepted, Unknown
from responder.deliveries.actions import (
    halt_campaign,
    lay_out,
    pause_campaign,
    resume_campaign,
    send_again_by_decision,
    undo_start,
)
from responder.deliveries.queries import check, get_campaign
from responder.deliveries.work import tend_campaigns
from responder.errors import BadInput, Conflict, NotFound
from responder.ids import new_id
from responder.post.actions.claims import Worker
from responder.post.engine import pump
from tests.deliveries.campaigns import (
    COMPOSERS,
    NOW,
    STARTER,
    add_list,
    campaign_for,
    greetings,
    incident_with,
    person,
    sinks,
    start,
    state,
    work,
)
from tests.post.outbox import Provider


def test_nothing_is_sent_before_a_person_has_started_it_and_the_time_to_undo_is_over(house):
    number = campaign_for(house, incident_with(house, [person(1)]), undo_seconds=60)
    channels = sinks(house)
    work(house, channels)
    assert state(house, number).words == {"waiting": 1}

    start(house, number, 1)
    work(house, channels, at=NOW + timedelta(seconds=59))
    assert state(house, number).words == {"waiting": 1}
    work(house, channels, at=NOW + timedelta(seconds=60))
    assert state(house, number).words == {"delivered": 1}


def test_a_start_can_be_taken_back_within_its_minute_and_not_after(house):
    number = campaign_for(house, incident_with(house, [person(1)]), undo_seconds=60)
    start(house, number, 1)
    with house.db.writing() as session:
        undo_start(session, get_campaign(session, number), by=STARTER, now=NOW + timedelta(seconds=30))
    work(house, sinks(house), at=NOW + timedelta(hours=1))
    assert (state(house, number).state, state(house, number).words) == ("prepared", {"waiting": 1})

    start(house, number, 1)
    with house.db.writing() as session, pytest.raises(Conflict, match="Halt the campaign instead"):
        undo_start(session, get_campaign(session, number), by=STARTER, now=NOW + timedelta(seconds=60))


@pytest.mark.parametrize("typed", [0, 2, 4])
def test_the_number_typed_must_be_the_number_of_people_written_to(house, typed):
    number = campaign_for(house, incident_with(house, [person(1), person(2, email=""), person(3), person(4)]))

    with pytest.raises(BadInput, match="not the number of people"):
        start(house, number, typed)
    start(house, number, 3)


def test_a_campaign_that_is_not_laid_out_yet_cannot_be_started(house):
    number = campaign_for(house, incident_with(house, [person(1)]), laid_out=False)

    with pytest.raises(Conflict, match="still being laid out"):
        start(house, number, 0)


def test_a_list_that_grew_between_approval_and_laying_out_needs_a_new_approval(house):
    incident = incident_with(house, [person(1)])
    number = campaign_for(house, incident, laid_out=False)
    add_list(house, incident, [person(2)])
    tend_campaigns(house.db, clock=lambda: NOW)

    with pytest.raises(Conflict, match="changed since it was approved"):
        start(house, number, 2)
    with house.db.reading() as session:
        assert (
            "list_changed_since_approval" in check(session, get_campaign(session, number), greetings, now=NOW).problems
        )


def test_laying_out_goes_on_where_it_stopped_and_adds_nobody_twice(house):
    incident = incident_with(house, [person(number) for number in range(7)])
    number = campaign_for(house, incident, laid_out=False)
    laid = []
    while not laid or not laid[-1]:
        with house.db.writing() as session:
            laid.append(lay_out(session, get_campaign(session, number), now=NOW, limit=2))

    assert laid == [False, False, False, True]
    assert (state(house, number).messages, state(house, number).to_write) == (7, 7)


def test_halting_stops_what_was_not_handed_over_and_says_how_much_was(house):
    number = campaign_for(house, incident_with(house, [person(number) for number in range(5)]))
    start(house, number, 5)
    provider = Provider(largest_batch=2)
    pump(house.db, {"email": provider}, COMPOSERS, worker=Worker("desk", new_id()), clock=lambda: NOW)
    with house.db.writing() as session:
        halted = halt_campaign(session, get_campaign(session, number), by=STARTER, now=NOW, why="wrong letter")
    work(house, {"email": provider})

    assert (halted.handed_over, halted.in_flight, halted.not_sent) == (2, 0, 3)
    assert state(house, number).words == {"handed_over": 2, "not_sent": 3}
    assert sum(provider.book.values()) == 2


def test_a_pause_can_be_ended_and_a_halt_cannot(house):
    number = campaign_for(house, incident_with(house, [person(1)]))
    start(house, number, 1)
    with house.db.writing() as session:
        pause_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)
    work(house, sinks(house))
    assert state(house, number).words == {"waiting": 1}
    with house.db.writing() as session:
        resume_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)
        halt_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)
        with pytest.raises(Conflict, match="halted"):
            resume_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)


def test_what_stays_unknown_waits_for_a_persons_decision_and_stands_in_the_journal(house):
    number = campaign_for(house, incident_with(house, [person(1)]))
    start(house, number, 1)
    provider = Provider(answer=lambda message: Unknown("timeout"))
    work(house, {"email": provider})
    assert (state(house, number).state, state(house, number).words) == ("running", {"not_known": 1})

    provider.answer = lambda message: Accepted("ref")
    with house.db.writing() as session:
        campaign = get_campaign(session, number)
        assert send_again_by_decision(session, campaign, state="unknown", code=None, by=STARTER, now=NOW) == 1
    work(house, {"email": provider}, at=NOW + timedelta(minutes=1))
    assert state(house, number).words == {"handed_over": 1}


def test_an_incident_with_one_campaign_names_it_and_with_two_does_not(house):
    incident = incident_with(house, [person(1)])
    number = campaign_for(house, incident)
    reference = number.rpartition("-")[0]
    with house.db.reading() as session:
        assert get_campaign(session, reference).number == number == f"{reference}-C1"
        with pytest.raises(NotFound):
            get_campaign(session, "INC-2026-9999")
    campaign_for(house, incident)
    with house.db.reading() as session, pytest.raises(BadInput, match="several campaigns"):
        get_campaign(session, reference)


def test_nobody_to_write_to_or_no_channel_makes_no_campaign(house):
    incident = incident_with(house, [person(1)])
    with pytest.raises(BadInput, match="at least one channel"):
        campaign_for(house, incident, ladder=())
    with pytest.raises(BadInput, match="channel is not known"):
        campaign_for(house, incident, ladder=({"medium": "pigeon"},))
