"""What to find out next."""

from responder.facts.parse import facts_from_document
from responder.obligations.derive import derive
from responder.obligations.questions import questions
from tests.obligations.incidents import CALIFORNIA, GERMANY, LIBRARY, NOW, but

HERE = {"us-ca", "eu-gdpr", "uk-gdpr", "cn-pipl", "us-hipaa"}


def asked(document):
    facts = facts_from_document(document, name="facts", library=LIBRARY)
    return questions(facts, LIBRARY, derive(facts, LIBRARY, as_of=NOW, only=HERE))


def test_the_question_that_settles_most_comes_first_in_both_languages_with_who_can_answer():
    first = asked(but(GERMANY, risk=None))[0]
    assert first.fact == "risk.level"
    assert first.choices == ("unlikely", "risk", "high")
    assert set(first.text) == {"en", "zh"}
    assert first.who == ("privacy",)
    assert first.settles >= 3


def test_where_people_live_is_asked_before_anything_else():
    assert asked({"format": "responder/facts/1"})[0].fact == "people"
    assert asked(but(CALIFORNIA, people=[{"where": "unknown", "count": 3}]))[0].fact == "people.where"


def test_a_finding_that_would_lift_a_duty_is_asked_for_after_what_is_open():
    china = but(GERMANY, people=[{"where": "CN", "count": 3, "data": ["name"]}], organisation__qualifies_as=[])
    facts = [question.fact for question in asked(china)]
    assert "risk.judgements.cn-pipl-harm-effectively-avoided" in facts


def test_nothing_is_asked_that_was_answered():
    settled = but(CALIFORNIA, organisation__qualifies_as=[], organisation__main_establishment="US-CA")
    assert asked(settled) == []
