"""The playbook in an incident: tick, skip, decide, attach, and who sits where."""

import io
import re

import pytest

from responder.intake.queries import get_incident
from responder.response.queries import list_runs
from tests.console.people import complaints, seen


@pytest.fixture
def steps(kim, incident, staffed_house):
    """Address of the steps of a running playbook, and the playbook."""
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    with staffed_house.db.reading() as session:
        run = list_runs(session, get_incident(session, incident))[0].id
    return f"/incidents/{incident}/playbook/{run}", staffed_house.playbooks["ransomware"]


def one_that(book, wanted):
    return next(step for step in book.steps if wanted(step) and step.phase == book.phases[0].id)


def test_a_step_is_ticked_from_the_room_with_one_button(kim, incident, steps):
    address, book = steps
    step = one_that(book, lambda step: not step.evidence and not step.decisions)
    room = kim.get(f"/incidents/{incident}")
    assert f"{address}/{step.id}/tick" in room.text
    after = kim.post(f"{address}/{step.id}/tick", follow=True, next=f"/incidents/{incident}")
    assert "Noted in the timeline" in seen(after)
    assert f"{address}/{step.id}/tick" not in after.text


def test_a_step_that_somebody_else_ticked_says_so(kim, front_door, steps):
    address, book = steps
    step = one_that(book, lambda step: not step.evidence and not step.decisions)
    kim.post(f"{address}/{step.id}/tick")
    answer = front_door.person("ray").post(f"{address}/{step.id}/tick", status=409)
    assert "Somebody was quicker" in seen(answer)


def test_a_step_is_skipped_only_with_a_reason(kim, incident, steps):
    address, book = steps
    step = one_that(book, lambda step: not step.decisions)
    answer = kim.post(f"{address}/{step.id}/without", status=422, how="skip")
    assert "Fill this in" in complaints(answer)
    kim.post(f"{address}/{step.id}/without", how="skip", reason="no insurer")
    assert "no insurer" in seen(kim.get(f"/incidents/{incident}/timeline"))
    assert "Skipped" in seen(kim.get(f"{address}/{step.id}"))


def test_boxes_of_a_step_are_ticked_one_by_one(kim, steps):
    address, book = steps
    step = one_that(book, lambda step: step.tasks)
    page = kim.post(f"{address}/{step.id}/task", follow=True, task="1", done="1")
    assert 'aria-pressed="true"' in page.text.split("<main")[1]


def test_a_decision_is_taken_once_and_changed_only_with_a_reason(kim, steps):
    address, book = steps
    step = next(step for step in book.steps if step.decisions)
    decision = step.decisions[0]
    first, second = (option.id for option in decision.options[:2])
    kim.post(f"{address}/{step.id}/decide/{decision.id}", option=first)
    answer = kim.post(f"{address}/{step.id}/decide/{decision.id}", status=422, option=second)
    assert "reason" in complaints(answer).lower()
    kim.post(f"{address}/{step.id}/decide/{decision.id}", option=second, reason="more is known")


def test_evidence_is_attached_as_a_file_or_a_note(kim, incident, steps):
    address, book = steps
    step = one_that(book, lambda step: step.evidence)
    which = step.evidence[0].id
    answer = kim.post(f"{address}/{step.id}/evidence", status=422, evidence=which)
    assert "where the evidence lies" in complaints(answer)
    kim.post(f"{address}/{step.id}/evidence", evidence=which, file=(io.BytesIO(b"log line\n"), "vpn.log"))
    assert "attached" in seen(kim.get(f"{address}/{step.id}"))


def test_a_seat_is_taken_given_and_left(kim, front_door, incident, steps):
    seats = f"/incidents/{incident}/playbook/seats"
    ray = front_door.person("ray")
    assert "Ray (responder)" in seen(ray.post(f"{seats}/scribe/take", follow=True))
    kim.post(f"{seats}/forensics", account="ray")
    ray.post(f"{seats}/deputy", status=403, account="ray")
    ray.post(f"{seats}/scribe/leave", account="ray")
    page = kim.get(seats).text
    assert re.search(r'id="seat-scribe".*?Empty', page, re.DOTALL)


def test_an_auditor_reads_the_playbook_and_ticks_nothing(odo, steps):
    address, book = steps
    step = book.steps[0]
    assert "The step is done" not in seen(odo.get(f"{address}/{step.id}"))
    odo.post(f"{address}/{step.id}/tick", status=403)


def test_a_playbook_that_is_none_cannot_be_started(kim, incident):
    answer = kim.post(f"/incidents/{incident}/playbook/start", status=422, playbook="astrology")
    assert "Choose one" in complaints(answer)


def test_somebody_says_they_are_on_it_and_all_see_who(kim, front_door, incident, steps):
    address, book = steps
    step = one_that(book, lambda step: not step.decisions)
    kim.post(f"{address}/{step.id}/take")
    assert "Kim (commander) is on it" in seen(front_door.person("ray").get(f"/incidents/{incident}/playbook"))
    kim.post(f"{address}/{step.id}/take", status=409)
    assert "Ray (responder) is on it" in seen(front_door.person("ray").post(f"{address}/{step.id}/take", follow=True))
    assert "is on it" not in seen(kim.post(f"{address}/{step.id}/take", how="put_down", follow=True))


def test_a_decision_shows_where_each_option_leads_and_what_it_records(kim, steps):
    address, book = steps
    step = next(
        step for step in book.steps if any(option.to != "end" for each in step.decisions for option in each.options)
    )
    page = seen(kim.get(f"{address}/{step.id}"))
    for option in step.decisions[0].options:
        assert option.text["en"] in page
        assert "→ ends the playbook" in page if option.to == "end" else book.step(option.to).title["en"] in page


def test_a_step_says_why_it_is_here_and_what_comes_after_it(kim, steps):
    address, book = steps
    page = seen(kim.get(f"{address}/{book.steps[0].id}"))
    assert "Why it is here" in page
    assert "Comes next:" in page


def test_a_waiting_step_names_what_it_waits_for(kim, steps):
    address, book = steps
    page = seen(kim.get(f"{address}/{book.phases[1].steps[0].id}"))
    assert "Waits for:" in page


def test_a_playbook_ends_with_a_reason_and_names_what_was_left(kim, incident, steps):
    address, book = steps
    page = seen(kim.get(f"{address}/finish"))
    assert "Steps that must be done and are open" in page
    assert book.steps[0].title["en"] in page
    answer = kim.post(f"{address}/finish", status=422)
    assert "Steps are open that must be done" in complaints(answer)
    kim.post(f"{address}/finish", reason="It was a test machine")
    assert "It was a test machine" in seen(kim.get(f"/incidents/{incident}/timeline"))
    assert "finished" in seen(kim.get(f"/incidents/{incident}/playbook"))


def test_evidence_that_will_be_gone_stands_first_in_the_room(kim, incident, steps):
    page = seen(kim.get(f"/incidents/{incident}"))
    assert page.index("Evidence that will be gone") < page.index("What to do now")


def test_what_comes_again_is_ended_with_a_reason(kim, steps):
    address, book = steps
    step = next(step for step in book.steps if step.rhythm)
    assert "It has come often enough" in seen(kim.get(f"{address}/{step.id}"))
    kim.post(f"{address}/{step.id}/without", how="end_rounds", reason="The board knows")
    assert "Done" in seen(kim.get(f"{address}/{step.id}"))


def test_a_playbook_that_fits_what_is_known_offers_itself_until_somebody_starts_it(kim, incident):
    kim.post(f"/incidents/{incident}/facts/incident.type", value="ransomware")
    assert "What is known fits these too: Ransomware" in seen(kim.get(f"/incidents/{incident}"))
    assert "What is known fits these too" in seen(kim.get(f"/incidents/{incident}/playbook"))
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    assert "What is known fits these too" not in seen(kim.get(f"/incidents/{incident}"))
