"""Guests: in by a link, one incident, one role, an end date, and all they read is known."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from responder import clock, flow
from responder.intake.actions.guests import end_expired
from responder.intake.records import Insider
from responder.people.queries import get_account
from tests.console.people import complaints, seen

LINK = re.compile(r"(/link/[\w-]+)")


@pytest.fixture
def other(staffed_house):
    with staffed_house.db.writing() as session:
        by = get_account(session, "kim").id
        return flow.open_incident(session, books=staffed_house, title="Another matter", by=by, now=clock.now()).number


def invited(front_door, kim, number, role):
    until = (clock.now() + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M")
    page = kim.post(
        f"/incidents/{number}/guests", status=200, name="Guest of the test", role=role, ends_at=until, language="en"
    )
    guest = front_door.visitor()
    guest.post(LINK.search(page.text)[1], password="quiet harbour lantern")
    return guest


def test_outside_counsel_comes_in_by_a_link_and_sees_this_incident_alone(front_door, kim, incident, other):
    guest = invited(front_door, kim, incident, "outside_counsel")
    shown = seen(guest.get("/"))
    assert incident in shown
    assert other not in shown
    guest.get(f"/incidents/{other}", status=404)
    guest.get("/people", status=403)
    guest.get("/reports", status=403)
    guest.post("/incidents/new", status=403, title="x")


def test_outside_counsel_holds_the_pen_for_privilege_and_forensics_does_not_see_it(front_door, kim, incident):
    counsel = invited(front_door, kim, incident, "outside_counsel")
    forensics = invited(front_door, kim, incident, "forensics")
    counsel.post(f"/incidents/{incident}/timeline", text="We advise to wait", privileged="1", follow=True)
    assert "We advise to wait" in seen(counsel.get(f"/incidents/{incident}/timeline"))
    assert "We advise to wait" not in seen(forensics.get(f"/incidents/{incident}/timeline"))


def test_an_insurer_reads_and_changes_nothing(front_door, kim, incident):
    insurer = invited(front_door, kim, incident, "insurer")
    assert incident in seen(insurer.get(f"/incidents/{incident}/report"))
    insurer.get(f"/incidents/{incident}/timeline", status=403)
    insurer.post(f"/incidents/{incident}/timeline", status=403, text="x")


def test_what_a_guest_reads_is_recorded(front_door, kim, incident):
    guest = invited(front_door, kim, incident, "forensics")
    guest.get(f"/incidents/{incident}/timeline")
    page = seen(kim.get(f"/incidents/{incident}/guests"))
    assert "timeline.page" in page
    assert "What they read" in page


def test_a_guest_sees_nothing_once_the_end_has_come_and_is_then_shut_out(front_door, kim, incident, staffed_house):
    guest = invited(front_door, kim, incident, "forensics")
    with staffed_house.db.writing() as session:
        [row] = session.scalars(select(Insider).where(Insider.how == "guest")).all()
        row.ends_at = clock.now() - timedelta(seconds=1)
    guest.get(f"/incidents/{incident}", status=404)
    with staffed_house.db.writing() as session:
        assert end_expired(session, now=clock.now(), by="system") == 1
        assert end_expired(session, now=clock.now(), by="system") == 0
    assert guest.browser.get(f"/incidents/{incident}").status_code == 302  # to the sign-in


def test_a_guest_is_shown_the_door_at_once(front_door, kim, incident):
    guest = invited(front_door, kim, incident, "insurer")
    login = re.search(r"guest\.[0-9a-f]{8}", kim.get(f"/incidents/{incident}/guests").text)[0]
    kim.post(f"/incidents/{incident}/guests/{login}/end", follow=True)
    assert guest.browser.get(f"/incidents/{incident}").status_code == 302
    assert "sees this incident no longer" in seen(kim.get(f"/incidents/{incident}/timeline"))


def test_an_end_in_the_past_or_a_far_future_is_refused(kim, incident):
    for days in (-1, 500):
        at = (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        refused = kim.post(
            f"/incidents/{incident}/guests", status=422, name="Guest", role="insurer", ends_at=at, language="en"
        )
        assert "end date" in complaints(refused)


def test_an_administrator_sees_guests_among_the_people(front_door, kim, incident):
    invited(front_door, kim, incident, "outside_counsel")
    assert "Outside counsel" in seen(front_door.person("max").get("/people"))


def test_a_printer_lands_at_the_files_and_sees_nothing_else(front_door, kim, incident):
    printer = invited(front_door, kim, incident, "printer")
    assert "No file is ready yet" in seen(printer.browser.get("/", follow_redirects=True))
    printer.get("/printing")
    for address in ("", "/timeline", "/facts", "/report", "/sending"):
        printer.get(f"/incidents/{incident}{address}", status=403)
