"""My account: language, zone, password, where I am signed in."""

import pytest
from argon2 import PasswordHasher

from responder import clock
from responder.people import passwords
from responder.people.actions.accounts import set_password
from responder.people.queries import get_account
from tests.console.people import PASSWORD, complaints, seen


@pytest.fixture
def kim(front_door, staffed_house, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    with staffed_house.db.writing() as session:
        set_password(session, get_account(session, "kim"), PASSWORD, by="system", now=clock.now())
    return front_door.person("kim")


def test_zone_and_language_are_mine(kim, incident):
    kim.post("/account", language="en", zone="Asia/Shanghai")
    assert "CST" in seen(kim.get(f"/incidents/{incident}"))
    kim.post("/account", language="zh", zone="Asia/Shanghai")
    assert 'lang="zh-Hans"' in kim.get("/").text


def test_a_zone_that_is_none_is_refused(kim):
    answer = kim.post("/account", status=422, language="en", zone="Berlin")
    assert "time zone is not known" in complaints(answer)


def test_a_new_password_needs_the_present_one_and_itself_twice(kim):
    answer = kim.post(
        "/account/password",
        status=422,
        present_password=PASSWORD,
        new_password="a quiet evening",
        new_password_again="an evening",
    )
    assert "not the same" in complaints(answer)
    answer = kim.post(
        "/account/password",
        status=401,
        present_password="not mine at all",
        new_password="a quiet evening",
        new_password_again="a quiet evening",
    )
    assert "wrong" in complaints(answer)
    kim.post(
        "/account/password",
        present_password=PASSWORD,
        new_password="a quiet evening",
        new_password_again="a quiet evening",
    )
    assert "The password is changed" in seen(kim.get("/account"))


def test_a_lost_phone_is_signed_out_with_everything_else(kim, front_door):
    phone = front_door.person("kim")
    kim.post("/account/sessions/end")
    assert phone.browser.get("/").status_code == 302
