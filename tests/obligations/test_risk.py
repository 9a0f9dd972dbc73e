"""Advice on risk: never less than the authorities concluded, and why where it is more."""

import json

import pytest

from responder.books.advice import load_advice
from responder.facts.parse import facts_from_document
from responder.obligations.precedents import level_of, precedent_facts
from responder.obligations.risk import LEVELS, advise, risk_document
from tests.obligations.incidents import LIBRARY, owed

ADVICE = load_advice(LIBRARY)
EXAMPLES = [precedent for precedent in ADVICE.precedents if not precedent.rule]
SETTLED = [precedent for precedent in EXAMPLES if level_of(precedent)]
RULES = [precedent for precedent in ADVICE.precedents if precedent.rule]
MORE = {"fr-hr-file", "pl-toyota-bank", "dpc-abandoned-files"}  # whether people had to be told, these do not say


def advice_for(facts, *, lang="en"):
    return advise(facts, LIBRARY, ADVICE, lang=lang)


def told(**sections):
    return advice_for(facts_from_document({"format": "responder/facts/1", **sections}, name="facts", library=LIBRARY))


@pytest.mark.parametrize("precedent", SETTLED, ids=[precedent.id for precedent in SETTLED])
def test_it_advises_what_the_authority_concluded_or_more_with_a_reason(precedent):
    risk = advice_for(precedent_facts(precedent, LIBRARY))
    concluded = level_of(precedent)
    if precedent.id not in MORE:
        assert risk.level == concluded, risk.reasons
    else:
        assert LEVELS.index(risk.level) > LEVELS.index(concluded)
        assert any(reason.facts for reason in risk.reasons)


@pytest.mark.parametrize("precedent", RULES, ids=[precedent.id for precedent in RULES])
def test_a_rule_without_facts_leaves_the_level_open_and_says_to_do_as_with_a_risk(precedent):
    risk = advice_for(precedent_facts(precedent, LIBRARY))
    assert risk.level == "unknown"
    assert "do as with a risk" in risk.reasons[0].text


# One or two facts differ, and the answer with them.
SPREADSHEET = {
    "incident": {"kinds": ["confidentiality"], "cause": "human_error"},
    "people": [{"where": "DE", "count": 24, "data": ["name", "email", "transaction"]}],
}


@pytest.mark.parametrize(
    ("recipients", "level"),
    [
        ({"known": True, "trusted": True, "deletion_confirmed": True}, "unlikely"),
        ({"known": True, "trusted": True, "under_duty_of_secrecy": True}, "unlikely"),
        ({"known": True, "trusted": True}, "risk"),
        ({"known": True, "trusted": False, "deletion_confirmed": True}, "risk"),
        ({"known": True}, "risk"),
    ],
)
def test_a_declaration_of_deletion_helps_only_from_a_recipient_who_can_be_trusted(recipients, level):
    assert told(**SPREADSHEET, exposure={"recipients": recipients}).level == level


RANSOMWARE = {
    "incident": {"kinds": ["availability"], "cause": "external_malicious", "type": "ransomware"},
    "people": [{"where": "DE", "count": 60, "data": ["name", "address"]}],
}


@pytest.mark.parametrize(
    ("exposure", "level"),
    [
        ({"exfiltrated": False, "backup": {"restored_within_hours": 12}, "service_impact": "none"}, "unlikely"),
        ({"exfiltrated": False, "backup": {"restored_within_hours": 120}, "service_impact": "minor"}, "risk"),
        ({"exfiltrated": False, "backup": {"restored_within_hours": 12}, "service_impact": "major"}, "high"),
        ({"backup": {"restored_within_hours": 12}, "service_impact": "none"}, "high"),
    ],
)
def test_time_to_restore_and_the_effect_on_people_decide_after_ransomware(exposure, level):
    assert told(**RANSOMWARE, exposure=exposure).level == level


@pytest.mark.parametrize(
    ("exposure", "level"),
    [
        ({"encrypted": True, "key_compromised": False}, "unlikely"),
        ({"encrypted": True}, "high"),
        ({"encrypted": True, "key_compromised": True}, "high"),
        ({"encrypted": True, "key_compromised": False, "misused": True}, "high"),
        ({"encrypted": True, "key_compromised": False, "encryption": {"broken_by_credentials": True}}, "high"),
    ],
)
def test_encryption_lifts_the_risk_only_while_the_key_is_safe(exposure, level):
    people = [{"where": "DE", "count": 1200, "data": ["name", "passport"]}]
    assert told(incident={"kinds": ["confidentiality"], "cause": "loss_theft"}, exposure=exposure, people=people).level == level


@pytest.mark.parametrize(
    ("where", "count", "level"), [("JP", 1001, "high"), ("JP", 1000, "risk"), ("SG", 1001, "risk"), ("SG", 600, "risk")]
)
def test_what_one_country_says_counts_for_its_people_alone(where, count, level):
    people = [{"where": where, "count": count, "data": ["email", "phone"]}]
    assert told(incident={"kinds": ["confidentiality"], "cause": "technical_error"}, people=people).level == level


def test_several_parts_come_to_the_highest_and_say_which_part_it_is():
    risk = told(
        incident={"kinds": ["confidentiality"], "cause": "technical_error"},
        people=[
            {"where": "DE", "count": 60000, "data": ["email"]},
            {"where": "FR", "count": 12, "data": ["name", "passport"]},
        ],
    )
    assert risk.level == "high"
    assert risk.reasons[0].text.startswith("France: ")


def test_a_list_of_data_said_to_be_incomplete_lifts_nothing():
    swapped = {
        "incident": {"kinds": ["confidentiality"], "cause": "human_error"},
        "exposure": {"recipients": {"known": True, "count": 2}},
        "people": [{"where": "DE", "count": 2, "data": ["name", "address", "transaction"]}],
    }
    assert told(**swapped).level == "unlikely"
    assert told(**swapped, people_complete=False).level == "risk"


def test_what_is_missing_is_asked_for_with_who_can_answer():
    facts = facts_from_document({"format": "responder/facts/1", **SPREADSHEET}, name="facts", library=LIBRARY)
    document = risk_document(advice_for(facts), LIBRARY, ADVICE)
    asked = {missing["fact"]: missing for missing in document["missing"]}
    assert asked["exposure.recipients.trusted"]["who"]
    assert asked["exposure.encrypted"]["question"].endswith(")")


def test_the_document_has_the_shape_that_others_rely_on():
    facts = facts_from_document({"format": "responder/facts/1", **RANSOMWARE}, name="facts", library=LIBRARY)
    document = json.loads(json.dumps(risk_document(advice_for(facts), LIBRARY, ADVICE)))
    assert list(document) == ["format", "level", "reasons", "enisa", "precedents", "missing"]
    assert document["format"] == "responder/risk/1"
    assert set(document["enisa"]) == {"dpc", "ei", "cb", "score", "band", "inputs"}
    assert set(document["reasons"][0]) == {"text", "facts"}
    for near in document["precedents"]:
        assert set(near) == {"id", "title", "alike", "differs", "concluded", "source"}
        assert set(near["concluded"]) == {"authority", "individuals"}


def test_an_example_known_from_memory_alone_says_so():
    courier = next(precedent for precedent in EXAMPLES if precedent.id == "ico-ex-courier")
    document = risk_document(advice_for(precedent_facts(courier, LIBRARY)), LIBRARY, ADVICE)
    assert "from memory" in next(near for near in document["precedents"] if near["id"] == courier.id)["source"]


def test_it_speaks_chinese():
    facts = facts_from_document({"format": "responder/facts/1", **RANSOMWARE}, name="facts", library=LIBRARY)
    document = risk_document(advice_for(facts, lang="zh"), LIBRARY, ADVICE, lang="zh")
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in reason["text"]) for reason in document["reasons"])
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in near["title"]) for near in document["precedents"])


def test_obligations_never_read_the_advice():
    high = {
        "format": "responder/facts/1",
        "incident": {"kinds": ["confidentiality"]},
        "events": {"awareness": "2026-06-11T15:30:00+02:00"},
        "organisation": {"role": "controller", "established_in": ["DE"], "main_establishment": "DE"},
        "people": [{"where": "DE", "count": 12, "data": ["name", "passport"]}],
    }
    assert advice_for(facts_from_document(high, name="facts", library=LIBRARY)).level == "high"
    assert owed(high)["authority-initial", "DE"].state == "undetermined"
