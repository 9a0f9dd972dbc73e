from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from responder.channels.port import Refused
from responder.deliveries.actions import (
    suppress,
)
from responder.deliveries.canary import Canary
from responder.deliveries.queries import check, coverage, get_campaign, proof
from tests.deliveries.campaigns import (
    EMAIL,
    HEADER,
    NOW,
    SMS,
    campaign_for,
    greetings,
    incident_with,
    person,
    sinks,
    start,
    state,
    work,
)
from tests.post.outbox import Provider


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

    assert (sent["word"], sent["channel"], sent["counts_as_notice"], sent["clause"]) == (
        "delivered",
        "email",
        "yes",
        "an article",
    )
    assert [attempt["outcome"] for attempt in sent["attempts"]] == ["accepted"]
    assert [receipt["event"] for receipt in sent["receipts"]] == ["delivered"]
    assert len(sent["address_hash"]) == 32
    assert "example.org" not in str(sent)
    assert left_out["left_out"] == "no address of any kind"


def test_a_child_is_written_to_through_its_guardian(house):
    header = f"{HEADER},birth_date,guardian_name,guardian_email"
    rows = [f"{person(1, email='')},2019-05-01,Kim Guardian,guardian@example.org"]
    incident = incident_with(house, rows, header=header)
    number = campaign_for(house, incident)
    start(house, number, 1)
    channels = sinks(house)
    work(house, channels)

    (ref,) = channels["email"]._store.list(incident)
    assert (
        message_from_bytes(channels["email"]._store.read(incident, ref), policy=default)["To"] == "guardian@example.org"
    )
