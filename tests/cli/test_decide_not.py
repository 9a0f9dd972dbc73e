"""Deciding not to notify and the register of breaches, as two people type it."""

import csv
import io
import json

from tests.cli.home import PASSWORD, token_in

DUTY = ("eu-gdpr/authority-initial", "DE")


def opened(home):
    home.staffed()
    number = json.loads(home.run("incident", "open", "Two parcels", "--json").stdout)["number"]
    home.run(
        "incident", "record", number, "incident.kinds=[confidentiality]", "organisation.role=controller",
        "organisation.established_in=[DE]", "organisation.main_establishment=DE", "incident.cause=human_error",
        "events.awareness=2026-11-24T09:30:00+01:00",
        "people=[{where: DE, count: 2, data: [name, address]}]", "people_complete=true",
    )  # fmt: skip
    return number


def another_person(home):
    home.run("logout")
    home.run("login", "ada", typed=PASSWORD)
    said = home.run("user", "add", "kim", "--name", "Person Three", "--permissions", "approver").stdout
    home.run("login", "--link", token_in(said), typed=PASSWORD)


def test_one_person_proposes_another_confirms_and_the_register_shows_both(home):
    number = opened(home)
    said = home.run("incident", "decide-not", number, *DUTY, "--reason", "Both came back unopened", "--look-again", "2099-01-05")
    assert "A second person confirms it" in said.stdout
    refused = home.run("incident", "decide-not", number, *DUTY, "--confirm", exit_code=3)
    assert "second person" in refused.stderr
    another_person(home)
    assert "Decided" in home.run("incident", "decide-not", number, *DUTY, "--confirm").stdout
    breach = json.loads(home.run("register-of-breaches", "--json").stdout)["breaches"][0]
    decision = breach["decisions"][0]
    assert (decision["proposed_by"], decision["confirmed_by"]) == ("Person Two", "Person Three")
    rows = list(csv.reader(io.StringIO(home.run("register-of-breaches", "--csv").stdout)))
    assert rows[1][0] == number
    assert "Both came back unopened" in rows[1][-1]
    assert number in home.run("register-of-breaches").stdout
    assert "不通知的决定" in home.run("register-of-breaches", "--csv", "--lang", "zh").stdout


def test_a_restricted_incident_is_in_the_register_of_whoever_needs_to_know_alone(home):
    home.staffed()
    opened = home.run("incident", "open", "A quiet matter", "--restricted", "--json").stdout
    assert "A quiet matter" in home.run("register-of-breaches", "--json").stdout
    another_person(home)
    shown = home.run("register-of-breaches", "--json").stdout
    assert "A quiet matter" not in shown
    assert json.loads(opened)["number"] not in shown


def test_a_day_that_is_none_is_refused(home):
    number = opened(home)
    refused = home.run("incident", "decide-not", number, *DUTY, "--reason", "x", "--look-again", "soon", exit_code=2)
    assert "expected a day such as 2026-12-24" in refused.stderr
