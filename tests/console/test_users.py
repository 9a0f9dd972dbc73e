"""People: accounts, permission sets, one-time links; for administrators alone."""

import re

import pytest

from tests.console.people import complaints, seen


@pytest.fixture
def max_(front_door):
    return front_door.person("max")


def test_an_account_is_made_and_entered_by_a_link_shown_once(max_, visitor):
    page = max_.post("/people", status=200, login="noa", name="Noa", permission_set="responder", language="en")
    link = re.search(r"(/link/[\w-]+)", page.text)[1]
    assert "Choose a password" in seen(visitor.get(link))
    assert link not in max_.get("/people/noa").text


def test_a_login_that_is_taken_or_odd_is_refused_and_kept(max_):
    answer = max_.post("/people", status=422, login="No Spaces!", name="Noa", permission_set="responder")
    assert "login cannot be taken" in complaints(answer)
    assert 'value="No Spaces!"' in answer.text
    max_.post("/people", status=409, login="kim", name="Kim again", permission_set="responder")


def test_permissions_change_and_the_last_administrator_stays(max_):
    assert "Counsel" in seen(max_.post("/people/ray/permissions", follow=True, permission_set="counsel"))
    answer = max_.post("/people/max/permissions", status=403, permission_set="auditor")
    assert "last administrator" in seen(answer)


def test_a_disabled_account_is_out_at_once(max_, kim):
    max_.post("/people/kim/disable")
    assert kim.browser.get("/").status_code == 302


def test_nobody_else_manages_people(kim, odo):
    kim.get("/people", status=403)
    odo.post("/people", status=403, login="noa", name="Noa", permission_set="administrator")
