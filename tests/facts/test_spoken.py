"""What a letter says in people's own words may be given in each of its languages."""

import sys
from pathlib import Path

import pytest

from responder.errors import BadInput
from responder.facts.spoken import Spoken

sys.path.insert(0, str(Path(__file__).parents[1] / "notices"))
from breach import FACTS, composed, facts

OPEN = 'hours: "Mon-Fri 9-17 CET"'
SPOKEN = FACTS.replace(OPEN, "hours: {en: Mon-Fri 9-17 CET, de: Mo-Fr 9-17 Uhr}")


def test_each_letter_says_it_in_its_own_language():
    assert "Mo-Fr 9-17 Uhr" in composed("eu-gdpr", "individuals", "DE", "de", SPOKEN).markdown
    assert "Mon-Fri 9-17 CET" in composed("eu-gdpr", "individuals", "DE", "en", SPOKEN).markdown


def test_a_letter_in_another_language_does_not_borrow_a_foreign_one():
    french = composed("eu-gdpr", "individuals", "FR", "fr", SPOKEN).markdown
    assert "Mon-Fri" not in french
    assert "Mo-Fr" not in french


def test_what_must_be_said_and_is_not_given_in_a_language_is_a_gap_there_alone():
    told = FACTS.replace("name: Privacy Office", "name: {en: Privacy Office, zh: 隐私办公室}")
    assert "隐私办公室" in composed("cn-pipl", "cn-pipl-individuals", "CN", "zh", told).markdown
    gaps = composed("eu-gdpr", "individuals", "DE", "de", told).gaps
    assert ("contact.name",) in {gap.facts for gap in gaps}
    assert composed("eu-gdpr", "individuals", "DE", "en", told).complete


def test_one_text_serves_every_letter():
    assert facts(FACTS).value("contact.hours") == "Mon-Fri 9-17 CET"


def test_a_form_of_a_language_takes_that_languages_text():
    assert Spoken((("zh", "工作日"),)).in_language("zh-Hant") == "工作日"
    assert str(Spoken((("en", "a"), ("de", "b")))) == "a / b"


def test_a_list_is_refused_where_a_text_stands():
    with pytest.raises(BadInput):
        facts(FACTS.replace(OPEN, "hours: [a, b]"))
