"""ENISA's severity score: the arithmetic as published, and what goes into it."""

import pytest

from responder.books.advice import load_advice
from responder.facts.parse import facts_from_document
from responder.obligations.severity import band_of, clamped, score_of, severity_of
from responder.obligations.weighing import Weighing
from tests.obligations.incidents import LIBRARY

ADVICE = load_advice(LIBRARY)
TABLES = ADVICE.severity


@pytest.mark.parametrize(
    ("dpc", "ei", "circumstances", "score", "band"),
    [
        (1, 0.25, (0, 0, 0, 0), 0.25, "low"),
        (1, 1, (0.5, 0, 0, 0), 1.5, "low"),
        (1, 1, (0.5, 0, 0, 0.5), 2.0, "medium"),
        (2, 1, (0, 0, 0, 0), 2.0, "medium"),
        (3, 1, (0, 0, 0, 0), 3.0, "high"),
        (4, 0.75, (0, 0, 0, 0), 3.0, "high"),
        (4, 1, (0, 0, 0, 0), 4.0, "very_high"),
        (4, 1, (0.5, 0.5, 0.5, 0.5), 6.0, "very_high"),
        (4, 0.25, (0.5, 0, 0, 0.5), 2.0, "medium"),
        (3, 0.75, (0.25, 0, 0.25, 0), 2.75, "medium"),
        (2, 0.75, (0.25, 0, 0, 0.5), 2.25, "medium"),
        (4, 0.5, (0.5, 0, 0.25, 0.5), 3.25, "high"),
        (1, 1, (0.25, 0.25, 0.25, 0.5), 2.25, "medium"),
    ],
)
def test_the_score_and_its_band_are_those_of_the_formula(dpc, ei, circumstances, score, band):
    assert score_of(dpc, ei, circumstances) == score
    assert band_of(score, TABLES.bands) == band


@pytest.mark.parametrize(("base", "steps", "score"), [(1, -1, 1), (1, 3, 4), (3, 1, 4), (4, -3, 1), (4, 2, 4)])
def test_context_moves_in_whole_steps_and_stays_within_one_and_four(base, steps, score):
    assert clamped(base + steps, TABLES) == score


def scored(*, row, kinds=("confidentiality",), **sections):
    document = {"format": "responder/facts/1", "people": [{"where": "DE", **row}], **sections}
    facts = facts_from_document(document, name="facts", library=LIBRARY)
    weighing = Weighing(facts, LIBRARY, ADVICE)
    return severity_of(weighing, weighing.view(facts.segments[0]), kinds, "en")


def test_each_input_is_shown_with_its_reason():
    score = scored(
        row={"count": 5000, "data": ["name", "dob", "medical"], "relation": "patient"},
        kinds=("availability",),
        incident={"kinds": ["availability"], "cause": "external_malicious"},
        exposure={"backup": {"restored_within_hours": 24}, "service_impact": "minor"},
    )
    assert (score.dpc, score.ei, score.cb, score.score, score.band) == (4, 1, 0.75, 4.75, "very_high")
    said = {(each.criterion, each.id): (each.value, each.text) for each in score.inputs}
    assert said["dpc", "sensitive"] == (4, "sensitive data: Medical information")
    assert said["cb.availability", "for_a_time"] == (0.25, "out of reach for a time")
    assert said["cb.malicious_intent", "deliberate"] == (0.5, "done on purpose")
    assert said["flag", "more_than_100"][0] is None


def test_sign_in_data_counts_as_the_data_it_stands_beside():
    assert scored(row={"data": ["email", "online_credentials"]}).dpc == 1
    assert scored(row={"data": ["payment_card", "online_credentials"]}).dpc == 3


def test_what_makes_data_telling_raises_and_what_makes_it_dull_lowers_the_context():
    assert scored(row={"data": ["name"]}, risk={"context": ["special_controller"]}).dpc == 2
    assert scored(row={"data": ["medical"]}, risk={"context": ["reveals_little", "inaccurate"]}).dpc == 2
    assert scored(row={"data": ["name"], "vulnerable": ["children"]}).dpc == 2


def test_encryption_is_a_flag_beside_the_score_and_no_part_of_it():
    plain = scored(row={"data": ["name", "email"]})
    locked = scored(row={"data": ["name", "email"]}, exposure={"encrypted": True, "key_compromised": False})
    assert plain.score == locked.score
    assert "unintelligible" in {each.id for each in locked.inputs}


def test_without_knowing_the_data_there_is_no_score():
    score = scored(row={"count": 10})
    assert (score.dpc, score.score, score.band) == (None, None, None)
    assert score.ei == 1
