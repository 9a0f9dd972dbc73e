"""Codes: one a person, never twice, never in a text message, and a pool that is short stops the sending."""

from datetime import date, timedelta

import pytest

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.affected.queries import list_recipients
from responder.books.letters import load_letters
from responder.deliveries.actions import start_campaign
from responder.deliveries.actions.codes import (
    Offer,
    import_codes,
    make_pool,
    note_enrolled,
    reissue_code,
    return_unused,
)
from responder.deliveries.queries import check, get_campaign
from responder.deliveries.queries.codes import codes_of, list_pools, stocks
from responder.deliveries.work import tend_campaigns
from responder.errors import BadInput, Conflict
from responder.intake.queries import get_incident
from responder.notices.letter import Letter
from tests.deliveries.campaigns import BY, NOW, campaign_for, greetings, incident_with, person

SERVICE = Offer("Example Watch", "US", 24, "adult", ("ssn",), date(2027, 6, 30))


def pool_with(house, incident, codes, offer=SERVICE):
    with house.db.writing() as session:
        pool = make_pool(session, get_incident(session, incident), offer, by=BY, now=NOW)
        return import_codes(session, pool, codes, by=BY, now=NOW)


def people(count, *, data="name;ssn"):
    return [person(number, country="US", data=data) for number in range(1, count + 1)]


def held(house, incident):
    with house.db.reading() as session:
        everybody = [row.id for row in list_recipients(session, incident)]
        return codes_of(session, incident, everybody)


def test_each_person_whose_data_call_for_it_draws_one_code_and_no_code_is_drawn_twice(house):
    incident = incident_with(house, [*people(3), person(9, country="US", data="name")])
    assert pool_with(house, incident, ["A-1", "A-2", "A-3", "A-4", "A-1"]) == (4, 0)
    assert pool_with(house, incident, ["A-1", "A-5"]) == (1, 1)
    campaign_for(house, incident)
    drawn = held(house, incident)
    assert len(drawn) == 3
    assert len(set(drawn.values())) == 3


def test_a_pool_that_is_short_by_one_stops_the_sending_until_more_are_imported(house):
    incident = incident_with(house, people(3))
    pool_with(house, incident, ["A-1", "A-2"])
    number = campaign_for(house, incident)
    with house.db.reading() as session:
        assert "codes_lacking" in check(session, get_campaign(session, number), greetings, now=NOW).problems
    with house.db.writing() as session, pytest.raises(Conflict, match="without the code"):
        start_campaign(session, get_campaign(session, number), typed=3, by=BY, now=NOW)
    pool_with(house, incident, ["A-3"])
    tend_campaigns(house.db, clock=lambda: NOW)
    with house.db.writing() as session:
        start_campaign(session, get_campaign(session, number), typed=3, by=BY, now=NOW)


def test_people_have_sixty_days_to_enrol(house):
    incident = incident_with(house, people(1))
    soon = Offer("Example Watch", "US", 24, "adult", (), (NOW + timedelta(days=59)).date())
    with pytest.raises(BadInput, match="less than 60 days"):
        pool_with(house, incident, ["A-1"], soon)


def test_a_reissued_code_makes_the_former_void_and_unused_ones_go_back(house):
    incident = incident_with(house, people(1))
    pool_with(house, incident, ["A-1", "A-2", "A-3"])
    campaign_for(house, incident)
    ((who, first),) = held(house, incident).items()
    with house.db.writing() as session:
        reissue_code(session, get_incident(session, incident), who, reason="lost", by=BY, now=NOW)
    ((_, second),) = held(house, incident).items()
    assert second != first
    with house.db.writing() as session:
        (pool,) = list_pools(session, incident)
        assert return_unused(session, pool, by=BY, now=NOW) == 1
        with pytest.raises(BadInput, match="more people than"):
            note_enrolled(session, pool, 3, by=BY, now=NOW)
        note_enrolled(session, pool, 1, by=BY, now=NOW)
        (stock,) = stocks(session, incident, selection=None, on=NOW.date())
    assert (stock.free, stock.drawn, stock.void, stock.need) == (0, 1, 2, 0)


def test_the_letter_says_the_code_where_it_has_a_place_for_one():
    letter = Letter("Subject", "<!--@ offer -->\nYour code: [[person.code]]\n", load_letters().words["en"])
    alex = Person(name="Alex Example").with_code("A-7")
    assert "Your code: A-7" in letter.render(alex, Addressee("self", "Alex Example")).text
