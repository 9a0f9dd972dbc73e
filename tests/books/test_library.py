"""The shelf of laws, read whole."""

import shutil

import pytest

from responder.books.checks import differences, remarks, stale_duties
from responder.books.library import load_library, shelf
from responder.errors import BadInput

LAW_WORDS = [
    "awareness",
    "discovery",
    "determination",
    "individual_notice_required",
    "detection",
    "discovery_or_notification",
    "concurrent_with_individual_notice",
    "after_initial",
    "occurrence",
    "after_initial_submission",
    "individual_notice_sent",
    "handling_completed",
    "payment_made",
    "reasonable_determination",
    "determination_or_reason_to_believe",
    "before_individual_notice",
    "knows_or_has_reason_to_know",
    "after_incident_notification",
    "new_material_information",
    "before_transfer",
    "end_of_calendar_year_of_discovery",
    "reasonable_belief",
    "determination_of_breach_and_likely_harm",
    "determination_of_misuse",
    "hhs_notified",
    "on_request",
    "authority_order",
    "record_creation",
    "receipt_by_authority",
    "previous_audit",
    "previous_report",
    "after_oral_report",
    "determination_of_misuse_or_possible_misuse",
    "materiality_determination",
    "missing_information_determined_or_available",
    "substantial_new_information",
    "annual_february_1",
    "seven_full_business_days_after_agency_notice",
    "identification",
    "after_report_number_issued",
    "detection_or_suspicion",
    "any_time",
    "per_state_breach_law",
    "before_relying_on_no_harm_exemption",
    "determination_of_likely_harm",
    "aware_of_breach_and_scope_identified",
    "named_by_ocabr",
    "circumstances_requiring_notice_discovered",
    "discovery_or_reason_to_believe",
    "confirmation_and_notice_facts_known",
    "learning_of_acquisition",
    "classification",
    "after_latest_intermediate",
    "measure_available",
    "after_early_warning",
    "calendar_year_end",
    "merger_division_dissolution_or_bankruptcy",
    "merger_division_or_dissolution",
    "order",
    "end_of_service",
    "before_end_of_business",
    "liquidation_group_formed",
    "dissolution_or_bankruptcy",
    "day_after_awareness",
    "recovery_completed",
    "notification",
    "rolling",
    "suspicion",
    "payment_or_awareness_of_payment",
    "disruption_outside_tolerance",
]


def test_every_word_by_which_laws_start_a_clock_means_something_here():
    words = load_library().words
    assert len(LAW_WORDS) == 70
    assert [word for word in LAW_WORDS if word not in words.words and word not in words.events] == []
    named = {
        name for start in words.words.values() if start.how not in {"date", "none", "filing"} for name in start.names
    }
    assert named <= set(words.events)
    assert {kin for event in words.events.values() for kin in (*event.kin, *event.last_resort)} <= set(words.events)


def test_places_contain_one_another():
    words = load_library().words
    within = {place: words.place(place).within for place in ("US-CA", "DE", "DE-BY", "NO", "AE-DIFC", "FR-75")}
    assert "US" in within["US-CA"]
    assert {"EU", "EEA"} <= within["DE"]
    assert "EEA" in within["DE-BY"]
    assert "EU" not in within["NO"]
    assert "AE" in within["AE-DIFC"]
    assert "FR" in within["FR-75"]
    assert words.place("US-XX") is None
    assert words.place("Germany") is None


def test_the_hash_of_the_library_changes_with_any_file_in_it(tmp_path):
    copy = tmp_path / "notices"
    shutil.copytree(shelf(), copy)
    before = load_library(copy).sha256
    assert before == load_library(shelf()).sha256
    (copy / "us-ca" / "us-ca-ag.en.md").write_text("A letter.\n", encoding="utf-8")
    assert load_library(copy).sha256 != before


def test_a_firms_own_shelf_lies_over_ours(tmp_path):
    own = tmp_path / "own"
    text = (shelf() / "uk-gdpr" / "regime.yaml").read_text(encoding="utf-8")
    (own / "house-rule").mkdir(parents=True)
    (own / "house-rule" / "regime.yaml").write_text(text.replace("id: uk-gdpr", "id: house-rule"), encoding="utf-8")
    library = load_library(overlay=own)
    assert {"house-rule", "uk-gdpr"} <= set(library.regimes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  recipient: regulator\n", "  recipient: regulater\n", "Did you mean regulator"),
        ("{people: {more_than: 500}", "{people: {more_then: 500}", "a number to compare with is missing"),
        ("{fact: exposure.acquired, is: true", "{fact: exposure.aquired, is: true", "Did you mean exposure.acquired"),
        ("with_name: [ssn,", "with_name: [sss,", "Did you mean ssn"),
        ("{event: discovery}", "{event: discovry}", "the event 'discovry' is not known"),
        ("place: US-CA", "place: US-KA", "the place 'US-KA' is not known"),
        ("zone: America/Los_Angeles", "zone: America/Los_Angelos", "the time zone"),
        ("filing: us-ca-individuals", "filing: us-ca-people", "the duty 'us-ca-people' is not in this file"),
        ("channels: [online_portal]", "channels: [pigeon]", "the channel 'pigeon' is not known"),
        (
            "content: [sample_copy_of_notice_without_personal_data]",
            "content: [sample]",
            "the content 'sample' is not known",
        ),
        ("reach: people", "reech: people", "Did you mean reach"),
    ],
)
def test_a_mistake_in_a_regime_is_told_with_its_line_and_the_nearest_word(tmp_path, old, new, said):
    text = (shelf() / "us-ca" / "regime.yaml").read_text(encoding="utf-8")
    at = text.index(old)
    copy = tmp_path / "notices"
    shutil.copytree(shelf() / "_shared", copy / "_shared")
    (copy / "us-ca").mkdir()
    (copy / "us-ca" / "regime.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    library = load_library(copy, strict=False)
    first = library.problems[0]
    assert said in str(first)
    assert first.file == "us-ca/regime.yaml"
    assert first.line is not None
    if "filing" not in new:
        assert abs(first.line - (text.count("\n", 0, at) + 1)) <= 1
    with pytest.raises(BadInput):
        load_library(copy)


def test_every_regime_has_review_date_sources_citations_and_two_examples():
    library = load_library()
    problems = [str(problem) for regime in library.regimes.values() for problem in remarks(regime, library.words)]
    assert problems == []
    assert all(len(regime.examples) >= 2 for regime in library.regimes.values())


def test_a_difference_between_two_shelves_names_regime_duty_and_field(tmp_path):
    copy = tmp_path / "notices"
    shutil.copytree(shelf(), copy)
    file = copy / "us-ca" / "regime.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("{more_than: 500}", "{at_least: 500}"), encoding="utf-8")
    shutil.rmtree(copy / "cn-pipl")
    found = differences(load_library(), load_library(copy))
    assert {"change": "removed", "regime": "cn-pipl", "duty": None, "fields": []} in found
    assert any(entry["duty"] == "us-ca-ag" and "when" in entry["fields"] for entry in found)


def test_what_is_due_for_review_is_named():
    library = load_library()
    regime = library.regimes["us-ca"]
    assert stale_duties(regime, regime.review_by) is None
    late = stale_duties(regime, regime.review_by.replace(year=regime.review_by.year + 1))
    assert late is not None
    assert late["overdue"]
