"""What the law keeps out of a letter is found there, whoever typed it and in whatever way of writing."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import FACTS, composed, drafted, facts, letters, library, opened, person, spec

from responder.errors import Refused
from responder.notices import actions, queries
from responder.notices.kept_out import kept_out
from responder.notices.marks import anchor

MA = ("us-ma", "us-ma-individuals", "US-MA")
NOW = datetime(2026, 6, 14, 10, 0, tzinfo=UTC)
IL = ("us-il", "us-il-individuals", "US-IL")


def known(place):
    return facts(FACTS.replace("US-CA", place).replace("count: 612", "count: 4612"))


def found(text, notice, language="en"):
    return kept_out(text, spec(*notice), known(notice[2]), library=library(), letters=letters(), language=language)


def levels(text, notice, language="en"):
    return [finding.level for finding in found(text, notice, language)]


@pytest.mark.parametrize("number", ["4612", "4,612", "4 612", "4.612", "4’612"])
@pytest.mark.parametrize("notice", [MA, IL])
def test_the_number_of_residents_is_found_in_any_way_of_writing(number, notice):
    (finding,) = found(f"This concerns {number} residents.", notice)
    assert finding.level == "error"
    assert "number of people" in finding.said("en")


def test_another_number_is_no_complaint():
    assert found("You may call +1 617 555 0100 until 30 September 2026.", MA) == ()
    assert found("This concerns 46120 things.", IL) == ()


def test_a_small_number_is_a_warning_since_it_may_be_a_day():
    few = facts(FACTS.replace("US-CA", "US-MA").replace("count: 612", "count: 12"))
    found = kept_out("On 12 June.", spec(*MA), few, library=library(), letters=letters(), language="en")
    assert [finding.level for finding in found] == ["warning"]


def test_the_nature_of_the_breach_is_found_in_the_words_of_the_shelf():
    sentence = letters().words_of("en").sentences["incident.type"]["web_intrusion"]
    assert "error" in levels(f"We write to you.\n\n{sentence}\n", MA)
    assert levels(f"We write to you.\n\n{sentence}\n", IL) == []


def test_a_word_that_usually_tells_the_nature_is_a_warning():
    (finding,) = found("Hackers have been here.", MA)
    assert finding.level == "warning"
    assert "hack" in finding.said("en")
    assert levels("黑客", MA, "zh") == ["warning"]


def test_a_paragraph_that_the_law_leaves_out_is_found_when_it_is_put_back():
    assert levels(f"{anchor('what_happened', ())}\nIt happened.\n", MA) == ["error"]


def test_the_composed_letters_themselves_are_clean():
    for notice in (MA, IL):
        text = composed(*notice, "en", FACTS.replace("US-CA", notice[2])).markdown
        assert [one for one in found(text, notice) if one.level == "error"] == []


def test_a_law_that_forbids_nothing_finds_nothing():
    assert found("4612 people; hackers.", ("us-ca", "us-ca-individuals", "US-CA")) == ()


@pytest.fixture
def session(house):
    with house.db.writing() as session:
        yield session


def test_an_approval_is_refused_for_it_even_in_an_emergency(session):
    first, second = person(), person()
    incident = opened(session, NOW, first)
    notice = drafted(session, incident, by=first, now=NOW, notice=MA, languages=("en",))
    text = next(text for text in queries.list_texts(session, notice) if text.medium == "letter")
    told = f"{text.text}\nThis concerns 4,612 residents.\n"
    edit = {"language": "en", "medium": "letter", "subject": text.subject, "text": told, "expected": 1}
    actions.edit_draft(session, notice, **edit, by=first, now=NOW)
    actions.submit(session, notice, by=first, now=NOW)
    kept = queries.forbidden_in(session, notice, known("US-MA"), library=library(), letters=letters())
    with pytest.raises(Refused) as refused:
        actions.approve(
            session,
            notice,
            letters=letters(),
            by=second,
            now=NOW,
            kept=kept,
            emergency="no time",
            recipients=actions.Recipients("x", 1),
        )
    assert "The law keeps “number of people” out of this letter" in str(refused.value)


def test_what_no_text_can_show_is_said_beside_it(session):
    incident = opened(session, NOW, "kim")
    notice = drafted(session, incident, by=person(), now=NOW, notice=MA, languages=("en",))
    said = queries.reminders(notice, library=library(), letters=letters(), reader="en")
    assert "This letter may not wait until the total number is known." in said


def test_a_paragraph_with_an_unsettled_address_is_named_before_it_is_sent(session):
    incident = opened(session, NOW, "kim")
    notice = drafted(session, incident, by=person(), now=NOW, notice=MA, languages=("en",))
    found = queries.doubts(queries.list_texts(session, notice), letters())
    assert [finding.level for finding in found] == ["warning"]
    assert "postal address of TransUnion" in found[0].said("en")
