"""On call in the console: answering by a link without signing in, my tasks, what will be sent, rotas, calls."""

import re

import pytest

from responder import clock
from responder.intake.queries import get_incident
from responder.oncall.actions.paging import call
from responder.oncall.queries.pages import get_page, list_calls, list_pages, token_of
from responder.people.queries import get_account
from responder.response.actions.reminders import send_reminder
from responder.worker.jobs import remind_with
from tests.console.people import complaints, seen


@pytest.fixture
def max_(front_door):
    return front_door.person("max")


@pytest.fixture
def ray(front_door):
    return front_door.person("ray")


@pytest.fixture
def called(staffed_house, incident):
    """The token of a link by which Ray answers a call."""
    with staffed_house.db.writing() as session:
        stream, ray = get_incident(session, incident).id, get_account(session, "ray").id
        page = call(session, stream=stream, about="seat", why="call", first=[ray], by="system", now=clock.now()).id
    remind_with(send_reminder)(staffed_house, clock.now())
    with staffed_house.db.reading() as session:
        [one] = list_calls(session, get_page(session, page))
        return token_of(session, one.id)


def test_one_tap_answers_a_call_without_signing_in_and_a_look_answers_nothing(called, visitor, incident):
    page = visitor.get(f"/answer/{called}")
    assert "I am on it" in seen(page)
    assert "encrypted" not in page.text  # nothing of the incident but its code name
    assert "You have it" in seen(visitor.post(f"/answer/{called}", follow=True))
    assert "I am on it" not in seen(visitor.get(f"/answer/{called}"))


def test_a_made_up_link_answers_nothing(visitor, called):
    visitor.get("/answer/0123456789", status=404)
    visitor.post("/answer/0123456789", status=404)


def test_the_way_from_the_call_to_the_incident_wants_a_sign_in(called, visitor, ray, kim, incident):
    assert "/sign-in" in visitor.browser.get(f"/answer/{called}/incident").headers["Location"]
    assert ray.browser.get(f"/answer/{called}/incident").headers["Location"].endswith(incident)
    kim.get(f"/answer/{called}/incident", status=404)  # it was not Kim who was called


def test_my_tasks_shows_calls_first_and_answers_them(called, ray, staffed_house, incident):
    assert "You are called" in seen(ray.get("/tasks"))
    page = re.search(r"/tasks/calls/([0-9a-f]{32})", ray.get("/tasks").text)[1]
    assert "You are called" not in seen(ray.post(f"/tasks/calls/{page}", follow=True))
    assert "Answered" in seen(ray.get(f"/incidents/{incident}/calls"))


def test_my_tasks_are_of_all_incidents_and_the_load_of_everybody_is_counted(kim, incident):
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    kim.post(f"/incidents/{incident}/playbook/seats/commander/take")
    assert incident in seen(kim.get("/tasks"))
    assert re.search(r"Kim \(commander\) [1-9]", seen(kim.get("/tasks/workload")))


def test_what_will_be_sent_says_so_and_that_no_clock_runs(kim, incident):
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    page = seen(kim.get("/due"))
    assert "The clock stands still" in page
    assert incident in page
    assert "Kim (commander)" in page
    kim.get("/due?hours=99999999")


def test_somebody_is_called_from_the_incident_and_the_call_taken_back(kim, incident, staffed_house):
    page = seen(kim.post(f"/incidents/{incident}/calls", follow=True, account="ray"))
    assert "Nobody has answered yet" in page
    remind_with(send_reminder)(staffed_house, clock.now())
    assert "Telephone" in seen(kim.get(f"/incidents/{incident}/calls"))
    with staffed_house.db.reading() as session:
        [one] = list_pages(session)
        page_id = one.id
    assert "Taken back" in seen(kim.post(f"/incidents/{incident}/calls/{page_id}/withdraw", follow=True))
    kim.post(f"/incidents/{incident}/calls/{'0' * 32}/answer", status=404)


LAYER = {"people": "ray ada", "starts_on": "2026-11-02", "handover": "09:00", "every_days": "7"}


def test_a_rota_is_made_swapped_and_given_as_a_calendar(kim, ray):
    page = seen(
        kim.post("/on-call/rotas", follow=True, name="primary", zone="Europe/Berlin", holidays="2026-12-25", **LAYER)
    )
    assert "Ray (responder)" in page
    assert "Ada (approver)" in page
    swapped = seen(
        ray.post("/on-call/rotas/primary/swaps", follow=True, account="kim", ends="2027-01-05T09:00", layer="1")
    )
    assert "now: Kim (commander)" in swapped
    ics = ray.get("/on-call/rotas/primary.ics")
    assert ics.mimetype == "text/calendar"
    assert "On call: primary (kim)" in ics.text
    assert "now: Kim (commander)" in seen(ray.get("/on-call"))
    ray.post("/on-call/rotas/primary/layers", status=403, **LAYER)
    kim.post("/on-call/rotas/primary/layers", follow=True, **{**LAYER, "hours": "09:00-17:00", "weekdays": "mon tue"})
    kim.post("/on-call/rotas/primary/layers/1/remove", follow=True)


def test_a_layer_that_cannot_be_is_refused_and_kept(kim):
    answer = kim.post(
        "/on-call/rotas", status=422, name="primary", zone="Europe/Berlin", **{**LAYER, "handover": "nine"}
    )
    assert "time of day" in complaints(answer)
    assert 'value="ray ada"' in answer.text


def test_the_path_is_written_by_whoever_manages_and_a_mistake_is_named_by_its_line(kim, ray, incident):
    saved = {"path_name": "house", "rounds": "2"}
    kim.post("/on-call/paths", levels="person:ray 5m sms\nadministrators 10m", **saved)
    assert "person:ray 5m sms" in kim.get("/on-call").text
    refused = kim.post("/on-call/paths", status=422, levels="person:ray 5m\nrota:gone", **saved)
    assert "rota:gone" in complaints(refused)
    assert "person:ray 5m sms" not in seen(ray.get(f"/incidents/{incident}/calls"))  # it had begun with another
    ray.post("/on-call/paths", status=403, levels="opener", **saved)


def test_teams_absences_and_deputies(kim, ray):
    assert "Ada (approver)" in seen(kim.post("/on-call/teams", follow=True, team_name="dfir", members="ada ray"))
    ray.post("/on-call/deputies", whose="kim", deputy="ada")  # one's own, whatever was asked for
    assert "Ray (responder) Ada (approver)" in seen(ray.get("/on-call"))
    page = ray.post("/on-call/away", follow=True, who="kim", ends="2030-01-01T10:00")
    absence = re.search(r"/on-call/away/([0-9a-f]{32})/end", page.text)[1]
    assert "/end" not in ray.post(f"/on-call/away/{absence}/end", follow=True).text
    assert "ends before" in complaints(ray.post("/on-call/away", status=422, who="ray", ends="2020-01-01T10:00"))


def test_a_personal_calendar_has_an_address_nobody_guesses_and_a_new_one_ends_the_old(kim, incident, visitor):
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    address = re.search(r"/calendar/[\w-]{40,}\.ics", kim.post("/calendar", status=200).text)[0]
    feed = visitor.get(address)
    assert feed.mimetype == "text/calendar"
    assert incident in feed.text
    assert "encrypted" not in feed.text
    kim.post("/calendar", status=200)
    visitor.get(address, status=404)
    visitor.get("/calendar/guess.ics", status=404)


def test_a_seat_is_handed_over_once_the_other_accepts(kim, ray, incident):
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    kim.post(f"/incidents/{incident}/playbook/seats/commander/take")
    offered = {"from": "kim", "to": "ray", "note": "The supplier calls at six."}
    ray.post(f"/incidents/{incident}/hand-over/seats/commander", status=403, **offered)
    page = kim.post(f"/incidents/{incident}/hand-over/seats/commander", follow=True, **offered)
    assert "Until the other has accepted, it stays where it is" in seen(page)
    assert "Kim (commander) → Ray (responder)" in seen(page)
    tasks = ray.get("/tasks")
    assert "from Kim (commander)" in seen(tasks)
    accept = re.search(r"/tasks/incidents/[^\"]+", tasks.text)[0]
    kim.post(accept, status=403, answer="accept")
    ray.post(accept, answer="accept")
    assert "→ Ray" not in seen(kim.get(f"/incidents/{incident}/playbook/seats"))
    assert "Ray (responder)" in seen(kim.get(f"/incidents/{incident}/playbook/seats"))


def test_a_step_is_given_to_several_people_and_handed_over(kim, ray, incident):
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    step = re.search(
        rf"/incidents/{incident}/playbook/([0-9a-f]{{32}})/([a-z-]+)\"", kim.get(f"/incidents/{incident}").text
    )
    where = f"/incidents/{incident}/hand-over/steps/{step[1]}/{step[2]}"
    page = kim.get(step[0].rstrip('"'))
    boxes = re.findall(r'id="given-([0-9a-f]{32})".*?<label[^>]*>([^<]+)<', page.text)
    chosen = [id_ for id_, name in boxes if name in {"Ray (responder)", "Lin (counsel)"}]
    kim.post(f"{where}/given", given=" ".join(chosen))
    assert step[2] in ray.get("/tasks").text
    kim.post(f"/incidents/{incident}/playbook/{step[1]}/{step[2]}/take")
    kim.post(where, to="ray")
    assert "from Kim (commander)" in seen(ray.get("/tasks"))
    withdraw = re.search(r"/incidents/[^\"]+/withdraw", kim.get(f"/incidents/{incident}/playbook/seats").text)[0]
    kim.post(withdraw)
    assert "from Kim" not in seen(ray.get("/tasks"))


def test_where_i_am_reached_and_a_trial_call_to_myself_alone(ray, staffed_house):
    refused = ray.post("/account/reached", status=422, email="ray@example.org", phone="12345")
    assert "telephone number" in complaints(refused)
    ray.post("/account/reached", email="ray@example.org", phone="+1 202 555 0101")
    assert "+12025550101" in ray.get("/account").text
    ray.post("/account/trial-call")
    with staffed_house.db.reading() as session:
        [page] = list_pages(session)
        assert (page.why, len(page.levels), page.rounds) == ("trial", 1, 1)
