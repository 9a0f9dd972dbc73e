"""Grades: each scheme by its own criteria, what decided, what is open and who can say; a person adopts it."""

import pytest

from responder.facts.queries import document
from responder.intake.queries import get_incident
from tests.console.people import complaints, record, seen

BANK = {"organisation.qualifies_as": ["dora-financial-entity"], "events.detected": "2026-11-20T09:00:00+01:00"}
SCHEME = "eu-dora"


def known(house, number):
    with house.db.reading() as session:
        return document(session, get_incident(session, number))


def settled(house, number):
    """Everything DORA's classification asks for is answered: it is not major."""
    library = house.library
    said = {}
    for key, fact in library.facts.items():
        if key.startswith(f"regime_facts.{SCHEME}."):
            said[key] = False if fact.type == "boolean" else fact.choices[0] if fact.choices else 0
    record(house, number, **BANK, **said)


def test_every_scheme_of_the_library_can_be_read_before_anything_is_known(odo, incident, staffed_house):
    page = seen(odo.get(f"/incidents/{incident}/grading"))
    for scheme in staffed_house.library.grades:
        one = seen(odo.get(f"/incidents/{incident}/grading/{scheme}"))
        assert "Every criterion, one by one" in one
    assert "it may still be" in page


def test_an_open_grade_names_what_would_settle_it_and_who_can_say(odo, incident, staffed_house):
    record(staffed_house, incident, **BANK)
    page = odo.get(f"/incidents/{incident}/grading/{SCHEME}")
    assert "What would settle it" in seen(page)
    assert "Who can answer:" in seen(page)
    assert f"/incidents/{incident}/facts/regime_facts.{SCHEME}." in page.text


def test_a_settled_grade_says_what_decided_and_is_adopted_with_a_reason(kim, incident, staffed_house):
    settled(staffed_house, incident)
    address = f"/incidents/{incident}/grading/{SCHEME}"
    page = seen(kim.get(address))
    assert "Not settled" not in page
    assert "It records:" in page
    assert "Fill this in." in complaints(kim.post(address, 422, reason=""))
    kim.post(address, reason="Below every threshold")
    facts = known(staffed_house, incident)
    assert "classification" in facts["events"] or any("classif" in key for key in facts["regime_facts"][SCHEME])


def test_an_open_grade_cannot_be_adopted(kim, incident, staffed_house):
    record(staffed_house, incident, **BANK)
    kim.post(f"/incidents/{incident}/grading/{SCHEME}", 409, reason="It feels major")


def test_a_scheme_for_others_stands_apart(odo, incident, staffed_house):
    record(staffed_house, incident, **{"organisation.qualifies_as": []})
    assert "Schemes that are for others" in seen(odo.get(f"/incidents/{incident}/grading"))


def test_there_is_no_scheme_of_that_name(odo, incident):
    odo.get(f"/incidents/{incident}/grading/astrology", status=404)


@pytest.mark.parametrize("language", ["zh"])
def test_grades_are_read_in_chinese(odo, incident, staffed_house, language):
    record(staffed_house, incident, **BANK)
    odo.post("/preferences/language", language=language, next="/")
    assert "逐项" in seen(odo.get(f"/incidents/{incident}/grading/{SCHEME}"))
