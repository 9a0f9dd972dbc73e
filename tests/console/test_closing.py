"""Containing, closing, reopening: what is owed stands in the way until somebody says so."""

from tests.console.people import complaints, record, seen


def test_an_incident_that_owes_nothing_is_closed_with_a_reason(kim, incident):
    answer = kim.post(f"/incidents/{incident}/close", status=422, reason="")
    assert "Fill this in" in complaints(answer)
    assert "Closed" in seen(kim.post(f"/incidents/{incident}/close", follow=True, reason="all clear"))


def test_open_duties_stand_in_the_way_until_somebody_says_so(kim, incident, staffed_house):
    record(staffed_house, incident)
    assert "Not closed" in seen(kim.post(f"/incidents/{incident}/close", follow=True, reason="tired"))
    kim.post(f"/incidents/{incident}/close", reason="the parent company files", despite_open="1")
    page = seen(kim.get(f"/incidents/{incident}/timeline"))
    assert "the parent company files (closed although" in page


def test_a_closed_incident_is_opened_again_with_a_reason(kim, incident):
    kim.post(f"/incidents/{incident}/close", reason="all clear")
    kim.post(f"/incidents/{incident}/close/state", state="open", reason_state="it came back")
    assert "it came back" in seen(kim.get(f"/incidents/{incident}/timeline"))
    kim.post(f"/incidents/{incident}/close/state", status=409, state="open", reason_state="twice")


def test_severity_is_rated_and_shown(kim, incident):
    kim.post(f"/incidents/{incident}/close/severity", severity="critical")
    assert "Critical" in seen(kim.get(f"/incidents/{incident}"))
    kim.post(f"/incidents/{incident}/close/severity", status=422, severity="apocalyptic")


def test_closing_is_for_who_leads(front_door, ada, incident):
    ada.get(f"/incidents/{incident}/close", status=403)
    front_door.person("ray").post(f"/incidents/{incident}/close", status=403, reason="done")
