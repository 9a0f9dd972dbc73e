"""Templates are so small a language that a hostile one is refused when it is read."""

import pytest

from responder.books.letters import load_letters
from responder.errors import BadInput
from responder.notices import render, template


class Fact:
    known = True
    sentences = ("one", "two")

    def __str__(self):
        return "a fact"


NAMES = {"fact": Fact()}


@pytest.mark.parametrize("hostile", [
    "{{ fact.__class__ }}",
    "{{ fact.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ fact.known.__init__.__globals__ }}",
    "{{ 'a' * 10000000000 }}",
    "{{ 2 ** 99999999 }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in 'aaaaaaaaaaaa' %}{% endfor %}",
    "{% set a = 'aaaaaaaa' %}{% set a = a ~ a %}",
    "{{ fact ~ fact }}",
    "{{ cycler(1) }}",
    "{{ fact() }}",
    "{{ fact.known() }}",
    "{{ fact['known'] }}",
    "{{ fact|attr('__class__') }}",
    "{{ fact|format(1) }}",
    "{{ 'a'|center(999999999) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'other' %}",
    "{% extends 'other' %}",
    "{% import 'os' as os %}",
    "{% filter upper %}x{% endfilter %}",
    "{% raw %}{% endraw %}{{ self }}",
    "{% for a in fact.sentences recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in fact.sentences %}{% for b in fact.sentences %}{% for c in fact.sentences %}x{% endfor %}{% endfor %}{% endfor %}",
    "{{ nothing }}",
    "{{ fact.known",
    "x" * (template.LARGEST_SOURCE + 1),
])  # fmt: skip
def test_a_hostile_template_is_refused(hostile):
    with pytest.raises(BadInput):
        template.fill(hostile, NAMES, name="hostile.md")


def test_the_refusal_names_file_and_line():
    with pytest.raises(BadInput) as refused:
        template.fill("fine\n{{ fact }}\n{{ fact.__class__ }}", NAMES, name="letter.en.md")
    assert refused.value.place == "letter.en.md:3"


def test_what_grows_too_large_is_stopped():
    class Long(Fact):
        sentences = tuple("x" * 1000 for _ in range(300))

    with pytest.raises(BadInput, match="grows without end"):
        template.fill("{% for line in fact.sentences %}{{ line }}{% endfor %}", {"fact": Long()}, name="long.md")


def test_fields_conditions_and_loops_over_facts_are_what_a_letter_needs():
    source = "{% if fact.known %}{{ fact }}: {% for one in fact.sentences %}{{ one|upper }} {% endfor %}{% endif %}"
    assert template.fill(source, NAMES, name="fine.md") == "a fact: ONE TWO "


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_whom_a_part_is_meant_for_is_said_in_words(language):
    words = load_letters().words_of(language)
    shown = render.to_markdown("[[if addressee: next_of_kin, estate]]\nText\n[[end]]\n", words)
    assert r"next\_of" not in shown
    assert words.phrases["to_next_of_kin"] in shown
