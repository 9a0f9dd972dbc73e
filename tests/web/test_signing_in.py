"""Signing in: by password, by link, again for what cannot be taken back; and nothing typed is lost."""

import re

import pytest
from argon2 import PasswordHasher

from responder import clock
from responder.people import passwords
from responder.people.actions import links
from responder.people.actions.accounts import set_password
from responder.people.queries import get_account
from responder.people.records import SignIn
from tests.console.people import PASSWORD, Person, seen


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def kims_password(staffed_house):
    with staffed_house.db.writing() as session:
        set_password(session, get_account(session, "kim"), PASSWORD, by="system", now=clock.now())


def link_for(house, login, purpose):
    with house.db.writing() as session:
        account = get_account(session, login) if login else None
        return links.path_of(links.make_link(session, purpose, account, by="system", now=clock.now()))


def test_the_right_password_opens_the_page_that_was_wanted(visitor, kims_password, incident):
    answer = visitor.post("/sign-in", login="KIM", password=PASSWORD, next=f"/incidents/{incident}/facts")
    assert answer.headers["Location"] == f"/incidents/{incident}/facts"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    visitor.get("/")


@pytest.mark.parametrize("login", ["kim", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(visitor, kims_password, login):
    answer = visitor.post("/sign-in", status=401, login=login, password="wrong words entirely")
    assert "Login or password is wrong" in seen(answer)


def test_a_link_elsewhere_is_not_followed(visitor, kims_password):
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/a\\b"):
        answer = visitor.post("/sign-in", login="kim", password=PASSWORD, next=target)
        assert answer.headers["Location"] == "/"


def test_too_many_tries_must_wait(visitor, kims_password):
    for _ in range(10):
        visitor.post("/sign-in", status=401, login="kim", password="wrong words entirely")
    answer = visitor.post("/sign-in", status=429, login="kim", password=PASSWORD)
    assert "Too many tries" in seen(answer)


def test_an_empty_form_says_which_fields(visitor):
    answer = visitor.browser.post("/sign-in", data={"csrf_token": visitor.csrf()})
    assert answer.status_code == 422
    assert answer.text.count('class="complaint"') == 2 or "Fill this in" in seen(answer)


def test_signing_out_ends_the_session_on_the_server(front_door, kim):
    token = kim.browser.get_cookie("responder").value
    kim.post("/sign-out")
    assert Person(front_door.app, "kim", token).browser.get("/").status_code == 302


def test_a_one_time_link_signs_in_once(front_door, visitor, staffed_house):
    address = link_for(staffed_house, "ada", links.SIGN_IN)
    assert "works once" in seen(visitor.get(address))
    visitor.post(address)
    assert "Ada" in seen(visitor.get("/"))
    assert "was used or has expired" in seen(front_door.visitor().get(address, status=410))


def test_a_link_lets_somebody_choose_a_password_and_keeps_the_link_after_a_bad_one(visitor, staffed_house):
    address = link_for(staffed_house, "ada", links.PASSWORD)
    answer = visitor.post(address, status=422, password="short")
    assert "12 to 200 characters" in seen(answer)
    visitor.post(address, password="another quiet harbour")
    assert "Ada" in seen(visitor.get("/"))


def test_a_lost_session_loses_nothing_that_was_typed(front_door, kim, kims_password, incident, staffed_house):
    with staffed_house.db.writing() as session:
        for row in session.query(SignIn).all():
            row.ended_at = clock.now()
    answer = kim.browser.post(
        f"/incidents/{incident}/timeline", data={"text": "power is back"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]
    offered = kim.browser.post(
        "/sign-in", data={"csrf_token": token, "kept": kept, "login": "kim", "password": PASSWORD}
    )
    assert "power is back" in seen(offered)
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', offered.text.split("<main")[1]))
    sent = kim.browser.post(f"/incidents/{incident}/timeline", data=fields)
    assert sent.status_code == 302
    assert "power is back" in seen(kim.get(f"/incidents/{incident}/timeline"))


def test_a_deed_that_cannot_be_taken_back_asks_for_the_password_again(
    front_door, kims_password, staffed_house, incident
):
    max_ = front_door.person("max")
    with staffed_house.db.writing() as session:
        set_password(session, get_account(session, "max"), PASSWORD, by="system", now=clock.now())
    max_ = front_door.person("max")
    with staffed_house.db.writing() as session:
        for row in session.query(SignIn).all():
            row.proved_at = row.proved_at.replace(year=2025)
    answer = max_.post("/people/odo/disable", status=403)
    assert "Your password, once more" in seen(answer)
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)[1]
    wrong = max_.post("/sign-in/again", status=401, password="wrong words entirely", kept=kept)
    assert "wrong" in seen(wrong)
    offered = max_.post("/sign-in/again", status=200, password=PASSWORD, kept=kept)
    assert "/people/odo/disable" in offered.text
    max_.post("/people/odo/disable")


def test_a_page_that_looks_for_news_is_told_that_the_session_ended_and_keeps_what_it_shows(visitor, incident):
    answer = visitor.browser.get(f"/incidents/{incident}", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (401, "")


def test_language_and_theme_are_kept_for_a_visitor(visitor):
    visitor.post("/preferences/language", language="zh", next="/sign-in")
    answer = visitor.get("/sign-in")
    assert 'lang="zh-Hans"' in answer.text
    assert "登录" in seen(answer)
    visitor.post("/preferences/theme", theme="dark", next="/sign-in")
    assert 'data-theme="dark"' in visitor.get("/sign-in").text


def test_the_browsers_language_is_the_first_guess(visitor):
    assert "登录" in seen(visitor.get("/sign-in", **{"Accept-Language": "zh-CN,zh;q=0.9"}))


def test_a_complaint_is_said_in_the_readers_language(visitor):
    visitor.post("/preferences/language", language="zh", next="/sign-in")
    answer = visitor.post("/sign-in", status=401, login="kim", password="wrong words entirely")
    assert "登录名或密码" in seen(answer)
