"""The file with one incident's keys is damaged: the rest of the house goes on, and each answer says which it is."""

import json

import pytest

from responder import flow
from responder.agenda.actions import plan_due
from responder.agenda.queries import list_of_subject
from responder.intake.queries import get_incident
from responder.worker.jobs import remind_with
from tests.cli.home import NOW


@pytest.fixture
def two(home):
    """The numbers of an incident whose keys are damaged and of one that is whole."""
    home.staffed()
    damaged, whole = home.open_incident(), home.open_incident()
    services = home.services()
    with services.db.reading() as session:
        file = home.path / "keys" / f"{get_incident(session, damaged).id}.key"
    services.db.dispose()
    file.write_text("spilt coffee\n", encoding="ascii")
    return damaged, whole


def test_the_list_of_incidents_shows_all_and_says_which_cannot_be_read(home, two):
    damaged, whole = two
    said = home.run("incident", "list", "--json")
    titles = {row["number"]: row["title"] for row in json.loads(said.stdout)}
    assert titles[whole] == "Mailbox read"
    assert damaged in titles
    assert f"{damaged} cannot be read" in said.stderr
    assert "keys archive" in said.stderr


def test_every_timeline_is_verified_and_the_damaged_one_does_not_hold(home, two):
    damaged, whole = two
    lines = home.run("timeline", "verify", "--all", exit_code=1).stdout.splitlines()
    assert any(line.startswith(f"{damaged}: DOES NOT HOLD") and "keys is damaged" in line for line in lines)
    assert any(line.startswith(f"{whole}: holds") for line in lines)
    assert any(line.startswith("house: holds") for line in lines)


def test_the_register_of_breaches_keeps_a_line_for_it(home, two):
    rows = json.loads(home.run("register-of-breaches", "--json").stdout)["breaches"]
    assert {row["number"] for row in rows} == set(two)


def test_whoever_asks_for_it_is_told_what_to_put_back(home, two):
    damaged, _ = two
    refused = home.run("incident", "show", damaged, exit_code=1).stderr
    assert ".key back from the keys archive" in refused


def test_the_clock_goes_on_with_all_others(home, two, capsys):
    services = home.services()
    with services.db.writing() as session:
        for number in two:
            incident = get_incident(session, number)
            plan_due(session, stream=incident.id, kind="step", subject=number, at=NOW, now=NOW, data={})

    def read_and_send(session, item, now):
        del now
        services.keystore.of(item.stream)

    assert flow.walk_all(services.db, books=services, by="system", now=NOW) == 2
    remind_with(read_and_send)(services, NOW)
    with services.db.reading() as session:
        states = [list_of_subject(session, kind="step", subject=number)[0].state for number in two]
    assert states == ["claimed", "sent"]
    assert capsys.readouterr().err.count("passed over") == 2
    services.db.dispose()
