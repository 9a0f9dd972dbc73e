from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default

import pytest

from responder import clock
from responder.intake.queries import get_incident
from responder.worker.sending import send
from tests.cli.home import PASSWORD
from tests.deliveries.campaigns import approved_notice, campaign_for, incident_with, person


@pytest.fixture
def prepared(home):
    """A home where counsel is signed in and a campaign to two of three people is prepared; its number."""
    home.staffed()
    services = home.services()
    incident = incident_with(services, [person(1), person(2, language="de"), person(3, email="")])
    with services.db.writing() as session:
        notice = approved_notice(session, incident)
    home.campaign = campaign_for(services, incident, notice_id=notice, laid_out=False)
    with services.db.reading() as session:
        home.incident = get_incident(session, incident).number
    services.db.dispose()
    return home


def let_the_worker_work(home):
    services = home.services()
    send(services, clock.now())
    services.db.dispose()


def status(home):
    return json.loads(home.run("campaign", "status", home.campaign, "--json").stdout)


def test_a_notice_is_checked_started_watched_and_opened(prepared, tmp_path):
    said = prepared.run("campaign", "check", prepared.incident).stdout
    assert "2 of 3 people get a letter" in said
    assert "no address of any kind 1" in said
    assert "Guten Tag Person Number2," in said

    prepared.run("campaign", "start", prepared.campaign, typed="2\n")
    let_the_worker_work(prepared)
    assert status(prepared)["words"] == {"delivered": 2}
    assert "Delivered" in prepared.run("campaign", "status", prepared.incident).stdout

    said = prepared.run("campaign", "letters", prepared.incident, "--to", tmp_path / "out").stdout
    files = [line for line in said.splitlines() if line.endswith(".eml")]
    mails = [
        message_from_bytes((tmp_path / "out" / file.rpartition("/")[2]).read_bytes(), policy=default) for file in files
    ]
    assert sorted(mail["To"] for mail in mails) == ["person1@example.org", "person2@example.org"]
    proof = [json.loads(line) for line in prepared.run("campaign", "proof", prepared.campaign).stdout.splitlines()]
    assert [row.get("word") or row["left_out"] for row in proof] == ["delivered", "delivered", "no address of any kind"]


@pytest.mark.parametrize("typed", ["3", "1"])
def test_another_number_starts_nothing_and_the_right_one_is_named(prepared, typed):
    said = prepared.run("campaign", "start", prepared.campaign, "--people", typed, exit_code=2)

    assert "expected 2" in said.stderr
    assert status(prepared)["state"] == "prepared"


def test_a_start_is_paused_resumed_and_halted(prepared):
    prepared.run("campaign", "start", prepared.campaign, "--people", 2)
    assert "Not sent: 2" in prepared.run("campaign", "pause", prepared.campaign, "--why", "a typing mistake").stdout
    assert (status(prepared)["state"], status(prepared)["why"]) == ("paused", "a typing mistake")
    prepared.run("campaign", "resume", prepared.campaign)
    prepared.run("campaign", "halt", prepared.campaign)
    let_the_worker_work(prepared)

    assert status(prepared)["words"] == {"not_sent": 2}
    assert "the campaign is halted" in prepared.run("campaign", "resume", prepared.campaign, exit_code=1).stderr


def test_a_channel_without_an_approved_text_is_in_the_way_and_sends_nothing(home):
    home.staffed()
    services = home.services()
    incident = incident_with(services, [person(1, email="", phone="+12025550100")])
    with services.db.writing() as session:
        notice = approved_notice(session, incident, approved=(("en", "letter", "Dear [[person.name]]"),))
    home.campaign = campaign_for(services, incident, notice_id=notice, ladder=({"medium": "sms"},))
    services.db.dispose()
    assert "no text is approved" in home.run("campaign", "check", home.campaign, exit_code=1).stderr

    home.run("campaign", "start", home.campaign, "--people", 1)
    let_the_worker_work(home)
    assert status(home)["words"] == {"not_sent": 1}


def test_reconciling_with_nothing_unknown_says_so(prepared):
    prepared.run("campaign", "start", prepared.campaign, "--people", 2)
    let_the_worker_work(prepared)

    assert json.loads(prepared.run("campaign", "reconcile", prepared.campaign, "--json").stdout) == {
        "settled": 0,
        "sent_again": 0,
        "unknown": 0,
        "perhaps_twice": 0,
    }


def test_who_may_not_start_or_is_not_signed_in_is_refused(prepared):
    prepared.run("logout")
    prepared.run("campaign", "start", prepared.campaign, "--people", 2, exit_code=3)
    prepared.run("login", "ada", typed=PASSWORD)
    said = prepared.run("campaign", "start", prepared.campaign, "--people", 2, exit_code=3)

    assert "campaign.start" in said.stderr
    prepared.run("campaign", "check", prepared.campaign)


def test_a_campaign_that_is_none_is_named_with_what_was_expected(prepared):
    said = prepared.run("campaign", "status", "INC-2026-9999-C1", exit_code=2)

    assert "INC-2026-9999" in said.stderr
