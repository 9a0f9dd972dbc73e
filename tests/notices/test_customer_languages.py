"""The customers' letter and message in each language: complete, in its own words, short, with its own dates and numbers."""

import os
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import FACTS, facts, letters, library, spec

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.notices import marks, sms
from responder.notices.compose import LetterSpec, compose
from responder.notices.letter import Letter
from responder.notices.lint import Rules, lint
from responder.notices.wording import Wording
from responder.words.dates import show_day

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "zh", "zh-Hant")
WITHOUT_SPACES = ("ja", "zh", "zh-Hant")
SUSPECTED = FACTS.replace("status: confirmed", "status: suspected")
FAMILIES = ("individual_letter", "individual_sms", "holding_statement")
# Asked for by a few laws alone, and written in the languages of those; elsewhere they are a gap that says so.
OF_SOME_LAWS = frozenset(
    {"number_told", "monitoring_offer_bank", "freeze_and_alert", "report_theft", "federal_trade_commission"}
    | {"credit_reporting_rights", "legal_remedies", "authority_to_turn_to", "authority_told", "further_notice"}
)
# California asks for every other paragraph that is not always there.
WHOLE = ("us-ca", "us-ca-individuals", "US-CA")


def whole(language, text=FACTS):
    return compose(spec(*WHOLE), facts(text), library(), letters(), language)


def of_family(family, language, text=FACTS):
    return compose(LetterSpec(family=family), facts(text), library(), letters(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_customers_letter_reads_as_it_was_read_last_time(language):
    """Golden texts: change them with RESPONDER_GOLDEN=write, and read what changed."""
    made = whole(language)
    message, statement = (of_family(family, language) for family in ("individual_sms", "holding_statement"))
    text = f"{made.subject}\n\n{made.markdown}\n{message.markdown}\n{statement.subject}\n\n{statement.markdown}"
    file = GOLDEN / f"customers.{language}.md"
    if os.environ.get("RESPONDER_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paragraph_that_customers_get_is_written_in_every_language(language):
    lines = [line for family in FAMILIES for line in letters().family(family).lines]
    lines = [line for line in lines if line.paragraph not in OF_SOME_LAWS]
    assert [line.paragraph for line in lines if letters().paragraph(line.paragraph, language) is None] == []
    for family in FAMILIES:
        texts = [letters().family(family).subject, *letters().family(family).headings.values()]
        assert all(language in text for text in texts if text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_complete_facts_leave_no_gap_in_any_language(language):
    for made in (whole(language), *(of_family(family, language) for family in FAMILIES)):
        assert made.gaps == ()
        assert marks.unknown_marks(made.markdown) == ()
    assert {content.id for content in spec(*WHOLE).content} <= whole(language).anchors


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_any_law_asks_a_letter_to_say_is_said_in_the_readers_language(language):
    duties = [
        duty for regime in library().regimes.values() for duty in regime.duties if duty.recipient == "individuals"
    ]
    asked = {content.id: content for duty in duties for content in duty.content}
    family = letters().family("individual_letter")
    answered = tuple(content for content in asked.values() if family.answering(content.id))
    made = compose(LetterSpec("individual_letter", content=answered), facts(), library(), letters(), language)
    assert {content.id for content in answered} <= made.anchors
    assert [gap.asks for gap in made.gaps if gap.kind == "untranslated"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_the_same_things_to_the_same_people_with_the_same_facts(language):
    for line in letters().family("individual_letter").lines:
        if line.paragraph in OF_SOME_LAWS:
            continue
        own, english = (letters().paragraph(line.paragraph, spoken) for spoken in (language, "en"))
        marked = r"\[\[[^\]]+\]\]|\{[{%][^}]+[%}]\}"
        assert sorted(set(re.findall(marked, own.text))) == sorted(set(re.findall(marked, english.text))), own.file


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_has_reviewed_says_so(language):
    assert "opening." + language in whole(language).unreviewed


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_draft_of_ours_says_what_we_advise_against(language):
    rules = Rules(letters().words[language], hosts=("equifax.com", "experian.com", "transunion.com", "example.com"))
    made = whole(language)
    assert lint(made.subject, made.markdown, rules) == ()
    doubtful = whole(language, SUSPECTED)
    assert lint(doubtful.subject, doubtful.markdown, Rules(rules.words, suspected=True, hosts=rules.hosts)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_fits_into_one_segment_and_has_no_slot(language):
    text = of_family("individual_sms", language).markdown
    counted = sms.segments(marks.without_anchors(text).strip())
    assert counted.count == 1, counted
    assert (counted.alphabet == "UCS-2") == (language in {"ja", "ko", "zh", "zh-Hant"}), counted
    assert "[[" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_customers_letters_are_short(language):
    words = letters().words[language]
    said = [sentence for choices in words.sentences.values() for sentence in choices.values()]
    said += [
        paragraph.text
        for line in letters().family("individual_letter").lines
        if (paragraph := letters().paragraph(line.paragraph, language))
    ]
    for text in said:
        plain = re.sub(r"\[\[[^\]]+\]\]|\{[{%].*?[%}]\}|^- .*$", " ", text, flags=re.MULTILINE)  # lists are addresses
        for sentence in re.split(r"[.!?。！？\n]+", plain):
            if language in WITHOUT_SPACES:
                assert len(sentence) <= 60, sentence
            else:
                assert len(sentence.split()) <= 26, sentence


@pytest.mark.parametrize(
    ("language", "first", "eighth"),
    [
        ("en", "1 June 2026", "8 November 2026"),
        ("de", "1. Juni 2026", "8. November 2026"),
        ("fr", "1er juin 2026", "8 novembre 2026"),
        ("es", "1 de junio de 2026", "8 de noviembre de 2026"),
        ("it", "1º giugno 2026", "8 novembre 2026"),
        ("nl", "1 juni 2026", "8 november 2026"),
        ("pl", "1 czerwca 2026 roku", "8 listopada 2026 roku"),
        ("pt", "1 de junho de 2026", "8 de novembro de 2026"),
        ("zh", "2026年6月1日", "2026年11月8日"),
        ("zh-Hant", "2026年6月1日", "2026年11月8日"),
        ("ja", "2026年6月1日", "2026年11月8日"),
        ("ko", "2026년 6월 1일", "2026년 11월 8일"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, first, eighth):
    def shown(day):
        return show_day(datetime(day.year, day.month, day.day, tzinfo=UTC), language=language)

    assert shown(date(2026, 6, 1)) == first
    assert shown(date(2026, 6, 1) + timedelta(days=160)) == eighth


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 month", "2 months", "12 months", "24 months"]),
        ("de", ["1 Monat", "2 Monate", "12 Monate", "24 Monate"]),
        ("es", ["1 mes", "2 meses", "12 meses", "24 meses"]),
        ("it", ["1 mese", "2 mesi", "12 mesi", "24 mesi"]),
        ("nl", ["1 maand", "2 maanden", "12 maanden", "24 maanden"]),
        ("pl", ["1 miesiąc", "2 miesiące", "12 miesięcy", "24 miesiące"]),
        ("pt", ["1 mês", "2 meses", "12 meses", "24 meses"]),
        ("zh-Hant", ["1 個月", "2 個月", "12 個月", "24 個月"]),
        ("ja", ["1か月", "2か月", "12か月", "24か月"]),
        ("ko", ["1개월", "2개월", "12개월", "24개월"]),
    ],
)
def test_months_stand_in_the_plural_of_the_language(language, said):
    wording = Wording(letters().words[language], library())
    assert [wording.months(number) for number in (1, 2, 12, 24)] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "61.000"),
        ("it", "61.000"),
        ("nl", "61.000"),
        ("pl", "61\xa0000"),
        ("pt", "61\xa0000"),
        ("ja", "61,000"),
        ("ko", "61,000"),
        ("zh-Hant", "61,000"),
    ],
)
def test_a_large_number_is_grouped_as_the_language_groups_it(language, said):
    assert Wording(letters().words[language], library()).number(61000) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_account_of_what_happened_is_told_in_the_language_it_was_written_in(language):
    told = FACTS.replace("notice:\n", f"notice:\n  summary: {{{language}: Written in {language}.}}\n")
    for reader in LANGUAGES:
        made = compose(spec(*WHOLE), facts(told), library(), letters(), reader)
        assert (f"Written in {language}." in made.markdown) is (reader == language)


def test_traditional_chinese_never_borrows_simplified_words():
    summary = FACTS.replace("notice:\n", 'notice:\n  summary: {zh: "我们的网站被侵入。"}\n')
    assert "我们" in compose(spec(*WHOLE), facts(summary), library(), letters(), "zh").markdown
    assert "我们" not in compose(spec(*WHOLE), facts(summary), library(), letters(), "zh-Hant").markdown


def test_a_title_that_a_law_fixes_stays_and_the_readers_words_stand_beside_it():
    made = whole("es")
    assert made.subject == "Notice of Data Breach – Información sobre sus datos personales en Example Retail GmbH"
    assert "## What Happened – Qué ha ocurrido" in made.markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_reads_her_name_and_her_data_in_her_language(language):
    made = whole(language)
    letter = Letter(made.subject, made.markdown, letters().words_of(language))
    person = Person(name="Ana Tester", firm_id="K-7")
    page = letter.render(person, Addressee("self", "Ana Tester", elements=("name", "ssn")))
    named = letters().words[language].elements
    assert f"<li>{named['name']}</li><li>{named['ssn']}</li>" in page.html
    assert f'<html lang="{language}">' in page.html
    assert page.text.count("Ana Tester") == 1
    assert "Equifax" in page.text
    assert not re.search(r"\[\[|\{[{%]|<!--", page.text)
    untouched = letter.render(person, Addressee("self", "Ana Tester", elements=("name", "email")))
    assert "Equifax" not in untouched.text


def test_a_form_of_a_language_is_said_in_that_language_and_traditional_chinese_in_its_own_script():
    assert letters().words_of("de-AT").language == "de"
    assert letters().words_of("zh-Hant").elements["passport"] == "護照號碼或影本"
