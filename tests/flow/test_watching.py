"""A clock that stands still is noticed by whatever still runs, and the administrators are called without it."""

from datetime import UTC, datetime, timedelta

import pytest

from responder import bootstrap, flow
from responder.agenda.actions import beat
from responder.intake.queries import get_incident
from responder.oncall.actions.paging import call
from responder.oncall.queries.pages import list_pages, list_tries
from responder.people.actions.accounts import make_account
from responder.people.queries import get_account
from responder.settings import Settings

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def services(tmp_path):
    house, _ = bootstrap.make_house(Settings(home=tmp_path / "home"))
    with house.db.writing() as session:
        for login, permission_set in (("max", "administrator"), ("kim", "commander")):
            make_account(
                session, login=login, name=login, permission_set=permission_set, email=f"{login}@example.com",
                phone="+12025550101", by="system", now=NOW,
            )  # fmt: skip
    yield house
    house.db.dispose()


def ticked(services, at):
    with services.db.writing() as session:
        beat(session, owner="clock", now=at)


def look(services, minutes, seconds=0):
    return flow.watch_clock(services, clock=lambda: NOW + timedelta(minutes=minutes, seconds=seconds))


def pages(services):
    with services.db.reading() as session:
        return [(page.why, page.state, len(list_tries(session, page))) for page in list_pages(session)]


def test_two_minutes_after_its_last_sign_the_administrators_are_called_by_every_way(services):
    ticked(services, NOW)
    assert look(services, 2)
    assert pages(services) == []
    assert not look(services, 2, seconds=1)
    assert pages(services) == [("clock", "open", 3)]
    with services.db.reading() as session:
        [page] = list_pages(session)
        assert {tried.state for tried in list_tries(session, page)} == {"accepted"}


def test_one_standstill_is_one_call_however_often_it_is_noticed(services):
    ticked(services, NOW)
    for minutes in (3, 4, 5):
        look(services, minutes)
    assert pages(services) == [("clock", "open", 3)]
    ticked(services, NOW + timedelta(minutes=6))
    look(services, 9)
    assert [state for _, state, _ in pages(services)] == ["open", "open"]


def test_once_it_runs_again_the_call_is_taken_back(services):
    ticked(services, NOW)
    look(services, 3)
    ticked(services, NOW + timedelta(minutes=4))
    assert look(services, 4)
    assert pages(services) == [("clock", "withdrawn", 3)]


def test_a_clock_that_never_ran_calls_nobody(services):
    assert not look(services, 3)
    assert pages(services) == []


def test_while_it_stands_still_other_calls_go_on_and_letters_do_not(services):
    with services.db.writing() as session:
        number = flow.open_incident(session, books=services, title="Seen", by="system", now=NOW).number
    ticked(services, NOW)
    with services.db.writing() as session:
        kim = get_account(session, "kim").id
        call(
            session, stream=get_incident(session, number).id, about="x", why="call", first=[kim], by=kim,
            now=NOW + timedelta(minutes=2),
        )  # fmt: skip
    look(services, 3)
    assert sorted(pages(services)) == [("call", "open", 3), ("clock", "open", 3)]
