"""Authorities' forms in the browser: offered by what is owed, filled in order, gaps that lead to the question."""

import pytest

from responder import clock, flow
from responder.intake.queries import get_incident
from responder.people.queries import get_account
from tests.console.people import seen
from tests.console.writing import known  # noqa: F401 -- a fixture


@pytest.fixture
def form(known):  # noqa: F811
    return f"/incidents/{known}/forms/eu-edpb-template"


def test_the_forms_of_what_is_owed_come_first_and_the_notices_lead_to_them(kim, known):  # noqa: F811
    assert f"/incidents/{known}/forms" in kim.get(f"/incidents/{known}/notices").text
    page = kim.get(f"/incidents/{known}/forms").text
    assert page.index("eu-edpb-template") < page.index("Every other form") < page.index("cn-12387-channel")


def test_a_form_shows_each_answer_with_a_button_to_copy_and_each_gap_with_who_can_answer(kim, form):
    page = kim.get(form)
    assert 'data-copy="answer-controller_name"' in page.text
    assert "Beispiel Reisen GmbH" in page.text
    assert "Must still be answered" in seen(page)
    assert "(must be answered)" in seen(page)
    assert "/facts/" in page.text


def test_a_doubtful_form_says_so_on_top(kim, form):
    assert "Not certain: Read through the third-party extraction" in seen(kim.get(form))


def test_each_stage_has_its_own_fields(kim, known):  # noqa: F811
    address = f"/incidents/{known}/forms/eu-dora-major-incident"
    assert "resolution_summary" not in kim.get(address).text
    assert "resolution_summary" in kim.get(f"{address}?stage=final").text


@pytest.mark.parametrize(
    ("shape", "kind"), [("json", "application/json"), ("xml", "application/xml"), ("txt", "text/")]
)
def test_a_form_is_downloaded_in_each_shape(kim, form, shape, kind):
    answer = kim.get(f"{form}/{shape}")
    assert answer.mimetype.startswith(kind)
    assert "eu-edpb-template-initial" in answer.headers["Content-Disposition"]


def test_what_is_not_there_is_said_to_be_not_there(kim, form, known):  # noqa: F811
    kim.get(f"{form}/docx", status=404)
    kim.get(f"/incidents/{known}/forms/no-such-form", status=404)


def test_a_chinese_reader_has_the_page_in_chinese(kim, form):
    kim.post("/preferences/language", language="zh", next="/")
    assert "仍须填写" in seen(kim.get(form))


def test_a_text_given_in_several_languages_is_shown_in_all_of_them(kim, staffed_house, known):  # noqa: F811
    hours = {"contact.hours": {"en": "Mon-Fri 9-17 CET", "de": "Mo-Fr 9-17 Uhr"}}
    with staffed_house.db.writing() as session:
        by = get_account(session, "kim").id
        flow.record_facts(session, get_incident(session, known), hours, books=staffed_house, by=by, now=clock.now())
    page = seen(kim.get(f"/incidents/{known}/facts/contact.hours"))
    assert "Mo-Fr 9-17 Uhr" in page
    assert "Mon-Fri 9-17 CET" in page
