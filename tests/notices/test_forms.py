"""Every authority's form comes out as its fields in order: answered from facts, or asked of somebody."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

sys.path.insert(0, str(Path(__file__).parent))
from breach import EMPTY, facts, letters, library

from responder.books.forms import load_forms
from responder.errors import BadInput
from responder.notices import form_documents
from responder.notices.forms import OurRecord, fill
from tests.notices.test_every_duty import complete as every_fact

FORMS = load_forms(library())
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)

COMPLETE = every_fact()


def complete():
    return COMPLETE


def filled(form, known, *, stage=None, given=None, language=""):
    record = OurRecord("INC-2026-0001", stage or form.stages[0], NOW)
    return fill(form, known, record, library=library(), letters=letters(), given=given, language=language)


def field(made, name):
    return next(one for one in made.fields if one.field.id == name)


def stages():
    return [(form, stage) for form in FORMS.by_id.values() for stage in form.stages]


def test_all_forty_two_forms_are_on_the_shelf_with_all_their_fields():
    assert len(FORMS.by_id) == 42
    assert sum(len(form.fields) for form in FORMS.by_id.values()) == 788
    assert all(form.doubt for form in FORMS.by_id.values() if not form.verified)


@pytest.mark.parametrize(("form", "stage"), stages(), ids=lambda value: getattr(value, "id", value))
def test_with_complete_facts_every_form_renders_and_its_values_hold_against_its_schema(form, stage):
    made = filled(form, complete(), stage=stage)
    document = form_documents.to_document(made)
    schema = form_documents.schema_of(form, stage)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator({**schema, "required": []}).validate(json.loads(json.dumps(document["values"])))
    assert [one["id"] for one in document["fields"]] == [one.id for one in form.at(stage)]
    assert len(ET.fromstring(form_documents.to_xml(made))) == len(made.fields)
    assert form.name in form_documents.to_text(made)


@pytest.mark.parametrize(("form", "stage"), stages(), ids=lambda value: getattr(value, "id", value))
def test_with_empty_facts_every_form_names_every_gap_and_who_can_close_it(form, stage):
    made = filled(form, facts(EMPTY), stage=stage)
    for one in made.fields:
        if one.required != "no" and not one.answered:
            assert one.gap is not None, one.field.id
            assert one.gap.asks
            assert one.gap.who
        assert one.required != "yes" or one.answered or one.gap.blocks
    assert made.complete == all(one.answered for one in made.fields if one.required == "yes")


def test_a_choice_is_proposed_from_the_fact_and_the_facts_own_words_stand_beside_it():
    one = field(filled(FORMS.form("uk-ico"), complete()), "cyber_incident")
    assert one.text == "yes"
    assert one.said == letters().words_of("en").choices["incident.cause"]["external_malicious"]


def test_what_no_choice_says_is_left_to_a_person_with_the_choices_named():
    made = filled(FORMS.form("uk-ico"), complete())
    one = field(made, "subjects_told")
    assert not one.answered
    assert one.said
    assert one.gap is not None
    assert "one of: told / about to tell" in form_documents.to_text(made)


def test_a_persons_answer_wins_over_the_facts():
    made = filled(FORMS.form("uk-ico"), complete(), given={"what_happened": "A tape was lost."})
    assert field(made, "what_happened").text == "A tape was lost."
    assert field(made, "what_happened").given


def test_instants_are_rfc_3339_for_programs_and_local_with_utc_beside_for_people():
    one = field(filled(FORMS.form("eu-edpb-template"), complete()), "awareness_datetime")
    assert one.value == "2026-06-13T04:10:00+02:00"
    assert one.text == "13 Jun 2026, 04:10 CEST (02:10 UTC)"


def test_a_form_counts_the_people_of_its_regime_and_all_people_where_it_asks_for_all():
    made = filled(FORMS.form("us-tx-ag"), complete())
    assert not field(made, "texans_affected").answered
    made = filled(FORMS.form("us-me-ag"), complete())
    assert field(made, "total_persons").value == {"at_least": 4992, "at_most": 5242, "estimate": 5112}


def test_a_chinese_form_is_answered_in_chinese():
    made = filled(FORMS.form("cn-cac-article7"), complete())
    assert made.language == "zh"
    assert letters().words_of("zh").choices["incident.type"]["web_intrusion"] in form_documents.to_text(made)


def test_a_form_is_offered_where_its_place_lies_and_nowhere_else():
    words = library().words
    german = {form.id for form in FORMS.of_regime("eu-gdpr", words.place("DE-BW").within)}
    assert "de-lfdi-bw" in german
    assert "eu-edpb-template" in german
    assert "fr-cnil" not in german


def test_a_stage_that_a_form_does_not_have_is_refused_with_those_it_has():
    with pytest.raises(BadInput) as refused:
        filled(FORMS.form("us-ftc-safeguards"), complete(), stage="final")
    assert refused.value.expected == "initial"
