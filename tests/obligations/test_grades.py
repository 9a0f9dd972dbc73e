"""Grades by a law's own scheme: settled only when nothing open could change them."""

from datetime import UTC, datetime

import pytest

from responder.errors import NotFound
from responder.facts.parse import facts_from_document
from responder.obligations.derive import derive
from responder.obligations.grades import assess, grade_document
from tests.obligations.incidents import LIBRARY, but

CHINA = {
    "format": "responder/facts/1",
    "incident": {"kinds": ["confidentiality"]},
    "events": {"awareness": "2026-11-24T10:00:00+08:00"},
    "organisation": {"role": "controller", "established_in": ["CN"], "timezone": "Asia/Shanghai",
                     "qualifies_as": ["cn-network-operator"]},
    "exposure": {"exfiltrated": True},
    "people": [{"where": "CN", "count": 1_200_000, "data": ["name", "phone"]}],
    "people_complete": True,
}  # fmt: skip
BANK = but(CHINA, organisation__established_in=["DE"], organisation__qualifies_as=["dora-financial-entity"])
QUIET = {
    "critical_services": True, "malicious_data_access": False, "clients": 10, "clients_percent": 1,
    "counterparts_percent": 0, "transactions_percent": 1, "reputation": False, "duration_minutes": 1440,
    "downtime_minutes": 120, "member_states": 1, "data_losses": False, "costs_eur": 100_000,
}  # fmt: skip


def graded(scheme, document, **options):
    return assess(scheme, facts_from_document(document, name="facts", library=LIBRARY), LIBRARY, **options)


def of_china(document, **answers):
    return but(document, regime_facts={"cn-cac-incident": answers})


def of_bank(**answers):
    return but(BANK, regime_facts={"eu-dora": {**QUIET, **answers}})


def test_a_grade_is_open_while_an_unknown_could_raise_it():
    grade = graded("cn-cac-incident", CHINA)
    assert (grade.answer, grade.at_least, grade.at_most) == (None, "relatively_major", "particularly_major")
    assert [each.id for each in grade.decided_by] == ["people_relatively_major"]
    assert {missing.fact for each in grade.undecided for missing in each.missing} == {
        "regime_facts.cn-cac-incident.direct_loss_cny",
        "regime_facts.cn-cac-incident.other_effect",
    }
    assert not grade.records


def test_a_grade_names_the_criterion_that_decided_and_what_adopting_it_records():
    grade = graded("cn-cac-incident", of_china(CHINA, direct_loss_cny=20_000_000, other_effect="none"))
    assert grade.answer == "major"
    assert [each.id for each in grade.decided_by] == ["loss_major"]
    assert grade.records == {"regime_facts.cn-cac-incident.grade": "major"}


@pytest.mark.parametrize(
    ("people", "answer"),
    [(999_999, "general"), (1_000_000, "relatively_major"), (9_999_999, "relatively_major"), (10_000_000, "major"),
     (100_000_000, "particularly_major")],
)  # fmt: skip
def test_a_number_that_reaches_the_limit_has_the_grade(people, answer):
    row = {"where": "CN", "count": people, "data": ["name", "phone"]}
    grade = graded("cn-cac-incident", of_china(but(CHINA, people=[row]), direct_loss_cny=0, other_effect="none"))
    assert grade.answer == answer


def test_a_range_of_people_that_straddles_the_limit_leaves_the_grade_open():
    row = {"where": "CN", "count": {"at_least": 900_000, "at_most": 1_100_000}, "data": ["name"]}
    grade = graded("cn-cac-incident", of_china(but(CHINA, people=[row]), direct_loss_cny=0, other_effect="none"))
    assert (grade.answer, grade.at_least, grade.at_most) == (None, "general", "relatively_major")


@pytest.mark.parametrize(
    ("importance", "loss", "harm", "answer"),
    [
        ("especially_important", "especially_severe", "general", "particularly_major"),
        ("important", "especially_severe", "general", "major"),
        ("especially_important", "severe", "general", "major"),
        ("ordinary", "especially_severe", "general", "relatively_major"),
        ("important", "severe", "general", "relatively_major"),
        ("ordinary", "severe", "general", "general"),
        ("ordinary", "minor", "major", "major"),
    ],
)
def test_gbt_20986_takes_object_and_loss_together_and_harm_alone(importance, loss, harm, answer):
    answers = {"object_importance": importance, "business_loss": loss, "social_harm": harm}
    assert graded("cn-gbt-20986", but(CHINA, regime_facts={"cn-gbt-20986": answers})).answer == answer


def test_gbt_20986_is_at_least_what_every_possible_object_would_give():
    answers = {"business_loss": "especially_severe", "social_harm": "general"}
    grade = graded("cn-gbt-20986", but(CHINA, regime_facts={"cn-gbt-20986": answers}))
    assert (grade.at_least, grade.at_most) == ("relatively_major", "particularly_major")


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ({}, "not_major"),
        ({"clients": 100_001}, "not_major"),
        ({"clients": 100_001, "clients_percent": 11}, "not_major"),
        ({"clients": 100_001, "costs_eur": 100_001}, "major"),
        ({"downtime_minutes": 121, "member_states": 2}, "major"),
        ({"malicious_data_access": True}, "major"),
        ({"malicious_data_access": True, "critical_services": False}, "not_major"),
    ],
)
def test_dora_needs_a_critical_service_and_a_malicious_access_or_two_thresholds(answers, answer):
    assert graded("eu-dora", of_bank(**answers)).answer == answer


def test_one_dora_threshold_met_and_one_open_is_open():
    open_costs = of_bank(clients=200_000)
    del open_costs["regime_facts"]["eu-dora"]["costs_eur"]
    grade = graded("eu-dora", open_costs)
    assert grade.answer is None
    assert [each.id for each in grade.undecided] == ["economic"]


def adopted_by_bank(grade):
    recorded = {key.rpartition(".")[2]: value for key, value in grade.records.items() if value != "now"}
    document = but(BANK, regime_facts={"eu-dora": recorded})
    return but(document, events__classification="2026-11-24T04:00:00+01:00") if len(grade.records) > 1 else document


@pytest.mark.parametrize(
    ("answers", "state"), [({"member_states": 2, "reputation": True}, "required"), ({}, "not_required")]
)
def test_an_adopted_dora_grade_settles_the_duty_to_report(answers, state):
    grade = graded("eu-dora", of_bank(**answers))
    facts = facts_from_document(adopted_by_bank(grade), name="facts", library=LIBRARY)
    found = derive(facts, LIBRARY, as_of=datetime(2026, 11, 24, 4, tzinfo=UTC), only={"eu-dora"})
    states = {each.duty: each.state for each in found}
    assert states["initial"] == state


def test_nis2_figures_bind_digital_services_and_the_directive_everybody():
    cloud = but(BANK, organisation__qualifies_as=["nis2-digital-provider"], regime_facts={
        "eu-nis2-ir-2024-2690": {"service": ["cloud"], "unavailable_minutes": 31}})  # fmt: skip
    grade = graded("eu-nis2-ir-2024-2690", cloud)
    assert grade.answer == "significant"
    assert [each.id for each in grade.decided_by] == ["service_cloud"]
    hospital = but(BANK, organisation__qualifies_as=["nis2-essential-entity"], regime_facts={
        "eu-nis2": {"severe_disruption": False, "considerable_damage": False}})  # fmt: skip
    assert graded("eu-nis2", hospital).answer == "not_significant"
    assert graded("eu-nis2", hospital).records == {"incident.significant": False}


HOSPITAL = {
    **but(CHINA, organisation__established_in=["US-OH"], organisation__qualifies_as=["hipaa-covered-entity"]),
    "people": [{"where": "US-OH", "count": 1, "data": ["name", "health_insurance_number"], "relation": "patient"}],
    "exposure": {"accessed": False, "acquired": False, "misused": False, "published": False, "exfiltrated": False,
                 "recipients": {"under_duty_of_secrecy": True, "deletion_confirmed": True}},
}  # fmt: skip


def test_hipaa_presumes_a_breach_until_all_four_factors_speak_against_it():
    mishap = but(HOSPITAL, incident__cause="human_error", incident__type="misdirected")
    assert graded("us-hipaa", mishap).answer == "low"
    viewed = graded("us-hipaa", but(mishap, exposure__accessed=True))
    assert viewed.answer == "to_be_weighed"
    assert [each.id for each in viewed.decided_by] == ["factor_3_viewed"]
    assert not viewed.records
    attacked = graded("us-hipaa", but(mishap, incident__cause="external_malicious", exposure__accessed=True))
    assert attacked.answer == "not_low"
    assert attacked.records == {"risk.judgements.hipaa-low-probability-of-compromise": False}
    unread = graded("us-hipaa", but(mishap, exposure__accessed=None))
    assert (unread.answer, unread.at_most) == (None, "to_be_weighed")


def test_a_scheme_for_others_says_so_and_offers_nothing_to_adopt():
    grade = graded("eu-dora", CHINA)
    assert grade.applies is False
    assert not grade.records


def test_every_scheme_is_said_in_chinese_too():
    for scheme in LIBRARY.grades:
        document = grade_document(graded(scheme, CHINA, lang="zh"), LIBRARY)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in document["until_settled"])
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in each["text"]) for each in document["criteria"])


def test_an_unknown_scheme_is_refused_with_those_that_there_are():
    with pytest.raises(NotFound, match="cn-cac-incident"):
        graded("cn-cac", CHINA)
