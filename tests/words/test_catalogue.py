"""Everything people read is there in Chinese, and nothing stands in the catalogue that nobody reads."""

import re

import pytest

from responder.words import LANGUAGES, say
from tests.words.extracted import catalogue, marked

PLACES = re.compile(r"\{(\w+)[^}]*\}")
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language):
    known = catalogue(language)
    untranslated = {sentence: sorted(where) for sentence, where in marked().items() if not known.get(sentence)}
    assert untranslated == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_has_lost_its_sentence(language):
    assert sorted(set(catalogue(language)) - set(marked())) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_value_of_its_sentence(language):
    broken = {
        sentence: translated
        for sentence, translated in catalogue(language).items()
        if set(PLACES.findall(sentence)) != set(PLACES.findall(translated))
    }
    assert broken == {}


def test_a_sentence_without_translation_is_said_in_english():
    assert say("nobody wrote this down", "zh") == "nobody wrote this down"


def test_a_sentence_is_said_with_its_values():
    assert say("Version {number}", "zh", number=3) == "版本 3"
