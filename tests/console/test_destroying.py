"""Holding and destroying at the console: two people, a page that goes on to work, and a certificate."""

import pytest

from responder import clock, flow
from responder.intake.actions import change_state
from responder.intake.queries import get_incident
from tests.console.people import seen


@pytest.fixture
def page(front_door, incident):
    """The page of destruction of an incident that is closed and need not be kept."""
    with front_door.services.db.writing() as session:
        change_state(session, get_incident(session, incident), "closed", reason="over", by="system", now=clock.now())
    address = f"/incidents/{incident}/destruction"
    front_door.person("lin").post(f"{address}/period", days="0")
    return address


def test_one_proposes_another_approves_and_what_is_left_still_opens(front_door, page, incident):
    lin, ada = front_door.person("lin"), front_door.person("ada")
    lin.post(f"{page}/propose", ground="retention")
    assert "Destroy it for good" not in seen(lin.get(page))
    ada.post(f"{page}/approve", 422)
    ada.post(f"{page}/approve", for_good="1")
    assert "the certificate follows" in seen(ada.get(page))
    assert flow.destroy_all_approved(front_door.services, now=clock.now()) == 1
    assert "Certificate of destruction" in seen(ada.get(page))
    assert ada.get(f"{page}/certificate.json").json["number"] == incident
    assert "SHA-256" in ada.get(f"{page}/certificate.md").text
    for left in ("sending", "timeline", "timeline/verify"):
        ada.get(f"/incidents/{incident}/{left}")
    ada.get(f"/incidents/{incident}", 410)
    ada.get("/")


def test_a_held_incident_offers_no_destruction_and_its_release_takes_two(front_door, page):
    lin, ada = front_door.person("lin"), front_door.person("ada")
    ada.post(f"{page}/holds", reason="A court asks for it")
    assert "Propose to destroy" not in seen(lin.get(page))
    lin.post(f"{page}/propose", 409, ground="retention")
    lin.post(f"{page}/holds/1/release", ending="The case ended")
    lin.post(f"{page}/holds/1/confirm", 403)
    ada.post(f"{page}/holds/1/confirm")
    assert "Propose to destroy" in seen(lin.get(page))


def test_an_auditor_reads_and_changes_nothing(front_door, page):
    odo = front_door.person("odo")
    odo.get(page)
    odo.post(f"{page}/holds", 403, reason="mine")
    odo.post(f"{page}/approve", 403, for_good="1")
