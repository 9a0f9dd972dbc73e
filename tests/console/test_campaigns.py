"""Sending: checked, started by the typed number, taken back, stopped, and watched in words people understand."""

import io

import pytest

from responder import clock, flow
from responder.cli.demo_stage import Stage
from responder.deliveries.queries import get_campaign, list_campaigns
from responder.deliveries.work import lay_out_all
from responder.intake.queries import get_incident
from responder.notices import queries as notices
from responder.people.queries import get_account
from tests.console.people import complaints, seen
from tests.console.test_affected import mapping_of
from tests.console.test_contracts import imported, overridden

PEOPLE = "id;name;email;phone;country;language;data\n" + "".join(
    f"{n};Person {n};p{n}@example.org;;DE;de;name\n" for n in range(1, 13)
)


@pytest.fixture
def campaign(approved, staffed_house):
    """Address of a sending that waits to be started, laid out as the worker does."""
    with staffed_house.db.reading() as session:
        campaign_id = get_campaign(session, approved.rsplit("/", 1)[1]).id
    lay_out_all(staffed_house.db, campaign_id, clock=clock.now)
    return approved


@pytest.fixture
def approved(kim, ada, incident, staffed_house):
    """Address of a sending that is approved: twelve people in Germany."""
    facts = Stage(staffed_house, now=clock.now(), say=lambda _chapter: None).facts
    with staffed_house.db.writing() as session:
        by, found = get_account(session, "kim").id, get_incident(session, incident)
        flow.record_facts(session, found, facts, books=staffed_house, by=by, now=clock.now())
    upload = kim.post(f"/incidents/{incident}/affected", file=(io.BytesIO(PEOPLE.encode()), "people.csv"))
    address = upload.headers["Location"]
    kim.post(address, **mapping_of(kim.get(address)))
    with staffed_house.db.writing() as session:
        by, found = get_account(session, "kim").id, get_incident(session, incident)
        made = flow.draft_notice(
            session,
            found,
            "eu-gdpr",
            "individuals",
            "DE",
            books=staffed_house,
            by=by,
            now=clock.now(),
            languages=("de",),
        )
    notice = f"/incidents/{incident}/notices/{made.id}"
    kim.post(f"{notice}/submit")
    with staffed_house.db.reading() as session:
        found = get_incident(session, incident)
        row = notices.get_notice(session, found.id, made.id)
        accepted = notices.unreviewed(notices.list_texts(session, row), staffed_house.letters)
        digest = flow.digest_to_approve(session, found, row)
    ada.post(f"{notice}/approve", accepted=accepted, seen=digest)
    with staffed_house.db.reading() as session:
        number = list_campaigns(session, get_incident(session, incident).id)[0].number
    return f"/incidents/{incident}/sending/{number}"


def test_whoever_starts_need_not_wait_for_the_worker(kim, approved):
    kim.post(f"{approved}/start", people="12")


def test_until_the_worker_has_laid_it_out_the_page_says_so_and_looks_again(kim, approved):
    page = kim.get(approved)
    assert "still being laid out" in seen(page)
    assert 'hx-trigger="every 3s"' in page.text


def test_the_check_shows_counts_examples_and_time(kim, campaign):
    page = seen(kim.get(campaign))
    assert "Check before sending" in page
    assert "To be written to" in page
    assert "in time" in page or "too late" in page
    assert "Person" in page


def test_starting_wants_the_right_number_typed(kim, campaign):
    answer = kim.post(f"{campaign}/start", status=422, people="11")
    assert complaints(answer)
    answer = kim.post(f"{campaign}/start", status=422, people="all of them")
    assert "whole number" in complaints(answer)
    started = kim.post(f"{campaign}/start", follow=True, people="12")
    assert "Started" in seen(started)


def test_a_running_sending_is_paused_resumed_and_halted(kim, ada, campaign):
    kim.post(f"{campaign}/start", people="12")
    assert "not sent: 12" in seen(ada.post(f"{campaign}/stop", follow=True, how="pause"))
    assert "Sending" in seen(kim.post(f"{campaign}/resume", follow=True))
    page = seen(ada.post(f"{campaign}/stop", follow=True, how="halt", why="wrong hotline"))
    assert "Halted" in page
    kim.post(f"{campaign}/resume", status=409)


def test_starting_is_not_for_the_approver_and_stopping_is_not_for_the_auditor(ada, odo, campaign):
    ada.post(f"{campaign}/start", status=403, people="12")
    odo.get(campaign)
    odo.post(f"{campaign}/stop", status=403, how="halt")


def test_a_sending_of_another_incident_is_not_found(kim, campaign):
    other = kim.post("/incidents/new", title="Another one", kind="real").headers["Location"]
    kim.get(f"{other}/sending/{campaign.rsplit('/', 1)[1]}", status=404)


def test_the_list_of_sendings_says_where_each_stands(kim, incident, campaign):
    assert "Waits to be started" in seen(kim.get(f"/incidents/{incident}/sending"))


INSURER = """party_id,legal_name,our_role,may_tell_people
cover,Cover Example plc,insured,with_consent
"""


def test_a_sending_that_needs_an_insurers_consent_stops_and_names_it(kim, campaign):
    imported(kim, INSURER)
    assert "Do not yet" in seen(kim.get(campaign))
    refused = complaints(kim.post(f"{campaign}/start", 409, people="12"))
    assert "not without consent of Cover Example plc" in refused


def test_whoever_sends_all_the_same_gives_a_reason_that_the_timeline_keeps(kim, campaign, incident, staffed_house):
    imported(kim, INSURER)
    kim.post(f"{campaign}/start", people="12", despite="People are in danger today")
    assert overridden(staffed_house, incident) == [
        "Sent out although it should have waited: not without consent of Cover Example plc. People are in danger today"
    ]


def test_consent_that_was_noted_lets_the_sending_begin(kim, campaign):
    imported(kim, INSURER)
    consent = kim.get(campaign).text.split("Do not yet")[1].split('href="')[1].split('"')[0]
    kim.post(f"{consent}/told", how="Email, reference 11", who="Claims desk")
    assert "Do not yet" not in seen(kim.get(campaign))
    kim.post(f"{campaign}/start", people="12")
