"""Authorities' forms on the command line: which there are, filled in order, what is missing, as text, JSON and XML."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

FACTS = Path(__file__).parents[1] / "notices" / "breach.yaml"


@pytest.fixture
def told(home):
    home.staffed()
    home.number = home.open_incident()
    home.run("incident", "record", home.number, "--file", FACTS)
    return home


def test_the_forms_of_the_authorities_owed_are_listed(told):
    rows = json.loads(told.run("notice", "forms", told.number, "--json").stdout)
    offered = {row["form"]: row for row in rows}
    assert {"eu-edpb-template", "uk-ico", "us-ca-ag"} <= set(offered)
    assert "fr-cnil" not in offered
    assert len(json.loads(told.run("notice", "forms", told.number, "--all", "--json").stdout)) == 42


def test_a_form_comes_out_in_order_with_its_gaps_and_who_can_close_them(told):
    said = told.run("notice", "form", told.number, "uk-ico").stdout
    assert said.index("Caused by a cyber incident") < said.index("Categories of people")
    assert "⟦What happened, in two or three short sentences in English? – communications⟧" in said
    document = json.loads(told.run("notice", "form", told.number, "uk-ico", "--json").stdout)
    assert document["format"] == "responder/filled-form/1"
    assert document["values"]["cyber_incident"] == "yes"
    assert not document["complete"]
    assert len(ET.fromstring(told.run("notice", "form", told.number, "uk-ico", "--xml").stdout)) == 31


def test_answers_that_no_fact_holds_come_from_a_file(told, tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text("case_reference: IC-1\n")
    said = told.run("notice", "form", told.number, "uk-ico", "--answers", answers, "--json").stdout
    assert json.loads(said)["values"]["case_reference"] == "IC-1"
    answers.write_text("case_referense: IC-1\n")
    refused = told.run("notice", "form", told.number, "uk-ico", "--answers", answers, exit_code=2)
    assert "has no field 'case_referense'" in refused.stderr


def test_what_is_not_on_the_shelf_is_refused_with_what_there_is(told):
    assert "uk-ico" in told.run("notice", "form", told.number, "uk-iko", exit_code=2).stderr
    said = told.run("notice", "form", told.number, "us-ftc-safeguards", "--stage", "final", exit_code=2).stderr
    assert "has no stage 'final'" in said
    said = told.run("notice", "form", told.number, "uk-ico", "--language", "xx", exit_code=2).stderr
    assert "cannot be said" in said
