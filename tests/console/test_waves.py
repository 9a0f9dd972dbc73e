"""Lists that come in waves: one full approval with a ceiling, then one short act for each further list."""

import io
import re

import pytest

from responder import clock, flow
from responder.affected.actions import import_list
from responder.intake.queries import get_incident
from responder.people.queries import get_account
from tests.console.people import complaints, seen
from tests.console.writing import approve


@pytest.fixture
def listed(staffed_house, known):
    """Import a list of people, numbers ``first`` to ``last``."""
    with staffed_house.db.reading() as session:
        incident_id = get_incident(session, known).id

    def listed(first, last, *, country="DE", language="de", data="name"):
        rows = [f"{n};Person {n};p{n}@example.org;{country};{language};{data}" for n in range(first, last + 1)]
        file = io.BytesIO("\n".join(["id;name;email;country;language;data", *rows]).encode())
        words = staffed_house.library.words
        import_list(staffed_house.db, incident_id, file, name="w.csv", by="a" * 32, clock=clock.now, words=words)

    return listed


@pytest.fixture
def letter(kim, known, listed, staffed_house):
    """Address of a submitted letter to the first twelve people."""
    listed(1, 12)
    with staffed_house.db.writing() as session:
        by, found = get_account(session, "kim").id, get_incident(session, known)
        spoken = {"books": staffed_house, "by": by, "now": clock.now(), "languages": ("de",)}
        made = flow.draft_notice(session, found, "eu-gdpr", "individuals", "DE", **spoken)
    address = f"/incidents/{known}/notices/{made.id}"
    kim.post(f"{address}/submit")
    return address


def release(person, address, status=302):
    digest = re.search(r'name="seen" value="(\w+)"', person.get(f"{address}/waves").text)
    return person.post(f"{address}/waves", status=status, seen=digest[1] if digest else "0")


def test_a_later_list_within_the_ceiling_is_released_by_one_short_act(kim, ada, letter, listed, known):
    approve(ada, letter, ceiling="30")
    listed(13, 20)
    page = seen(ada.get(f"{letter}/waves"))
    assert "Released so far 12 Approved at most 30 Would follow now 8" in page
    answer = ada.post(f"{letter}/waves", seen="0" * 64, status=409)
    assert "changed since you read it" in complaints(answer)
    release(ada, letter)
    assert "People: 8" in seen(ada.get(f"{letter}/waves"))
    assert "Released so far 20" in seen(ada.get(f"{letter}/waves"))
    assert "no longer holds" not in seen(kim.get(letter))
    assert "Wave 2" in seen(kim.get(f"/incidents/{known}/timeline"))


def test_beyond_the_ceiling_a_full_approval_is_needed_again(ada, letter, listed):
    approve(ada, letter, ceiling="15")
    listed(13, 20)
    assert "With this wave 20 people would be written to; 15 are approved" in seen(ada.get(f"{letter}/waves"))
    release(ada, letter, status=409)


@pytest.mark.parametrize(
    ("more", "said"),
    [({"data": "name,ssn"}, "A data element is new"), ({"language": "fr"}, "A language is new")],
    ids=["element", "language"],
)
def test_a_new_element_or_language_needs_a_full_approval_again(ada, letter, listed, more, said):
    approve(ada, letter, ceiling="100")
    listed(13, 20, **more)
    page = ada.get(f"{letter}/waves")
    assert said in seen(page)
    assert "one-button" not in page.text


def test_who_wrote_the_letter_releases_no_wave(kim, ada, letter, listed):
    approve(ada, letter, ceiling="30")
    listed(13, 20)
    assert "second person" in complaints(release(kim, letter, status=403))


def test_an_edit_ends_the_waves_too(kim, ada, letter):
    approve(ada, letter, ceiling="30")
    kim.post(f"{letter}/again", language="de", medium="letter")
    kim.get(f"{letter}/waves", status=404)


def test_a_ceiling_below_the_present_list_is_refused(ada, letter):
    assert "More people than this" in complaints(approve(ada, letter, status=422, ceiling="3"))


def test_without_a_ceiling_there_are_no_waves(ada, letter):
    approve(ada, letter)
    ada.get(f"{letter}/waves", status=404)
