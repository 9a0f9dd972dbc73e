"""Remarks on a notice in the browser: comments, suggestions, objections, counsel's reading, approval with a change."""

import re

import pytest

from tests.console.people import complaints, seen
from tests.console.writing import approve, edit, text_of


@pytest.fixture
def lin(front_door):
    """Counsel."""
    return front_door.person("lin")


def remark(person, address, kind, words="", status=302, **more):
    return person.post(f"{address}/remarks", status=status, kind=kind, words=words, **more)


def only(person, address):
    """Address of the one remark."""
    found = re.findall(r'id="remark-(\w+)"', person.get(f"{address}/remarks").text)
    assert len(found) == 1
    return f"{address}/remarks/{found[0]}"


def test_a_comment_says_by_whom_and_when_and_changes_nothing(kim, ada, lin, notice):
    kim.post(f"{notice}/submit")
    approve(ada, notice)
    remark(lin, notice, "comment", "Say when the next report comes.")
    page = seen(kim.get(f"{notice}/remarks"))
    assert "Say when the next report comes." in page
    assert "Lin (counsel)" in page
    assert "no longer holds" not in seen(kim.get(notice))
    assert "Remarks (1 open)" in seen(kim.get(notice))


def test_a_suggestion_is_taken_over_with_one_button_and_voids_the_approval(kim, ada, lin, notice):
    edit(kim, notice, f"{text_of(kim.get(f'{notice}/edit'))}\n\nWe are quite sorry.\n", expected=1)
    kim.post(f"{notice}/submit")
    approve(ada, notice)
    remark(lin, notice, "suggestion", quote="We are quite sorry.", instead="We are sorry.")
    kim.post(f"{only(kim, notice)}/take")
    assert "We are sorry." in seen(kim.get(notice))
    assert "no longer holds" in seen(kim.get(notice))
    assert "Taken over" in seen(kim.get(f"{notice}/remarks"))


def test_a_suggestion_must_quote_what_stands_in_the_text(lin, notice):
    answer = remark(lin, notice, "suggestion", status=422, quote="This stands nowhere.", instead="At all")
    assert "exactly once" in complaints(answer)


def test_an_objection_stands_in_the_way_until_it_is_answered_with_words(kim, ada, lin, notice):
    kim.post(f"{notice}/submit")
    remark(lin, notice, "objection", "The number is wrong.")
    assert "An objection is not answered: The number is wrong." in seen(ada.get(f"{notice}/approve"))
    approve(ada, notice, status=403)
    address = only(kim, notice)
    kim.post(address, status=422, outcome="declined")
    kim.post(address, outcome="declined", answer="It was counted twice, by two people.")
    approve(ada, notice)


def test_what_counsel_was_asked_to_read_is_approved_only_as_counsel_read_it(kim, ada, lin, notice):
    kim.post(f"{notice}/remarks/counsel")
    kim.post(f"{notice}/remarks/counsel/read", status=403)
    lin.post(f"{notice}/remarks/counsel/read")
    assert "Read as it stands" in seen(kim.get(f"{notice}/remarks"))
    edit(kim, notice, f"{text_of(kim.get(f'{notice}/edit'))}\nAdded afterwards.\n", expected=1)
    kim.post(f"{notice}/submit")
    assert "has not read it as it stands" in seen(ada.get(f"{notice}/approve"))
    approve(ada, notice, status=403)
    lin.post(f"{notice}/remarks/counsel/read")
    approve(ada, notice)


def test_approving_with_a_change_goes_back_to_the_author_and_is_approved_anew(kim, ada, notice):
    kim.post(f"{notice}/submit")
    kim.post(f"{notice}/approve/back", status=403, change="Mine")
    ada.post(f"{notice}/approve/back", change="Leave out the last sentence.")
    assert "Draft" in seen(kim.get(notice))
    edit(kim, notice, f"{text_of(kim.get(f'{notice}/edit'))}\nAs wanted.\n", expected=1)
    kim.post(f"{notice}/submit")
    assert "A change was asked for" in seen(ada.get(f"{notice}/approve"))
    kim.post(only(kim, notice), outcome="resolved", answer="Left out.")
    approve(ada, notice)


def test_every_remark_stands_in_the_timeline(kim, ada, lin, known, notice):
    remark(lin, notice, "objection", "The number is wrong.")
    assert "OBJECTION" in seen(kim.get(f"/incidents/{known}/timeline"))


def test_an_auditor_reads_remarks_and_makes_none(odo, notice):
    odo.get(f"{notice}/remarks")
    remark(odo, notice, "comment", "Mine", status=403)
