"""Reports and alarms as whoever is on call works through them."""

import pytest

from responder import clock
from responder.intake.actions.reports import file_report
from responder.intake.queries.reports import get_report, lines_of, title_of_report
from responder.journal.queries import page
from tests.console.people import complaints, seen


@pytest.fixture
def number(staffed_house):
    return told(staffed_house, "A laptop with payroll is gone")


def told(house, text):
    with house.db.writing() as session:
        return file_report(
            session, origin="form", title="", text=text, by="system", now=clock.now(), contact="caller@example.org"
        ).report.number


def test_the_list_shows_what_nobody_has_and_taking_it_says_who_does(kim, number):
    assert "Nobody has it" in seen(kim.get("/reports"))
    kim.post(f"/reports/{number}/take", follow=True)
    shown = seen(kim.get("/reports"))
    assert "Somebody is on it" in shown
    assert "Kim (commander)" in shown
    assert "caller@example.org" in seen(kim.get(f"/reports/{number}"))


def test_a_person_makes_it_an_incident_and_what_was_told_stands_in_its_timeline(kim, number, staffed_house):
    answer = kim.post(f"/reports/{number}/incident", title="Laptop lost", playbook="", severity="high")
    assert answer.headers["Location"] == "/incidents/INC-2026-0001"
    assert "payroll is gone" in seen(kim.get("/incidents/INC-2026-0001/timeline"))
    assert "INC-2026-0001" in seen(kim.get(f"/reports/{number}"))
    with staffed_house.db.reading() as session:
        report = get_report(session, number)
        keys = staffed_house.keystore
        keys.destroy(report.incident_id)
        assert title_of_report(session, report) == number  # its texts died with the incident's key
        assert lines_of(session, report) == []


def test_a_suspicion_is_closed_with_a_reason_counted_as_near_miss_and_looked_at_again(kim, number):
    assert "Fill this in" in complaints(
        kim.post(f"/reports/{number}/close", status=422, outcome="near_miss", reason="")
    )
    kim.post(
        f"/reports/{number}/close", outcome="near_miss", reason="It was encrypted", look_again_at="2027-01-10T09:00"
    )
    shown = seen(kim.get("/reports?all=1"))
    assert "Near misses 1" in shown
    assert "Look again" in shown
    kim.post(f"/reports/{number}/reopen", reason="The key was in the bag", follow=True)
    assert "Somebody is on it" in seen(kim.get(f"/reports/{number}"))


def test_two_reports_of_one_thing_are_joined_and_both_keep_their_words(kim, number, staffed_house):
    second = told(staffed_house, "My colleague lost the payroll laptop")
    kim.post(f"/reports/{number}/incident", title="Laptop lost", playbook="", severity="high")
    kim.post(f"/reports/{second}/join", status=404, other="REP-2026-0999")
    kim.post(f"/reports/{second}/join", other=number)
    assert "Joined to another" in seen(kim.get(f"/reports/{second}"))
    with staffed_house.db.reading() as session:
        incident = get_report(session, second).incident_id
        told_in_it = [line["what"] for line in page(session, incident).lines]
    assert any("My colleague lost" in what for what in told_in_it)


def test_what_is_settled_cannot_be_settled_again(kim, number):
    kim.post(f"/reports/{number}/close", outcome="false_alarm", reason="A joke")
    kim.post(f"/reports/{number}/incident", status=409, title="x", playbook="", severity="low")
    kim.post(f"/reports/{number}/take", status=409)


def test_an_auditor_reads_reports_and_changes_none(odo, number):
    assert "payroll is gone" in seen(odo.get(f"/reports/{number}"))
    odo.post(f"/reports/{number}/take", status=403)
    odo.post("/reports", status=403, text="x")


def test_a_colleague_notes_what_somebody_said(kim):
    kim.post("/reports", text="The bank called: our files are for sale", follow=True)
    assert "our files are for sale" in seen(kim.get("/reports"))


def test_until_somebody_decides_the_word_breach_appears_nowhere(kim, number):
    kim.post(f"/reports/{number}/incident", title="Laptop lost", playbook="", severity="high")
    for address in ("", "/timeline", "/facts", "/notices", "/close"):
        assert "breach" not in seen(kim.get(f"/incidents/INC-2026-0001{address}")).lower(), address
    assert "breach" not in seen(kim.get(f"/reports/{number}")).lower()
