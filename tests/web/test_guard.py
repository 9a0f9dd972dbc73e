"""The door: deny by default, one deed an endpoint, no form from elsewhere."""

import hashlib
import re

import pytest
from flask import Flask

from responder.console.showing import STATIC
from responder.people.permissions import PERMISSIONS
from responder.web import guard
from tests.console.people import seen


def test_every_address_has_a_guard_or_stands_on_the_list_of_public_ones(front_door):
    for endpoint in front_door.app.view_functions:
        guarded = guard.guard_of(front_door.app, endpoint)
        assert (guarded is not None) != (endpoint in (*guard.PUBLIC, *guard.SIGNED_CALLS)), endpoint


def test_every_public_name_is_an_address(front_door):
    assert {*guard.PUBLIC, *guard.SIGNED_CALLS} <= set(front_door.app.view_functions)


def test_an_app_with_an_unguarded_address_does_not_start():
    app = Flask("unguarded", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(ValueError, match="open: name its deed"):
        guard.check_every_endpoint(app)


def test_an_app_with_an_unknown_deed_does_not_start():
    app = Flask("unknown", static_folder=None)
    app.add_url_rule("/x", "x", guard.deed("world.conquer")(lambda: ""))
    with pytest.raises(ValueError, match=r"world\.conquer"):
        guard.check_every_endpoint(app)


def test_whoever_is_not_signed_in_is_asked_to_sign_in_first(front_door, visitor, incident):
    for rule in front_door.app.url_map.iter_rules():
        guarded = guard.guard_of(front_door.app, rule.endpoint)
        if guarded is None or "GET" not in rule.methods:
            continue
        values = {name: incident if name == "number" else "1" for name in rule.arguments}
        with front_door.app.test_request_context():
            address = front_door.app.url_for(rule.endpoint, **values)
        answer = visitor.browser.get(address)
        if rule.endpoint.startswith("api."):
            assert answer.status_code == 401
        else:
            assert answer.status_code == 302, rule.endpoint
            assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("login", ["kim", "ray", "ada", "lin", "odo", "max"])
def test_a_permission_set_reaches_what_it_holds_and_nothing_else(front_door, incident, login):
    person = front_door.person(login)
    sets = {
        "kim": "commander",
        "ray": "responder",
        "ada": "approver",
        "lin": "counsel",
        "odo": "auditor",
        "max": "administrator",
    }
    for rule in front_door.app.url_map.iter_rules():
        guarded = guard.guard_of(front_door.app, rule.endpoint)
        if (
            guarded is None
            or "GET" not in rule.methods
            or rule.arguments - {"number"}
            or guarded.deed == guard.SIGNED_IN
            or rule.endpoint.startswith("advice.")  # counsel names its readers, incident by incident: test_advice.py
        ):
            continue
        with front_door.app.test_request_context():
            address = front_door.app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, incident))
        may = sets[login] in PERMISSIONS[guarded.deed]
        answer = person.browser.get(address)
        assert (answer.status_code != 403) == may, f"{login} {rule.endpoint} {answer.status}"


def test_a_form_without_its_token_changes_nothing(kim, incident):
    answer = kim.browser.post(f"/incidents/{incident}/timeline", data={"text": "forged"})
    assert answer.status_code == 400
    assert "forged" not in seen(kim.get(f"/incidents/{incident}/timeline"))


def test_a_form_kept_open_too_long_is_offered_again_with_what_was_typed(kim, incident):
    answer = kim.browser.post(
        f"/incidents/{incident}/timeline",
        data={"text": "router unplugged", "csrf_token": "stale"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 400
    assert "router unplugged" in seen(answer)


def test_a_strangers_form_is_never_offered_again(visitor, incident):
    answer = visitor.browser.post(
        f"/incidents/{incident}/timeline", data={"text": "forged"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 401
    assert "kept" not in seen(answer)
    assert 'name="kept" value=""' in answer.text


def test_an_address_that_is_none_says_so(kim):
    assert "There is no page at this address" in seen(kim.get("/nowhere", status=404))


def test_a_foreign_host_name_is_refused(front_door):
    assert front_door.app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_pages_are_never_kept_and_files_of_ours_are(kim):
    page = kim.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    style = kim.browser.get("/static/frame.css?v=1")
    assert "immutable" in style.headers["Cache-Control"]
    style.close()


def test_over_https_the_cookie_is_bound_to_the_host(front_door, visitor):
    answer = visitor.browser.get("/sign-in", base_url="https://localhost")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_vendored_files_are_the_ones_written_down(front_door):
    table = (STATIC / "VENDORED.md").read_text(encoding="utf-8")
    for name, digest in re.findall(r"\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|", table):
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
