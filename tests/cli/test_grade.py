"""`responder grade`: which grade a law's own scheme gives, by what, and what is open."""

import json

import pytest
from click.testing import CliRunner

from responder.cli import responder

BANK = """
format: responder/facts/1
incident: {kinds: [availability]}
events: {awareness: 2026-11-24T10:00:00+01:00}
organisation: {role: controller, established_in: [DE], main_establishment: DE, qualifies_as: [dora-financial-entity]}
regime_facts: {eu-dora: {critical_services: true, malicious_data_access: false, clients: 200000, costs_eur: 300000}}
people: []
people_complete: true
"""


@pytest.fixture
def facts(tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text(BANK, encoding="utf-8")
    return str(file)


def run(*arguments, **options):
    return CliRunner().invoke(responder, ["grade", *arguments], **options)


def test_the_answer_names_the_criteria_that_decided_and_what_to_record(facts):
    ran = run("eu-dora", facts)
    assert ran.exit_code == 0
    assert "Grade: major" in ran.stdout
    assert "+ costs and losses above EUR 100,000" in ran.stdout
    assert "regime_facts.eu-dora.classified_not_major: false" in ran.stdout
    assert "? more than 30 %" not in ran.stdout


def test_an_open_grade_says_between_what_it_lies_and_who_could_settle_it(facts):
    ran = run("us-hipaa", facts, input="")
    assert "Grade not settled" in ran.stdout
    assert "A breach is presumed" in ran.stdout
    assert "This scheme is for others" in ran.stdout
    assert "To adopt it" not in ran.stdout


def test_scripts_get_one_document_in_the_language_they_ask_for(facts):
    document = json.loads(run("eu-dora", facts, "--json", "--lang", "zh").stdout)
    assert (document["format"], document["answer"]) == ("responder/grade/1", "major")
    assert document["names"]["major"] == "重大"
    assert document["decided_by"] == ["critical_services", "clients", "economic"]


def test_without_arguments_the_schemes_are_listed():
    assert [entry["id"] for entry in json.loads(run("--json").stdout)] == [
        "cn-cac-incident", "cn-gbt-20986", "eu-dora", "eu-nis2", "eu-nis2-ir-2024-2690", "us-hipaa",
    ]  # fmt: skip
    assert "eu-nis2-ir-2024-2690" in run().stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["eu-dorra", "-"], "there is no grading scheme"), (["eu-dora"], "the facts file is missing"),
     (["eu-dora", "-", "--entity", "x"], "there is no entity")],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_what_there_is(arguments, said):
    ran = run(*arguments, input=BANK)
    assert ran.exit_code == 2
    assert said in ran.output
