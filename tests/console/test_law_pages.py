"""The law library as an index, a regime in plain words, the letters of its duties."""

import pytest

from tests.console.people import seen


def test_the_library_is_grouped_by_region_and_jurisdiction(odo):
    page = odo.get("/law")
    said = seen(page)
    assert 'id="europe"' in page.text
    assert "United States" in said
    assert said.index("Europe") < said.index("Africa")


def test_every_jurisdiction_has_its_place_on_the_map(odo):
    assert "Elsewhere" not in seen(odo.get("/law"))


def test_a_recipient_narrows_the_library(odo):
    page = seen(odo.get("/law?to=cra"))
    assert "us-tx" in page
    assert "eu-gdpr" not in page


def test_what_counsel_must_check_can_be_listed_alone(odo, staffed_house):
    page = odo.get("/law?sure=ask").text
    assert "Unverified: ask counsel" in page
    assert '<span class="mark ok">' not in page
    assert "Unverified: ask counsel" not in odo.get("/law?sure=verified").text.split("</form>")[1]


def test_law_that_waits_is_found_by_its_status(odo):
    page = seen(odo.get("/law?standing=pending"))
    assert "cl-ley-21719" in page
    assert "from 2026-12-01" in page
    assert "eu-gdpr" not in page


def test_a_regime_says_in_plain_words_when_it_applies(odo):
    page = seen(odo.get("/law/us-ca"))
    assert "When it applies" in page
    assert "with a name:" in page
    assert "People affected there: more than 500" in page
    assert "What lets one off" in page
    assert "Personally liable" in page


def test_a_clock_that_another_duty_starts_names_whom_that_one_tells(odo):
    assert "15 calendar days from: telling Affected residents of California" in seen(odo.get("/law/us-ca"))


def test_a_former_text_of_a_duty_stands_beneath_it(odo):
    assert "Before: In the most expedient time" in seen(odo.get("/law/us-ca"))


def test_every_duty_that_is_told_by_letter_shows_its_letter_with_gaps(odo):
    page = odo.get("/law/us-ca")
    assert "/law/us-ca/letters/us-ca-individuals" in page.text
    letter = odo.get("/law/us-ca/letters/us-ca-individuals")
    assert "Notice of Data Breach" in seen(letter)
    assert "What it waits for" in seen(letter)


@pytest.mark.parametrize("language", ["de", "fr", "zh", "ja"])
def test_a_letter_is_shown_in_the_language_that_is_asked_for(odo, language):
    assert f'lang="{language}"' in odo.get(f"/law/eu-gdpr/letters/individuals?language={language}").text


def test_a_duty_without_a_letter_has_no_page_for_one(odo, staffed_house):
    odo.get("/law/eu-gdpr/letters/astrology", status=404)
    internal = next(
        (regime.id, duty.id)
        for regime in staffed_house.library.regimes.values()
        for duty in regime.duties
        if duty.recipient == "internal"
    )
    odo.get(f"/law/{internal[0]}/letters/{internal[1]}", status=404)


def test_every_condition_of_the_library_can_be_said(odo, staffed_house):
    for regime in list(staffed_house.library.regimes)[3::9]:
        said = seen(odo.get(f"/law/{regime}"))
        assert "{" not in said.replace("{}", "")
