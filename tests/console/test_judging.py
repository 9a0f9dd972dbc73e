"""Judging: each law's test in its own words, answered by a person for a part of the incident, with a reason."""

from responder.facts.queries import document
from responder.intake.queries import get_incident
from responder.obligations.queries import current
from tests.console.people import complaints, record, seen

FLORIDA = [{"where": "US-FL", "count": 900, "data": ["name", "ssn"]}]
KNOWN = {"people": FLORIDA, "people_complete": True, "exposure.encrypted": False, "exposure.form": "electronic"}
TEST = "us-fl-harm"


def known(house, number):
    with house.db.reading() as session:
        return document(session, get_incident(session, number))


def state_of(house, number, duty):
    with house.db.reading() as session:
        return next(each.state for each in current(session, get_incident(session, number).id) if each.duty == duty)


def test_a_test_is_asked_in_the_words_of_its_law(kim, incident, staffed_house):
    record(staffed_house, incident, **KNOWN)
    page = kim.get(f"/incidents/{incident}/judging")
    question = staffed_house.library.judgements[TEST].question["en"]
    assert question in seen(page)
    assert "/law/us-fl" in page.text


def test_an_answer_feeds_the_facts_with_scope_reason_and_author(kim, incident, staffed_house):
    record(staffed_house, incident, **KNOWN)
    assert state_of(staffed_house, incident, "us-fl-individuals") == "required"
    page = kim.post(
        f"/incidents/{incident}/judging/tests/{TEST}", answer="false", scope="where:US-FL",
        reason="The investigation found no harm likely", follow=True,
    )  # fmt: skip
    said = known(staffed_house, incident)["risk"]["judgements"]
    assert [(each["test"], each["answer"], each["scope"]) for each in said] == [(TEST, False, {"where": "US-FL"})]
    assert said[0]["reason"] == "The investigation found no harm likely"
    assert state_of(staffed_house, incident, "us-fl-individuals") == "not_required"
    assert "Florida" in seen(page)
    assert "Kim (commander)" in seen(page)


def test_a_new_answer_replaces_the_former_one_of_the_same_part(kim, incident, staffed_house):
    record(staffed_house, incident, **KNOWN)
    for answer in ("false", "true"):
        kim.post(f"/incidents/{incident}/judging/tests/{TEST}", answer=answer, scope="all", reason="Looked again")
    assert [each["answer"] for each in known(staffed_house, incident)["risk"]["judgements"]] == [True]
    kim.post(f"/incidents/{incident}/judging/tests/{TEST}", answer="unknown", scope="all", reason="Not sure any more")
    assert known(staffed_house, incident)["risk"]["judgements"] == []


def test_a_judgement_needs_a_reason(kim, incident, staffed_house):
    record(staffed_house, incident, **KNOWN)
    answer = kim.post(f"/incidents/{incident}/judging/tests/{TEST}", 422, answer="false", scope="all", reason="")
    assert "Fill this in." in complaints(answer)
    assert "judgements" not in known(staffed_house, incident)["risk"]


def test_the_level_of_risk_is_recorded_with_its_reason(kim, incident, staffed_house):
    record(staffed_house, incident)
    page = kim.post(
        f"/incidents/{incident}/judging/level", level="unlikely", reason="Strong encryption, key safe", follow=True
    )
    assert "Strong encryption, key safe" in seen(page)
    assert known(staffed_house, incident)["risk"]["level"] == "unlikely"


def test_who_only_reads_judges_nothing(odo, incident, staffed_house):
    record(staffed_house, incident, **KNOWN)
    assert "Record this judgement" not in seen(odo.get(f"/incidents/{incident}/judging"))
    odo.post(f"/incidents/{incident}/judging/level", 403, level="high", reason="No")
