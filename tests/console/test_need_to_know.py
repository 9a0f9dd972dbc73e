"""A restricted incident does not exist for whoever is not named in it, at no address and in no list."""

import re

import pytest
from sqlalchemy import select

from responder import clock, flow
from responder.errors import Conflict
from responder.intake.queries import get_incident, title_of
from responder.oncall.records import Page
from responder.people.queries import get_account
from responder.response.actions import assign_seat
from tests.console.people import complaints, record, seen

TITLE = "Board minutes copied by an insider"


@pytest.fixture
def secret(staffed_house):
    """The number of an incident that only Kim may see; something is known and owed in it."""
    with staffed_house.db.writing() as session:
        kim = get_account(session, "kim").id
        found = flow.open_incident(
            session, books=staffed_house, title=TITLE, by=kim, now=clock.now(), zone="Europe/Berlin",
            restricted=True, playbook="insider",
        )  # fmt: skip
        number, code_name = found.number, found.code_name
    record(staffed_house, number)
    return number, code_name


@pytest.fixture
def lin(front_door):
    return front_door.person("lin")


@pytest.fixture
def ray(front_door):
    return front_door.person("ray")


def addresses(app, number, method):
    """Every address of an incident; its other parts are filled with what might be there."""
    for rule in app.url_map.iter_rules():
        if "number" in rule.arguments and method in rule.methods and rule.rule.startswith("/incidents/"):
            parts = re.sub(r"<(?:[a-z]+:)?number>", number, rule.rule)
            yield re.sub(r"<int:\w+>", "1", re.sub(r"<(?:string:|path:)?\w+>", "one", parts))


def test_an_outsider_walks_every_address_of_it_and_finds_nothing(front_door, secret):
    number, code_name = secret
    for login in ("ray", "lin", "odo", "max", "ada"):
        person = front_door.person(login)
        walked = list(addresses(front_door.app, number, "GET"))
        assert len(walked) > 20
        for address in walked:
            answer = person.browser.get(address)
            assert answer.status_code in {403, 404}, f"{login} {address} {answer.status}"
            assert TITLE not in answer.text
            assert code_name not in answer.text


def test_an_outsider_can_do_nothing_to_it(front_door, secret):
    number, _ = secret
    ray, lin = front_door.person("ray"), front_door.person("lin")
    for address in addresses(front_door.app, number, "POST"):
        for person in (ray, lin):
            answer = person.browser.post(
                address,
                data={"csrf_token": person.csrf(), "reason": "x", "reason_state": "x", "text": "x", "state": "open"},
            )
            assert answer.status_code in {302, 403, 404, 405, 413, 422}, f"{address} {answer.status}"
            if answer.status_code == 302:
                assert "/sign-in/again" in answer.headers["Location"], address
            assert TITLE not in answer.text


def test_no_list_search_or_programs_view_tells_of_it(front_door, secret, staffed_house):
    number, code_name = secret
    plain = [
        rule.rule
        for rule in front_door.app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and "static" not in rule.rule
    ]
    assert "/" in plain
    assert "/api/incidents" in plain
    for login in ("ray", "lin", "odo", "max"):
        person = front_door.person(login)
        for address in [*plain, f"/?q={TITLE.split(maxsplit=1)[0]}", f"/?q={number}"]:
            text = person.browser.get(address).text.replace(f'value="{number}"', "")
            assert TITLE not in text, f"{login} {address}"
            assert code_name not in text, f"{login} {address}"
            if "q=" not in address:
                assert number not in text, f"{login} {address}"


def test_whoever_is_named_finds_all_of_it(front_door, kim, secret):
    number, code_name = secret
    assert TITLE in seen(kim.get(f"/incidents/{number}"))
    assert TITLE in seen(kim.get("/"))
    assert kim.get("/api/incidents").json[0]["code_name"] == code_name


def test_naming_somebody_lets_them_in_and_un_naming_out_again(kim, ray, secret):
    number, _ = secret
    kim.post(f"/incidents/{number}/need-to-know/name", login="ray", follow=True)
    assert TITLE in seen(ray.get(f"/incidents/{number}"))
    kim.post(f"/incidents/{number}/need-to-know/remove", login="ray", follow=True)
    ray.get(f"/incidents/{number}", status=404)
    refused = kim.post(f"/incidents/{number}/need-to-know/remove", status=409, login="kim")
    assert "name another first" in complaints(refused)
    told = seen(kim.get(f"/incidents/{number}/timeline"))
    assert "May see this incident: ray" in told
    assert "May no longer see this incident: ray" in told


def test_breaking_the_glass_is_loud(kim, lin, secret, staffed_house):
    number, _ = secret
    lin.post("/break-the-glass", status=422, number=number, reason="")
    lin.post("/break-the-glass", status=404, number="INC-2026-0999", reason="Nobody answers")
    page = lin.post("/break-the-glass", number=number, reason="Kim does not answer; a letter is due", follow=True)
    assert TITLE in seen(page)
    assert "broke the glass: Kim does not answer" in seen(kim.get(f"/incidents/{number}/timeline"))
    with staffed_house.db.reading() as session:
        [call] = session.scalars(select(Page)).all()
        assert call.why == "glass"
        assert call.levels[0]


def test_a_responder_may_not_break_the_glass(ray, secret):
    ray.post("/break-the-glass", status=403, number=secret[0], reason="Curious")


def test_an_open_incident_is_restricted_with_those_on_its_seats(kim, ray, lin, incident, staffed_house):
    with staffed_house.db.writing() as session:
        found = get_incident(session, incident)
        lin_id = get_account(session, "lin").id
        flow.restrict_incident(session, found, [lin_id], reason="An insider", by=found.opened_by, now=clock.now())
        title = title_of(session, found)
    ray.get(f"/incidents/{incident}", status=404)
    assert title in seen(lin.get(f"/incidents/{incident}"))
    kim.post(f"/incidents/{incident}/need-to-know/lift", reason="All know it", follow=True)
    assert title in seen(ray.get(f"/incidents/{incident}"))


def test_the_page_restricts_and_says_who_sees_it(kim, ray, incident):
    assert "Everybody who works here sees it" in seen(kim.get(f"/incidents/{incident}/need-to-know"))
    kim.post(f"/incidents/{incident}/need-to-know/restrict", reason="An insider", login="lin", follow=True)
    page = seen(kim.get(f"/incidents/{incident}/need-to-know"))
    assert "Lin (counsel)" in page
    assert "Restricted" in page
    ray.get(f"/incidents/{incident}", status=404)


def test_nobody_is_seated_who_may_not_see_it(secret, staffed_house):
    with staffed_house.db.writing() as session:
        found, ray = get_incident(session, secret[0]), get_account(session, "ray")
        [role, *_] = staffed_house.playbooks["insider"].roles
        with pytest.raises(Conflict, match="name them first"):
            assign_seat(session, found, role, ray, by=found.opened_by, now=clock.now())
