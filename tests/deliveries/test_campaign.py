from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from responder.channels.port import Accepted, Refused, Unknown
from responder.deliveries.actions import (
    halt_campaign,
    lay_out,
    pause_campaign,
    resume_campaign,
    send_again_by_decision,
    start_campaign,
    suppress,
    undo_start,
)
from responder.deliveries.canary import Canary
from responder.deliveries.queries import check, coverage, get_campaign, progress, proof
from responder.deliveries.work import tend_campaigns
from responder.errors import BadInput, Conflict, NotFound
from responder.ids import new_id
from responder.post.actions.claims import Worker
from responder.post.engine import pump
from tests.deliveries.campaigns import (
    COMPOSERS,
    EMAIL,
    HEADER,
    NOW,
    SMS,
    STARTER,
    add_list,
    campaign_for,
    greetings,
    incident_with,
    person,
    sinks,
    work,
)
from tests.post.outbox import Provider


def start(house, number, typed, *, at=NOW):
    with house.db.writing() as session:
        start_campaign(session, get_campaign(session, number), typed=typed, by=STARTER, now=at)


def state(house, number):
    with house.db.reading() as session:
        return progress(session, get_campaign(session, number))


def test_a_campaign_goes_from_an_imported_list_to_a_delivered_letter_for_each_person(house):
    incident = incident_with(house, [person(1), person(2, language="de"), person(3, language="fr")])
    number = campaign_for(house, incident)
    start(house, number, 3)
    channels = sinks(house)
    work(house, channels)

    seen = state(house, number)
    assert (seen.state, seen.words, seen.told) == ("done", {"delivered": 3}, 3)
    mails = [
        message_from_bytes(channels["email"]._store.read(incident, ref), policy=default)
        for ref in channels["email"]._store.list(incident)
    ]
    assert sorted(mail["To"] for mail in mails) == [f"person{number}@example.org" for number in (1, 2, 3)]
    assert sorted(mail["Content-Language"] for mail in mails) == ["de", "en", "en"]
    for mail in mails:  # each letter speaks of the person it goes to
        assert f"Number{mail['To'].removeprefix('person')[0]}" in mail.get_body(("plain",)).get_content()


def test_nothing_is_sent_before_a_person_has_started_it_and_the_time_to_undo_is_over(house):
    number = campaign_for(house, incident_with(house, [person(1)]), undo_seconds=60)
    channels = sinks(house)
    work(house, channels)
    assert state(house, number).words == {"waiting": 1}

    start(house, number, 1)
    work(house, channels, at=NOW + timedelta(seconds=59))
    assert state(house, number).words == {"waiting": 1}
    work(house, channels, at=NOW + timedelta(seconds=60))
    assert state(house, number).words == {"delivered": 1}


def test_a_start_can_be_taken_back_within_its_minute_and_not_after(house):
    number = campaign_for(house, incident_with(house, [person(1)]), undo_seconds=60)
    start(house, number, 1)
    with house.db.writing() as session:
        undo_start(session, get_campaign(session, number), by=STARTER, now=NOW + timedelta(seconds=30))
    work(house, sinks(house), at=NOW + timedelta(hours=1))
    assert (state(house, number).state, state(house, number).words) == ("prepared", {"waiting": 1})

    start(house, number, 1)
    with house.db.writing() as session, pytest.raises(Conflict, match="Halt the campaign instead"):
        undo_start(session, get_campaign(session, number), by=STARTER, now=NOW + timedelta(seconds=60))


@pytest.mark.parametrize("typed", [0, 2, 4])
def test_the_number_typed_must_be_the_number_of_people_written_to(house, typed):
    number = campaign_for(house, incident_with(house, [person(1), person(2, email=""), person(3), person(4)]))

    with pytest.raises(BadInput, match="not the number of people"):
        start(house, number, typed)
    start(house, number, 3)


def test_a_campaign_that_is_not_laid_out_yet_cannot_be_started(house):
    number = campaign_for(house, incident_with(house, [person(1)]), laid_out=False)

    with pytest.raises(Conflict, match="still being laid out"):
        start(house, number, 0)


def test_a_list_that_grew_between_approval_and_laying_out_needs_a_new_approval(house):
    incident = incident_with(house, [person(1)])
    number = campaign_for(house, incident, laid_out=False)
    add_list(house, incident, [person(2)])
    tend_campaigns(house.db, clock=lambda: NOW)

    with pytest.raises(Conflict, match="changed since it was approved"):
        start(house, number, 2)
    with house.db.reading() as session:
        assert "list_changed_since_approval" in check(session, get_campaign(session, number), greetings, now=NOW).problems


def test_laying_out_goes_on_where_it_stopped_and_adds_nobody_twice(house):
    incident = incident_with(house, [person(number) for number in range(7)])
    number = campaign_for(house, incident, laid_out=False)
    laid = []
    while not laid or not laid[-1]:
        with house.db.writing() as session:
            laid.append(lay_out(session, get_campaign(session, number), now=NOW, limit=2))

    assert laid == [False, False, False, True]
    assert (state(house, number).messages, state(house, number).to_write) == (7, 7)


def test_halting_stops_what_was_not_handed_over_and_says_how_much_was(house):
    number = campaign_for(house, incident_with(house, [person(number) for number in range(5)]))
    start(house, number, 5)
    provider = Provider(largest_batch=2)
    pump(house.db, {"email": provider}, COMPOSERS, worker=Worker("desk", new_id()), clock=lambda: NOW)
    with house.db.writing() as session:
        halted = halt_campaign(session, get_campaign(session, number), by=STARTER, now=NOW, why="wrong letter")
    work(house, {"email": provider})

    assert (halted.handed_over, halted.in_flight, halted.not_sent) == (2, 0, 3)
    assert state(house, number).words == {"handed_over": 2, "not_sent": 3}
    assert sum(provider.book.values()) == 2


def test_a_pause_can_be_ended_and_a_halt_cannot(house):
    number = campaign_for(house, incident_with(house, [person(1)]))
    start(house, number, 1)
    with house.db.writing() as session:
        pause_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)
    work(house, sinks(house))
    assert state(house, number).words == {"waiting": 1}
    with house.db.writing() as session:
        resume_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)
        halt_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)
        with pytest.raises(Conflict, match="halted"):
            resume_campaign(session, get_campaign(session, number), by=STARTER, now=NOW)


def test_a_bounced_email_is_followed_by_a_text_and_who_has_neither_is_named_as_not_reached(house):
    people = [person(1, phone="+12025550100", country="US"), person(2), person(3, email="")]
    number = campaign_for(house, incident_with(house, people), ladder=(EMAIL, SMS))
    bounces = Provider(answer=lambda message: Refused("smtp 550 5.1.1", permanent=True))
    start(house, number, 2)
    noon_in_america = NOW.replace(hour=19)
    work(house, {"email": bounces, "sms": sinks(house)["sms"]}, at=noon_in_america)

    seen = state(house, number)
    assert seen.by_channel == {"email": {"no_such_address": 2}, "sms": {"delivered": 1}}
    assert seen.state == "done"
    assert seen.left_out == {"no address of any kind": 1, "no channel of the ladder reached the person": 1}
    assert (seen.reached, seen.told) == (1, 0)  # a text is a courtesy here and never counts
    with house.db.reading() as session:
        campaign = get_campaign(session, number)
        assert coverage(session, campaign) == {"DE": {"not_reached": 1, "left_out": 1}, "US": {"courtesy": 1}}


def test_a_text_waits_for_the_morning_where_the_person_lives(house):
    number = campaign_for(house, incident_with(house, [person(1, phone="+12025550100", country="US")]), ladder=(SMS,))
    start(house, number, 1)
    work(house, sinks(house), at=NOW)
    assert state(house, number).words == {"waiting": 1}

    work(house, sinks(house), at=NOW + timedelta(hours=10))
    assert state(house, number).words == {"delivered": 1}


def test_the_first_part_is_watched_and_the_rest_follows_only_if_it_did_well(house):
    canary = Canary(permille=200, seconds=300, least_people=10)
    number = campaign_for(house, incident_with(house, [person(number) for number in range(60)]), canary=canary)
    start(house, number, 60)
    channels = sinks(house)
    work(house, channels)
    first = state(house, number)
    assert 0 < first.words["delivered"] < 30
    assert first.waits_for_canary == first.words["waiting"] == 60 - first.words["delivered"]

    work(house, channels, at=NOW + timedelta(seconds=301))
    assert state(house, number).words == {"delivered": 60}


def test_a_first_part_that_bounces_stops_the_campaign_by_itself(house):
    canary = Canary(permille=400, seconds=0, least_people=10, least_settled=10)
    number = campaign_for(house, incident_with(house, [person(number) for number in range(60)]), canary=canary)
    start(house, number, 60)
    bounces = Provider(answer=lambda message: Refused("smtp 550 5.1.1", permanent=True))
    work(house, {"email": bounces})

    seen = state(house, number)
    assert (seen.state, seen.why) == ("paused", "too many letters came back or were complained of")
    assert seen.words["waiting"] == 60 - seen.words["no_such_address"] > 0


def test_an_address_on_the_stop_list_is_not_written_to(house):
    with house.db.writing() as session:
        suppress(session, "email", "Person1@Example.org", reason="dead", now=NOW)
    number = campaign_for(house, incident_with(house, [person(1), person(2)]))
    start(house, number, 2)
    work(house, sinks(house))

    assert state(house, number).words == {"delivered": 1, "not_allowed": 1}


def test_a_drill_reaches_the_rehearsal_alone_and_is_marked(house):
    incident = incident_with(house, [person(1)], kind="drill")
    number = campaign_for(house, incident)
    start(house, number, 1)
    provider, channels = Provider(), sinks(house)
    work(house, {**channels, "email": provider})

    assert number.startswith("DRILL-")
    assert state(house, number).words == {"delivered": 1}
    assert not provider.book
    (ref,) = channels["email"]._store.list(incident)
    assert ref.startswith("drillmail-")


def test_once_the_incidents_key_is_destroyed_nobody_is_written_to_any_more(house):
    incident = incident_with(house, [person(1)])
    number = campaign_for(house, incident)
    start(house, number, 1)
    house.keystore.destroy(incident)
    provider = Provider()
    work(house, {"email": provider})

    assert not provider.book
    assert state(house, number).words == {"not_sent": 1}


def test_the_check_shows_counts_reasons_examples_and_the_time_against_what_is_due(house):
    people = [person(1), person(2, language="de"), person(3, email=""), person(4, phone="+12025550100")]
    number = campaign_for(
        house, incident_with(house, people), ladder=(EMAIL, {**SMS, "beside": True}),
        pace={"email": 1}, due_at=NOW + timedelta(hours=2), undo_seconds=60,
    )  # fmt: skip
    with house.db.reading() as session:
        seen = check(session, get_campaign(session, number), greetings, now=NOW)

    assert (seen.people, seen.to_write) == (4, 3)
    assert seen.messages == {"email": 3, "sms": 1}
    assert seen.counts_as_notice == {"yes": 3, "no": 1}
    assert seen.languages == {"en": 2, "de": 1}
    assert seen.left_out == {"no address of any kind": 1}
    assert {example.language for example in seen.examples} == {"en", "de"}
    assert len(seen.examples) == 3
    assert seen.needs == timedelta(hours=3)
    assert not seen.in_time
    assert seen.problems == ("ends_after_due",)
    assert "Person Number1" not in str(seen.to_document())


def test_the_proof_says_for_each_person_what_when_how_and_names_nobody(house):
    number = campaign_for(house, incident_with(house, [person(1), person(2, email="")]))
    start(house, number, 1)
    work(house, sinks(house))
    with house.db.reading() as session:
        sent, left_out = proof(session, get_campaign(session, number))

    assert (sent["word"], sent["channel"], sent["counts_as_notice"], sent["clause"]) == ("delivered", "email", "yes", "an article")
    assert [attempt["outcome"] for attempt in sent["attempts"]] == ["accepted"]
    assert [receipt["event"] for receipt in sent["receipts"]] == ["delivered"]
    assert len(sent["address_hash"]) == 32
    assert "example.org" not in str(sent)
    assert left_out["left_out"] == "no address of any kind"


def test_what_stays_unknown_waits_for_a_persons_decision_and_stands_in_the_journal(house):
    number = campaign_for(house, incident_with(house, [person(1)]))
    start(house, number, 1)
    provider = Provider(answer=lambda message: Unknown("timeout"))
    work(house, {"email": provider})
    assert (state(house, number).state, state(house, number).words) == ("running", {"not_known": 1})

    provider.answer = lambda message: Accepted("ref")
    with house.db.writing() as session:
        campaign = get_campaign(session, number)
        assert send_again_by_decision(session, campaign, state="unknown", code=None, by=STARTER, now=NOW) == 1
    work(house, {"email": provider})
    assert state(house, number).words == {"handed_over": 1}


def test_an_incident_with_one_campaign_names_it_and_with_two_does_not(house):
    incident = incident_with(house, [person(1)])
    number = campaign_for(house, incident)
    reference = number.rpartition("-")[0]
    with house.db.reading() as session:
        assert get_campaign(session, reference).number == number == f"{reference}-C1"
        with pytest.raises(NotFound):
            get_campaign(session, "INC-2026-9999")
    campaign_for(house, incident)
    with house.db.reading() as session, pytest.raises(BadInput, match="several campaigns"):
        get_campaign(session, reference)


def test_nobody_to_write_to_or_no_channel_makes_no_campaign(house):
    incident = incident_with(house, [person(1)])
    with pytest.raises(BadInput, match="at least one channel"):
        campaign_for(house, incident, ladder=())
    with pytest.raises(BadInput, match="channel is not known"):
        campaign_for(house, incident, ladder=({"medium": "pigeon"},))


def test_a_child_is_written_to_through_its_guardian(house):
    header = f"{HEADER},birth_date,guardian_name,guardian_email"
    rows = [f"{person(1, email='')},2019-05-01,Kim Guardian,guardian@example.org"]
    incident = incident_with(house, rows, header=header)
    number = campaign_for(house, incident)
    start(house, number, 1)
    channels = sinks(house)
    work(house, channels)

    (ref,) = channels["email"]._store.list(incident)
    assert message_from_bytes(channels["email"]._store.read(incident, ref), policy=default)["To"] == "guardian@example.org"
