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


def test_a_suspicion_is_closed_as_what_it_was_and_looked_at_again(kim, incident):
    kim.post(
        f"/incidents/{incident}/close", reason="The disk was blank", closed_as="near_miss",
        look_again_at="2027-01-10T09:00", despite_open="1",
    )  # fmt: skip
    page = seen(kim.get(f"/incidents/{incident}/close"))
    assert "A near miss" in page
    assert "Look again" in page


def test_a_duplicate_refers_to_the_incident_that_goes_on_and_both_timelines_stay(kim, incident):
    kim.post("/incidents/new", title="The same, told by another", kind="real", playbook="")
    kim.post("/incidents/INC-2026-0002/close/join", status=422, other=incident, reason_join="")
    kim.post("/incidents/INC-2026-0002/close/join", other=incident, reason_join="One attack")
    assert "it goes on there" in seen(kim.get("/incidents/INC-2026-0002/timeline"))
    assert "it goes on here" in seen(kim.get(f"/incidents/{incident}/timeline"))
    kim.post(f"/incidents/{incident}/close/join", status=409, other="INC-2026-0002", reason_join="Round and round")
