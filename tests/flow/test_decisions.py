"""Deciding not to notify: two people, a reason, a day to look again, and facts that may change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from responder import flow
from responder.agenda.queries import list_upcoming
from responder.errors import BadInput, Conflict, NotFound, SecondPerson
from responder.facts.queries import document
from responder.obligations.queries import current, list_decisions, register_entries
from responder.obligations.register import register_row

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SWAPPED = {
    "incident.kinds": ["confidentiality"],
    "incident.cause": "human_error",
    "organisation.role": "controller",
    "organisation.established_in": ["DE"],
    "organisation.main_establishment": "DE",
    "organisation.timezone": "Europe/Berlin",
    "exposure.encrypted": False,
    "events.awareness": "2026-11-24T09:30:00+01:00",
    "people": [{"where": "DE", "count": 2, "data": ["name", "address"]}],
    "people_complete": True,
}
PROPOSAL = {"reason": "Two parcels, both back unopened", "look_again": date(2026, 12, 24)}
DUTY = ("eu-gdpr/authority-initial", "DE")


@pytest.fixture
def incident(services):
    with services.db.writing() as session:
        made = flow.open_incident(session, books=services, title="Two parcels", by="one", now=NOW)
        flow.record_facts(session, made, SWAPPED, books=services, by="one", now=NOW)
        session.expunge_all()
    return made


def decided(services, incident, *, confirmed=True):
    with services.db.writing() as session:
        flow.propose_not_to_notify(session, incident, *DUTY, **PROPOSAL, books=services, by="one", now=NOW)
    if confirmed:
        with services.db.writing() as session:
            flow.confirm_not_to_notify(session, incident, *DUTY, books=services, by="two", now=NOW)


def state(services, incident):
    with services.db.reading() as session:
        named = {(f"{each.regime}/{each.duty}", each.place): each for each in current(session, incident.id)}
        duty = named[DUTY]
        return duty.state, duty.answer["because"][0]["text"]


def standing(services, incident):
    with services.db.reading() as session:
        return [decision.state for decision in list_decisions(session, incident.id)]


def test_the_clock_runs_until_a_second_person_confirms(services, incident):
    decided(services, incident, confirmed=False)
    assert state(services, incident)[0] == "undetermined"
    with services.db.writing() as session, pytest.raises(SecondPerson):
        flow.confirm_not_to_notify(session, incident, *DUTY, books=services, by="one", now=NOW)


def test_a_confirmed_decision_ends_the_clock_and_is_looked_at_again_on_its_day(services, incident):
    decided(services, incident)
    assert state(services, incident) == (
        "not_required", "decided by two people not to notify; to be looked at again on 2026-12-24",
    )  # fmt: skip
    with services.db.reading() as session:
        upcoming = list_upcoming(session, NOW, within=timedelta(days=40), stream=incident.id)
        assert {item.due_at for item in upcoming if item.kind == "decision"} == {datetime(2026, 12, 24, 9, 0, tzinfo=UTC)}
        assert document(session, incident)["decisions"][0]["duty"] == "authority-initial"


def test_other_facts_bring_the_duty_back_at_once_and_remind_to_decide_again(services, incident):
    decided(services, incident)
    people = [{"where": "DE", "count": 2000, "data": ["name", "passport"]}]
    with services.db.writing() as session:
        flow.record_facts(session, incident, {"people": people}, books=services, by="one", now=NOW)
    assert state(services, incident)[0] == "undetermined"
    assert standing(services, incident) == ["lapsed"]
    with services.db.reading() as session:
        assert [item.due_at for item in list_upcoming(session, NOW, stream=incident.id) if item.kind == "decision"] == [NOW]
        assert document(session, incident)["decisions"] == []


def test_times_and_letters_may_change_and_the_decision_stands(services, incident):
    decided(services, incident)
    said = {"events.contained": "2026-11-24T12:00:00+01:00", "contact.email": "privacy@example.com"}
    with services.db.writing() as session:
        flow.record_facts(session, incident, said, books=services, by="one", now=NOW)
    assert state(services, incident)[0] == "not_required"


def test_on_its_day_the_decision_lapses(services, incident):
    decided(services, incident)
    with services.db.writing() as session:
        flow.advance(session, incident, books=services, by="system", now=datetime(2026, 12, 24, 9, 1, tzinfo=UTC))
    assert standing(services, incident) == ["lapsed"]
    assert state(services, incident)[0] == "undetermined"


def test_a_decision_is_withdrawn_with_a_reason_and_may_be_made_anew(services, incident):
    decided(services, incident)
    with services.db.writing() as session:
        flow.withdraw_not_to_notify(session, incident, *DUTY, books=services, reason="One was opened", by="two", now=NOW)
    assert state(services, incident)[0] == "undetermined"
    decided(services, incident)
    assert standing(services, incident) == ["withdrawn", "confirmed"]


def test_facts_that_change_between_the_two_people_need_a_new_proposal(services, incident):
    decided(services, incident, confirmed=False)
    with services.db.writing() as session:
        flow.record_facts(session, incident, {"exposure.accessed": True}, books=services, by="one", now=NOW)
    with services.db.writing() as session, pytest.raises(Conflict, match="changed since"):
        flow.confirm_not_to_notify(session, incident, *DUTY, books=services, by="two", now=NOW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"reason": " "}, "A reason is needed"), ({"look_again": date(2026, 11, 23)}, "That day has passed")],
)
def test_a_proposal_needs_a_reason_and_a_day_to_come(services, incident, changes, said):
    with services.db.writing() as session, pytest.raises(BadInput, match=said):
        flow.propose_not_to_notify(session, incident, *DUTY, **{**PROPOSAL, **changes}, books=services, by="one", now=NOW)


def test_what_the_facts_make_required_is_not_decided_away(services, incident):
    with services.db.writing() as session:
        flow.record_facts(session, incident, {"risk.level": "high"}, books=services, by="one", now=NOW)
    with services.db.writing() as session, pytest.raises(BadInput, match="By the facts as recorded this is required"):
        flow.propose_not_to_notify(session, incident, *DUTY, **PROPOSAL, books=services, by="one", now=NOW)


def test_nobody_records_a_decision_alone_as_if_it_were_a_fact(services, incident):
    said = {"decisions": [{"regime": "eu-gdpr", "duty": "authority-initial", "where": "DE"}]}
    with services.db.writing() as session, pytest.raises(BadInput, match="Two people decide this"):
        flow.record_facts(session, incident, said, books=services, by="one", now=NOW)


def test_a_duty_that_two_laws_call_alike_is_named_with_its_law(services, incident):
    with services.db.writing() as session, pytest.raises(BadInput, match="eu-gdpr/authority-initial"):
        flow.propose_not_to_notify(session, incident, "authority-initial", "DE", **PROPOSAL, books=services, by="one", now=NOW)


def test_a_duty_that_is_not_there_is_not_decided_on(services, incident):
    with services.db.writing() as session, pytest.raises(NotFound):
        flow.propose_not_to_notify(session, incident, "authority", "FR", **PROPOSAL, books=services, by="one", now=NOW)


def test_the_register_says_what_was_decided_by_whom_and_why(services, incident):
    decided(services, incident)
    with services.db.reading() as session:
        row = register_row(next(register_entries(session)))
    assert (row["number"], row["title"], row["cause"]) == (incident.number, "Two parcels", "human_error")
    assert row["people"] == [{"where": "DE", "count": 2}]
    assert row["data"] == ["address", "name"]
    decision = row["decisions"][0]
    assert (decision["duty"], decision["where"], decision["state"]) == ("eu-gdpr/authority-initial", "DE", "confirmed")
    assert (decision["reason"], decision["proposed_by"], decision["confirmed_by"]) == (PROPOSAL["reason"], "one", "two")
    assert "eu-gdpr/authority-initial" not in [entry["duty"] for entry in row["open"]]
