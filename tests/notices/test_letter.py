"""A frozen letter, filled for one person after another."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import composed, letters

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.errors import BadInput
from responder.notices.letter import Letter

PERSON = Person(name="Ana <b>Tester</b> & Co", firm_id="K-7")


def letter(language="en", notice=("us-ca", "us-ca-individuals", "US-CA")):
    made = composed(*notice, language)
    return Letter(made.subject, made.markdown, letters().words[language], least_points=10)


def to(kind="self", elements=("name", "ssn")):
    return Addressee(kind, "Somebody", elements=elements)


def test_a_person_reads_her_own_name_and_her_own_data():
    made = letter().render(PERSON, to())
    assert "Dear Ana <b>Tester</b> & Co," in made.text
    assert "- name\n- US Social Security number\n" in made.text
    assert "<li>name</li><li>US Social Security number</li>" in made.html
    assert "Dear Ana &lt;b&gt;Tester&lt;/b&gt; &amp; Co," in made.html
    assert made.subject == "Notice of Data Breach"


@pytest.mark.parametrize(("elements", "monitoring"), [(("name", "ssn"), True), (("name", "email"), False)])
def test_a_service_is_offered_only_to_whose_data_it_protects(elements, monitoring):
    made = letter().render(PERSON, to(elements=elements))
    assert ("Example Identity Watch" in made.text) is monitoring
    assert ("Equifax" in made.html) is monitoring


@pytest.mark.parametrize(
    ("kind", "greeting"),
    [
        ("self", "Dear "),
        ("guardian", "To the parent or guardian of "),
        ("next_of_kin", "To the family of "),
        ("estate", "To the family of "),
    ],
)
def test_a_letter_about_a_child_or_the_dead_says_to_whom_it_speaks(kind, greeting):
    made = letter().render(PERSON, to(kind))
    assert f"{greeting}Ana" in made.text
    assert made.text.count("Ana") == 1


def test_nothing_of_the_marks_reaches_a_person():
    for language, notice in (
        ("de", ("eu-gdpr", "individuals", "DE")),
        ("zh", ("cn-pipl", "cn-pipl-individuals", "CN")),
    ):
        made = letter(language, notice).render(PERSON, to())
        assert not any(mark in made.text + made.html for mark in ("[[", "]]", "<!--", "{{", "⟦"))


def test_one_persons_values_never_become_anothers_markup_or_slots():
    trap = Person(name=r"[[person.data]] \1 \g<0> {0}")
    made = letter().render(trap, to())
    assert r"Dear [[person.data]] \1 \g<0> {0}," in made.text


def test_short_messages_are_plain_and_fit_one_segment():
    for language in ("en", "de", "zh", "fr"):
        made = composed("eu-gdpr", "individuals", "DE", language)
        assert made.subject
    text = Letter("", "[[person.name]]: a letter", letters().words["en"], plain=True).render(Person(name="A*B"), to())
    assert (text.text, text.html) == ("A*B: a letter", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[if data: ssn]]\n\nx", "without [[end]]"),
        ("x\n\n[[end]]", "[[end]] without"),
        ("[[if data: ssn]]\n[[if data: dob]]\n[[end]]\n[[end]]", "inside another"),
        ("[[if colour: red]]\nx\n[[end]]", "what is not known of a person"),
    ],
)
def test_a_block_that_is_not_closed_is_refused_with_its_line(text, said):
    with pytest.raises(BadInput) as refused:
        Letter("", text, letters().words["en"])
    assert said in str(refused.value)
    assert refused.value.line
