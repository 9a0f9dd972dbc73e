from __future__ import annotations

import pytest
from sqlalchemy import select

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.books.letters import load_letters
from responder.deliveries.queries.letters import approved_letters
from responder.errors import Conflict
from responder.notices.records import Approval
from tests.deliveries.campaigns import NOW, approved_notice, incident_with, person

ALEX = Person(name="Alex Example")
TO_ALEX = Addressee("self", "Alex Example", "alex@example.org", elements=("email",))


@pytest.fixture
def letters():
    return approved_letters(load_letters)


@pytest.fixture
def notice(house):
    incident = incident_with(house, [person(1)])
    with house.db.writing() as session:
        return approved_notice(session, incident)


@pytest.mark.parametrize(
    ("language", "greeting"),
    [("de", "Guten Tag"), ("de-AT", "Guten Tag"), ("en", "Dear"), ("fr", "Dear"), ("", "Dear")],
)
def test_a_person_gets_the_approved_text_in_his_language_or_the_main_one(house, letters, notice, language, greeting):
    with house.db.reading() as session:
        rendered = letters(session, notice, language, "email").render(ALEX, TO_ALEX)

    assert rendered.text.startswith(f"{greeting} Alex Example,")
    assert "Alex Example" in rendered.html
    assert rendered.subject.startswith("About your data")


def test_a_text_message_is_the_short_one(house, letters, notice):
    with house.db.reading() as session:
        rendered = letters(session, notice, "en", "sms").render(ALEX, TO_ALEX)

    assert (rendered.text, rendered.html) == ("Please read our letter.", "")


def test_once_the_approval_is_void_there_is_nothing_to_send(house, letters, notice):
    with house.db.writing() as session:
        session.scalars(select(Approval)).one().voided_at = NOW
    with house.db.reading() as session, pytest.raises(Conflict, match="No text of this notice is approved"):
        letters(session, notice, "en", "email")
