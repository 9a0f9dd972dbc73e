"""An incident of which everything is known, the draft of its first notice, and how people edit and approve it."""

import html
import re

import pytest

from responder import clock, flow
from responder.cli.demo_stage import Stage
from responder.intake.queries import get_incident
from responder.people.queries import get_account


@pytest.fixture
def known(staffed_house, incident):
    """An incident of which everything is known that its notices ask for."""
    facts = Stage(staffed_house, now=clock.now(), say=lambda _chapter: None).facts
    with staffed_house.db.writing() as session:
        by = get_account(session, "kim").id
        found = get_incident(session, incident)
        flow.record_facts(session, found, facts, books=staffed_house, by=by, now=clock.now())
    return incident


@pytest.fixture
def notice(kim, known):
    """Address of the draft to the lead authority."""
    page = kim.get(f"/incidents/{known}/notices")
    duties = re.findall(r"<li>.*?</li>", page.text, re.DOTALL)
    wanted = next(duty for duty in duties if "eu-gdpr" in duty and 'name="duty"' in duty)
    identity = re.search(r'name="duty" value="([0-9a-f]+)"', wanted)[1]
    return kim.post(f"/incidents/{known}/notices", duty=identity).headers["Location"]


def text_of(page):
    return html.unescape(re.search(r'<textarea id="text".*?>(.*?)</textarea>', page.text, re.DOTALL)[1])


def edit(person, address, text, *, expected, status=302, subject="To the authority"):
    language = re.search(r'type="hidden" name="language" value="(\w+)"', person.get(f"{address}/edit").text)[1]
    return person.post(
        f"{address}/edit",
        status=status,
        language=language,
        medium="letter",
        subject=subject,
        text=text,
        expected=str(expected),
    )


def approve(person, address, status=302, **more):
    page = person.get(f"{address}/approve")
    return press(person, address, page, status, **more)


def press(person, address, page, status=302, **more):
    """The button of a page as it was shown, perhaps some time ago."""
    accepted = re.findall(r'name="accepted" value="([^"]+)"', page.text)
    digest = re.search(r'name="seen" value="(\w+)"', page.text)
    return person.post(
        f"{address}/approve", status=status, accepted=accepted, seen=digest[1] if digest else "0", **more
    )
