"""Letters composed from facts: golden texts, every item of law answered, every missing fact named."""

import os
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import EMPTY, FACTS, NOTICES, composed, facts, letters, library, spec

from responder.notices import marks, template
from responder.notices.compose import LetterSpec, compose
from responder.notices.fields import BY_LANGUAGE, PEOPLE

GOLDEN = Path(__file__).parent / "golden"


def name_of(notice):
    regime, duty, where, language = notice
    return f"{regime}.{duty}.{where}.{language}"


@pytest.mark.parametrize("notice", NOTICES, ids=name_of)
def test_the_letter_reads_as_it_was_read_last_time(notice):
    """Golden texts: change them with RESPONDER_GOLDEN=write, and read what changed."""
    made = composed(*notice)
    text = f"{made.subject}\n\n{made.markdown}"
    file = GOLDEN / f"{name_of(notice)}.md"
    if os.environ.get("RESPONDER_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("notice", NOTICES, ids=name_of)
def test_complete_facts_leave_no_gap_and_every_item_of_law_is_answered(notice):
    made = composed(*notice)
    assert made.gaps == ()
    assert marks.gaps_in(made.markdown) == ()
    assert {content.id for content in spec(*notice[:3]).content} <= made.anchors


@pytest.mark.parametrize("notice", NOTICES, ids=name_of)
def test_empty_facts_name_every_gap_with_who_can_answer(notice):
    made = composed(*notice, text=EMPTY)
    assert not made.complete
    named = {key for gap in made.gaps for key in gap.facts}
    assert {key for key in marks.gaps_in(made.markdown) if key not in BY_LANGUAGE} <= named
    assert all(gap.questions and gap.who for gap in made.gaps if gap.kind == "fact")
    assert "organisation.legal_name" in named


def test_what_the_law_lets_follow_does_not_hold_an_authoritys_notice_back():
    without = FACTS.replace("  consequences: [phishing, identity_theft]\n", "")
    made = composed("eu-gdpr", "authority-initial", "DE", "en", text=without)
    assert [gap.content for gap in made.gaps] == ["likely_consequences"]
    assert made.complete
    assert "Not yet known; we will supply it" in made.markdown
    person = composed("eu-gdpr", "individuals", "DE", "de", text=without)
    assert not person.complete
    assert "[[gap: notice.consequences]]" in person.markdown


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("3000", "People affected: 3,000\n"),
        ("{at_least: 4200}", "People affected: at least 4,200; we expect the final number by 1 July 2026\n"),
        (
            "{at_least: 4200, at_most: 61000, best: 9000}",
            "People affected: between 4,200 and 61,000 (our best estimate is 9,000); we expect the final number by 1 July 2026\n",
        ),
    ],
)
def test_a_number_is_said_with_the_certainty_that_it_has(count, said):
    people = f"people:\n- {{where: DE, count: {count}, data: [name], relation: customer}}\ncontact:"
    text = re.sub(r"people:\n.*?contact:", people, FACTS, flags=re.DOTALL)
    assert said in composed("eu-gdpr", "authority-initial", "DE", "en", text=text).markdown


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("true", "They took copies of data."),
        ("claimed", "We have not been able to confirm this."),
        ("unlikely", "we cannot rule it out"),
        ("unknown", "We do not know yet whether data was taken."),
    ],
)
def test_what_is_only_claimed_or_unlikely_is_never_said_as_certain(known, said):
    text = FACTS.replace("exfiltrated: true", f"exfiltrated: {known}").replace("acquired: true", "acquired: unknown")
    assert said in composed("uk-gdpr", "individuals", "GB", "en", text=text).markdown


def test_california_gets_its_exact_title_its_five_headings_and_ten_points():
    made = composed("us-ca", "us-ca-individuals", "US-CA", "en")
    assert made.subject == "Notice of Data Breach"
    assert re.findall(r"^## (.+)$", made.markdown, re.MULTILINE) == [
        "What Happened",
        "What Information Was Involved",
        "What We Are Doing",
        "What You Can Do",
        "For More Information",
    ]
    assert spec("us-ca", "us-ca-individuals", "US-CA").least_points == 10


def test_a_state_counts_its_own_people_and_the_union_all_of_its_own():
    state = composed("us-hipaa", "us-hipaa-media", "US-CA", "en").markdown
    union = composed("eu-gdpr", "authority-initial", "DE", "en").markdown
    assert "concerns 612 people in California" in state
    assert "between 3,900 and 4,150" in union


def test_an_authoritys_items_stand_under_the_laws_own_headings_in_the_laws_order():
    made = composed("cn-pipl", "cn-pipl-authority", "CN", "zh")
    asked = [content.text["zh"] for content in spec("cn-pipl", "cn-pipl-authority", "CN").content]
    assert re.findall(r"^## (.+)$", made.markdown, re.MULTILINE) == asked


def test_a_language_that_nobody_wrote_says_so():
    made = composed("cn-pipl", "cn-pipl-authority", "CN", "fr")
    assert {gap.kind for gap in made.gaps} == {"untranslated"}


def test_free_words_of_people_are_text_and_never_markup_or_marks():
    text = FACTS.replace("legal_name: Example Retail GmbH", 'legal_name: "A*B [[person.name]] <b> {{ 7 }}"')
    made = composed("uk-gdpr", "individuals", "GB", "en", text=text)
    assert r"A\*B \[\[person.name\]\] \<b\> \{\{ 7 \}\}" in made.markdown


def test_every_statement_knows_its_fact():
    made = composed("eu-gdpr", "authority-initial", "DE", "en")
    said = {statement.fact: statement.said for statement in made.statements}
    assert said["incident.cause"] == "a malicious act from outside"
    assert said["people.count"].startswith("between 3,900 and 4,150")


@pytest.mark.parametrize("family", ["holding_statement", "cra_notice", "controller_notice"])
def test_families_beside_the_regimes_are_written_from_the_same_facts(family):
    made = compose(LetterSpec(family=family), facts(), library(), letters(), "en")
    assert made.complete
    assert "Example Retail GmbH" in made.subject + made.markdown


def test_every_paragraph_of_the_shelf_is_harmless_and_names_onlyfacts():
    known = {*library().facts, *PEOPLE, *BY_LANGUAGE, *(f"events.{event}" for event in library().events)}
    attributes = {"known", "yes", "no", "when", "sentence", "sentences", "in_months", "is_suspected", "say_suspected"}
    for paragraph in letters().paragraphs.values():
        for field, line in template.fields_of(paragraph.text, paragraph.file):
            key = ".".join(part for part in field.split(".") if part not in attributes)
            assert key in known, f"{paragraph.file}:{line}: {field}"


def test_every_paragraph_says_who_wrote_it_and_every_language_says_the_same_words():
    assert all(paragraph.drafted_by for paragraph in letters().paragraphs.values())
    english = letters().words["en"]
    for words in letters().words.values():
        assert words.phrases.keys() == english.phrases.keys()
        assert {fact: choices.keys() for fact, choices in words.choices.items()} == {
            fact: choices.keys() for fact, choices in english.choices.items()
        }
        assert {fact: choices.keys() for fact, choices in words.sentences.items()} == {
            fact: choices.keys() for fact, choices in english.sentences.items()
        }
        assert words.elements.keys() == library().elements.keys()
