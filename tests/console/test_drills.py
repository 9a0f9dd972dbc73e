"""Drills at the console: started, played, steered, asked about, ended, and how they went."""

import re
from datetime import timedelta

import pytest

from responder import clock
from responder.intake.queries import get_incident
from responder.post.queries import list_guests
from responder.worker.jobs import JOBS
from tests.console.people import seen

DRILL = next(job for job in JOBS if job.name == "drill")


@pytest.fixture
def number(kim):
    answer = kim.post("/drills", what="ransomware-friday")
    return re.search(r"/incidents/(DRILL-\d{4}-\d{4})/drill", answer.headers["Location"])[1]


def test_a_drill_is_started_from_a_scenario_and_listed_apart_from_what_is_real(kim, number, incident):
    drills, incidents = seen(kim.get("/drills")), seen(kim.get("/"))
    assert number in drills
    assert "Ransomware on a Friday evening" in drills
    assert incident not in drills
    assert incident in incidents
    assert "DRILL-" not in incidents


def test_what_comes_stands_on_the_drills_page_in_its_banner_and_in_the_timeline(kim, number, staffed_house):
    assert "Nothing yet" in seen(kim.get(f"/incidents/{number}/drill"))
    DRILL.work(staffed_house, clock.now())
    page = seen(kim.get(f"/incidents/{number}/drill"))
    assert "Help desk: Files on the share cannot be opened" in page
    assert "READ_ME_NOW.txt" in page
    room = seen(kim.get(f"/incidents/{number}"))
    assert "This is a drill: nothing leaves the house." in room
    assert "Files on the share cannot be opened" in room
    assert "Help desk: Files on the share" in seen(kim.get(f"/incidents/{number}/timeline"))


def test_only_whoever_started_it_reads_what_is_still_to_come(kim, front_door, number):
    assert "The authority's line is open" in seen(kim.get(f"/incidents/{number}/drill"))
    assert "The authority's line is open" not in seen(front_door.person("lin").get(f"/incidents/{number}/drill"))


def test_its_clock_stands_leaps_and_runs_on(kim, number, staffed_house):
    address = f"/incidents/{number}/drill/clock"
    assert "It stands: nothing falls due." in seen(kim.post(address, follow=True, how="pause"))
    assert "It runs 120 times as fast" in seen(kim.post(address, follow=True, how="run", speed="120"))
    kim.post(address, how="leap", leap="120")
    DRILL.work(staffed_house, clock.now() + timedelta(seconds=1))
    assert "The note names the customer cards" in seen(kim.get(f"/incidents/{number}/drill"))
    assert "Write a whole number" in kim.post(address, status=422, how="run", speed="fast").text


def test_whoever_may_not_lead_a_drill_does_not_steer_it(front_door, number):
    ray = front_door.person("ray")
    assert "Stop the clock" not in seen(ray.get(f"/incidents/{number}/drill"))
    ray.post(f"/incidents/{number}/drill/clock", status=403, how="pause")
    ray.post(f"/incidents/{number}/drill/end", status=403)


def test_who_is_asked_answers_once_they_can_know(front_door, number, staffed_house):
    ray = front_door.person("ray")
    address = f"/incidents/{number}/drill/ask"
    assert "Nobody knows yet." in seen(ray.post(address, follow=True, fact="incident.ongoing"))
    DRILL.work(staffed_house, clock.now())
    page = ray.post(address, follow=True, fact="incident.ongoing")
    assert "Help desk: New files still change their names" in seen(page)
    assert f"/incidents/{number}/facts/incident.ongoing" in page.text


def test_a_guest_is_written_to_only_once_they_agreed_themselves(kim, visitor, number, staffed_house):
    page = kim.post(f"/incidents/{number}/drill/guests", follow=True, whom="Guest@example.org")
    link = re.search(r"/drill-guest/[\w-]+", page.text)[0]
    assert "has not agreed" in seen(page)
    assert "asks whether its messages may reach you" in seen(visitor.get(link))

    def confirmed():
        with staffed_house.db.reading() as session:
            (guest,) = list_guests(session, get_incident(session, number).id)
            return guest.confirmed_at is not None

    assert not confirmed()
    assert "You have agreed." in seen(visitor.post(link, status=200))
    assert confirmed()
    guest = re.search(r"/drill/guests/(\w+)/remove", kim.get(f"/incidents/{number}/drill").text)[1]
    kim.post(f"/incidents/{number}/drill/guests/{guest}/remove")
    visitor.get(link, status=410)


def test_a_drill_is_ended_and_its_score_says_what_was_missed(kim, number):
    page = seen(kim.post(f"/incidents/{number}/drill/end", follow=True))
    assert "Of 15 things expected by now 0 were done in time." in page
    assert "Seat taken: Incident commander" in page or "Seat taken: Commander" in page
    assert "it is over" in page
    kim.post(f"/incidents/{number}/drill/clock", status=409, how="pause")


def test_the_report_of_a_drill_says_so_and_how_it_went(kim, number):
    page = seen(kim.get(f"/incidents/{number}/report"))
    assert "Report on a drill" in page
    assert "How the drill went" in page


def test_a_playbook_is_played_without_a_scenario_too(kim):
    page = seen(kim.post("/drills", follow=True, what="without:insider", speed="10"))
    assert "This drill has no scenario" in page
    assert "10 times as fast" in page
    assert "At most 1440" in kim.post("/drills", status=422, what="without:insider", speed="2000").text


def test_a_real_incident_has_no_page_of_a_drill_and_no_banner(kim, incident):
    room = seen(kim.get(f"/incidents/{incident}"))
    assert "This is a drill" not in room
    assert f"/incidents/{incident}/drill" not in kim.get(f"/incidents/{incident}").text
    kim.post(f"/incidents/{incident}/drill/end", status=404)
