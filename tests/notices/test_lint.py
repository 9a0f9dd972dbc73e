"""What a careful colleague would say of a draft."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import composed, facts, letters, library

from responder.notices import sms
from responder.notices.compose import LetterSpec, compose
from responder.notices.lint import Rules, lint

EN = letters().words["en"]


def codes(subject, text, **rules):
    return [(found.level, found.code) for found in lint(subject, text, Rules(EN, **rules))]


def test_a_composed_letter_has_no_errors():
    made = composed("us-ca", "us-ca-individuals", "US-CA", "en")
    found = lint(
        made.subject,
        made.markdown,
        Rules(EN, made.anchors, hosts=("example.com", "equifax.com", "experian.com", "transunion.com")),
    )
    assert found == ()


@pytest.mark.parametrize(
    ("subject", "text", "found"),
    [
        ("Hello", "We take security seriously.", ("error", "banned")),
        ("Hello [[person.name]]", "Text.", ("error", "subject")),
        ("For ana@example.com", "Text.", ("error", "subject")),
        ("About +49 30 23125 000", "Text.", ("error", "subject")),
        ("Hello", "Your [[person.shoe_size]]", ("error", "mark")),
        ("Hello", "[[gap: contact.phone]]", ("error", "fact")),
        ("Hello", "See https://elsewhere.example/x", ("warning", "link")),
    ],
)
def test_what_must_not_leave_is_found(subject, text, found):
    assert codes(subject, text) == [found]


def test_links_on_the_firms_list_are_fine_and_addresses_of_mail_are_no_links():
    assert (
        codes("Hello", "See https://www.example.com/notice or ask privacy@example.org.", hosts=("example.com",)) == []
    )


def test_an_item_of_law_whose_paragraph_was_deleted_or_emptied_is_missing():
    made = composed("us-ca", "us-ca-individuals", "US-CA", "en")
    kept = made.markdown.replace("This letter was not delayed by a law enforcement investigation.\n", "")
    found = lint(made.subject, kept, Rules(EN, made.anchors))
    assert ("item", "law_enforcement_delay_statement") in {(one.code, one.values.get("item")) for one in found}


def test_a_suspicion_is_not_said_as_certain():
    assert codes("Hello", "Strangers took data.", suspected=True) == [("error", "certain")]
    assert codes("Hello", "We suspect that strangers took data.", suspected=True) == []


@pytest.mark.parametrize(
    ("text", "alphabet", "count"),
    [
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("通" * 70, "UCS-2", 1),
        ("通" * 71, "UCS-2", 2),
        ("ą" + "a" * 69, "UCS-2", 1),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
    ],
)
def test_segments_of_a_short_message_are_counted_as_the_network_counts(text, alphabet, count):
    found = sms.segments(text)
    assert (found.alphabet, found.count) == (alphabet, count)


@pytest.mark.parametrize("language", ["en", "de", "fr", "zh"])
def test_the_short_message_of_each_language_is_one_segment_and_tells_nothing(language):
    made = compose(LetterSpec(family="individual_sms"), facts(), library(), letters(), language)
    assert sms.segments(made.markdown.split("-->\n", 1)[1].strip()).count == 1
    assert made.complete
    assert not any(
        word in made.markdown.casefold() for word in ("passport", "stolen", "breach", "gestohlen", "volé", "泄露")
    )
    assert lint(made.subject, made.markdown, Rules(letters().words[language], plain=True)) == ()


def test_a_finding_is_said_in_the_readers_language():
    (found,) = lint("Hello", "[[gap: contact.phone]]", Rules(EN))
    assert found.said("en") == "A fact is missing: contact.phone"
