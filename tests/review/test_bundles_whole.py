"""A bundle of an incident in which people were told: approvals, receipts and counts hold."""

import json
import zipfile
from datetime import timedelta

import pytest

from responder.deliveries.actions import start_campaign
from responder.deliveries.queries import get_campaign
from responder.intake.queries import get_incident
from responder.notices import actions as notices
from responder.notices import queries as notice_queries
from responder.notices.actions import Recipients
from responder.review import verify
from responder.review.actions import export_bundle
from responder.review.queries import gather
from tests.deliveries.campaigns import NOW, STARTER, campaign_for, incident_with, person, sinks, work
from tests.notices import breach

DRAFTER, APPROVER = "0a" * 16, "0b" * 16


@pytest.fixture
def incident(house):
    """Two people told, one without an address; an approval that an edit voided, and the one after it."""
    found = incident_with(house, [person(1), person(2, language="de"), person(3, email="")])
    number = campaign_for(house, found, notice_id=approved(house, found))
    with house.db.writing() as session:
        start_campaign(session, get_campaign(session, number), typed=2, by=STARTER, now=NOW)
    work(house, sinks(house))
    return found


def approved(house, incident_id):
    with house.db.writing() as session:
        notice = breach.drafted(session, get_incident(session, incident_id), by=DRAFTER, now=NOW)
        notices.submit(session, notice, by=DRAFTER, now=NOW)
        approve(session, notice)
        (text, *_) = notice_queries.list_texts(session, notice)
        notices.edit_draft(
            session, notice, language=text.language, medium=text.medium, subject=text.subject, text=text.text + "\nMore.\n",
            expected=text.number, by=DRAFTER, now=NOW,
        )  # fmt: skip
        notices.submit(session, notice, by=DRAFTER, now=NOW)
        approve(session, notice)
        return notice.id


def approve(session, notice):
    unread = notice_queries.unreviewed(notice_queries.list_texts(session, notice), breach.letters())
    recipients = Recipients("d" * 64, 3)
    notices.approve(
        session, notice, letters=breach.letters(), by=APPROVER, now=NOW, recipients=recipients, accepted=unread
    )


def exported(house, incident_id, target):
    with house.db.reading() as session:
        number = get_incident(session, incident_id).number
    return export_bundle(
        house.db, number, target, library=breach.library(), playbooks={}, by=DRAFTER, now=NOW + timedelta(days=1)
    )


def test_what_people_were_told_and_how_it_arrived_is_proved(house, incident, tmp_path, capsys):
    target = tmp_path / "proof.zip"
    done = exported(house, incident, target)
    assert verify.main([str(target), "--expect", done.id]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "approvals that bind the texts here: 1; voided by a later change: 1" in said
    assert "receipts counted: 3" in said


def test_addresses_stand_in_it_only_as_keyed_hashes(house, incident, tmp_path):
    target = tmp_path / "proof.zip"
    exported(house, incident, target)
    with zipfile.ZipFile(target) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        receipts = [json.loads(line) for line in archive.read("deliveries/receipts.jsonl").splitlines()]
    assert b"person1@example.org" not in everything
    assert b"Person Number1" not in everything
    assert [receipt["state"] for receipt in receipts].count("left_out") == 1
    assert all(bytes.fromhex(receipt["address_hash"]) for receipt in receipts if receipt["state"] != "left_out")


def test_the_four_numbers_count_people(house, incident):
    with house.db.reading() as session:
        found = get_incident(session, incident)
        (sending,) = gather(session, found, library=breach.library(), playbooks={}, now=NOW).campaigns
    assert (sending.count, sending.attempted, sending.delivered, sending.counted, sending.returned) == (3, 2, 2, 2, 0)
    assert sending.states == {"delivered": 2, "left_out": 1}
