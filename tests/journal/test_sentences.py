"""A line says its sentence in each reader's language, as far as it can be said again."""

from responder.journal.chain import canonical
from responder.journal.sentences import SAID, kept, said_in, sentence_of


def line(what="Done: Look", data=None):
    return {"what": what, "data": data}


def test_a_sentence_is_said_again_in_another_language_with_its_values_in_that_language():
    said = kept("Done: {title}", {"title": {"en": "Look", "zh": "查看"}})
    assert said_in(said, "en") == "Done: Look"
    assert said_in(said, "zh").endswith("查看")
    assert said_in(said, "zh") != "Done: 查看"


def test_a_value_that_lacks_the_language_is_said_in_the_first_it_has():
    assert said_in(kept("Done: {title}", {"title": {"en": "Look"}}), "zh").endswith("Look")


def test_what_is_kept_has_a_canonical_form():
    canonical(kept("{n} {name}", {"n": 3, "name": "Person rob", "text": {"en": "a"}}))


def test_a_line_without_a_pattern_is_shown_as_it_was_written():
    assert sentence_of(line("The log server is silent.", {}), "zh") == "The log server is silent."
    assert sentence_of(line("Done", None), "zh") == "Done"


def test_a_withheld_line_says_nothing():
    assert sentence_of(line(None, None), "en") == ""


def test_the_pattern_wins_over_the_sentence_as_written():
    assert sentence_of(line("Fertig", {SAID: kept("Done: {title}", {"title": "Look"})}), "en") == "Done: Look"
