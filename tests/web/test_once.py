"""A form makes one deed, however often it is sent."""

import re

from responder import clock
from responder.intake.queries import get_incident, list_incidents
from responder.journal.queries import page
from responder.people.actions.forms import forget_forms
from tests.console.people import front_door, incident, kim, staffed_house

__all__ = ["front_door", "incident", "kim", "staffed_house"]


def token_on(answer):
    return re.search(r'name="once" value="([^"]+)"', answer.text)[1]


def said(house, number):
    with house.db.reading() as session:
        lines = page(session, get_incident(session, number).id, limit=1000).lines
        return [line["what"] for line in lines]


def test_a_double_click_makes_one_entry_and_leads_to_the_same_page(kim, incident, staffed_house):
    once = token_on(kim.get(f"/incidents/{incident}"))
    sent = [
        kim.post(f"/incidents/{incident}/timeline", text="Log server silent", once=once, next=f"/incidents/{incident}")
        for _ in range(2)
    ]
    assert said(staffed_house, incident).count("Log server silent") == 1
    assert sent[0].headers["Location"] == sent[1].headers["Location"] == f"/incidents/{incident}"
    assert "sent twice" in kim.get(f"/incidents/{incident}").text


def test_opening_an_incident_twice_with_one_form_leads_to_the_one_incident(kim, staffed_house):
    once = token_on(kim.get("/incidents/new"))
    fields = {"title": "Laptop left in a train", "kind": "real", "severity": "unrated", "once": once}
    first, second = (kim.post("/incidents/new", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with staffed_house.db.reading() as session:
        assert len(list_incidents(session)) == 1


def test_a_refused_form_may_be_sent_again(kim, incident, staffed_house):
    once = token_on(kim.get(f"/incidents/{incident}"))
    kim.post(f"/incidents/{incident}/timeline", status=422, text="", once=once)
    kim.post(f"/incidents/{incident}/timeline", text="Now with words", once=once)
    assert "Now with words" in said(staffed_house, incident)


def test_other_words_sent_from_a_page_gone_back_to_are_another_entry(kim, incident, staffed_house):
    once = token_on(kim.get(f"/incidents/{incident}"))
    for text in ("First", "Second"):
        kim.post(f"/incidents/{incident}/timeline", text=text, once=once)
    assert {"First", "Second"} <= set(said(staffed_house, incident))


def test_each_form_of_a_page_has_a_token_of_its_own(kim, incident):
    tokens = re.findall(r'name="once" value="([^"]+)"', kim.get(f"/incidents/{incident}").text)
    assert len(tokens) == len(set(tokens)) > 1


def test_the_same_form_of_two_people_is_two_deeds(kim, front_door, incident, staffed_house):
    once = token_on(kim.get(f"/incidents/{incident}"))
    for person in (kim, front_door.person("ray")):
        person.post(f"/incidents/{incident}/timeline", text="Seen", once=once)
    assert said(staffed_house, incident).count("Seen") == 2


def test_forms_are_forgotten_after_their_time(kim, incident, staffed_house):
    once = token_on(kim.get(f"/incidents/{incident}"))
    kim.post(f"/incidents/{incident}/timeline", text="Again", once=once)
    with staffed_house.db.writing() as session:
        forget_forms(session, before=clock.now())
    kim.post(f"/incidents/{incident}/timeline", text="Again", once=once)
    assert said(staffed_house, incident).count("Again") == 2
