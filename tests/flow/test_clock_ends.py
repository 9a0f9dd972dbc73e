"""The ways a clock ends or pauses, each with its proof: what is owed follows, and follows back."""

from datetime import UTC, datetime, timedelta

import pytest

from responder import flow
from responder.correspondence.queries import get_end, list_ends
from responder.correspondence.ways import Ending
from responder.errors import BadInput
from responder.facts.queries import document
from responder.journal.queries import page
from responder.obligations.queries import current

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
THEN = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TAKEN = {
    "incident.kinds": ["confidentiality"],
    "organisation.role": "controller",
    "organisation.established_in": ["DE"],
    "organisation.main_establishment": "DE",
    "organisation.timezone": "Europe/Berlin",
    "exposure.accessed": True,
    "exposure.encrypted": False,
    "exposure.acquired": True,
    "exposure.form": "electronic",
    "risk.level": "high",
    "events.awareness": "2026-11-24T09:30:00+01:00",
    "people": [
        {"where": "DE", "count": 1200, "data": ["name", "email"]},
        {"where": "US-CA", "count": 700, "data": ["name", "ssn"]},
    ],
    "people_complete": True,
}
AUTHORITY = ("eu-gdpr", "authority-initial")


@pytest.fixture
def incident(services):
    with services.db.writing() as session:
        made = flow.open_incident(session, books=services, title="Files taken", by="one", now=NOW)
        flow.record_facts(session, made, TAKEN, books=services, by="one", now=NOW)
        session.expunge_all()
    return made


def duty(services, incident, named=AUTHORITY):
    with services.db.reading() as session:
        return next(each for each in current(session, incident.id) if (each.regime, each.duty) == named)


def end(services, incident, named=AUTHORITY, **said):
    with services.db.writing() as session:
        ending = Ending(**{"at": THEN, **said})
        row = flow.end_clock(session, incident, duty(services, incident, named), ending, books=services, by="one", now=NOW)
        return row.id


def refused(services, incident, named=AUTHORITY, **said):
    with pytest.raises(BadInput) as caught:
        end(services, incident, named, **said)
    return caught.value.field


@pytest.mark.parametrize("way", ["filed", "sent", "mailed", "published"])
def test_what_was_done_ends_the_clock_with_its_reference(services, incident, way):
    end(services, incident, way=way, reference="AZ 12/2026")
    found = duty(services, incident)
    assert found.met
    assert found.answer["met"]["in_time"]
    with services.db.reading() as session:
        [kept] = list_ends(session, incident.id, found.identity)
        assert (kept.way, kept.reference) == (way, "AZ 12/2026")
        assert any(
            line["tag"] == f"clock.{way}" and "AZ 12/2026" in line["what"] for line in page(session, incident.id).lines
        )


def test_nothing_is_done_without_proof_or_in_the_future(services, incident):
    assert refused(services, incident, way="filed") == "reference"
    assert refused(services, incident, way="filed", reference="1", at=NOW + timedelta(hours=1)) == "at"
    assert refused(services, incident, way="forgotten", reference="1") == "way"
    assert not duty(services, incident).met


def test_what_another_told_for_us_is_met_by_them(services, incident):
    assert refused(services, incident, way="by_other", who="Payroll Example Ltd", reference="7") == "relation"
    end(services, incident, way="by_other", who="Payroll Example Ltd", relation="processor", reference="7")
    assert duty(services, incident).state == "met_by_other"
    with services.db.reading() as session:
        [party] = document(session, incident)["parties"]
        assert (party["name"], party["relation"]) == ("Payroll Example Ltd", "processor")


def test_a_hold_counts_on_grounds_that_the_law_knows_alone(services, incident):
    people = ("us-ca", "us-ca-individuals")
    asked = {"way": "hold", "who": "State police", "form": "written"}
    assert refused(services, incident, ground="law_enforcement", **asked) == "ground"
    assert refused(services, incident, people, ground="court", **asked) == "ground"
    end(services, incident, people, ground="law_enforcement", until=NOW + timedelta(days=10), **asked)
    held = duty(services, incident, people)
    assert held.state == "suspended"
    assert held.answer["until"].startswith("2026-12-04")


def test_more_time_counts_once_it_is_granted(services, incident):
    before = duty(services, incident).due_at
    until = before + timedelta(days=7)
    end(services, incident, way="extension_asked", who="The authority", until=until)
    assert duty(services, incident).due_at == before
    assert refused(services, incident, way="extension_granted", who="The authority", until=until) == "reference"
    assert refused(services, incident, way="extension_granted", who="The authority", reference="9") == "until"
    end(services, incident, way="extension_granted", who="The authority", until=until, reference="9")
    assert duty(services, incident).due_at == until


def test_an_exemption_lets_the_duty_off_until_its_day(services, incident):
    end(services, incident, way="exempted", who="The authority", reference="11", until=NOW + timedelta(days=30))
    found = duty(services, incident)
    assert found.state == "not_required"
    assert "exempted by The authority" in found.answer["because"][0]["text"]
    with services.db.writing() as session:
        flow.advance(session, incident, books=services, by="one", now=NOW + timedelta(days=31))
    assert duty(services, incident).state == "required"


def test_what_was_withdrawn_ends_what_follows_it_until_the_facts_change(services, incident):
    assert refused(services, incident, way="withdrawn", reference="13") == "way"
    end(services, incident, way="filed", reference="12")
    end(services, incident, way="withdrawn", who="The authority", reference="13")
    with services.db.reading() as session:
        told = [each for each in current(session, incident.id) if (each.regime, each.recipient) == ("eu-gdpr", "regulator")]
    assert {each.state for each in told} == {"not_required"}
    with services.db.writing() as session:
        flow.record_facts(session, incident, {"exposure.exfiltrated": True}, books=services, by="one", now=NOW)
    assert duty(services, incident).state == "required"


def test_an_ending_is_taken_back_with_a_reason_and_the_clock_runs_again(services, incident):
    row_id = end(services, incident, way="filed", reference="AZ 12/2026")
    with services.db.writing() as session:
        row = get_end(session, incident.id, row_id)
        flow.take_back_end(session, incident, row, reason="The portal refused it", books=services, by="one", now=NOW)
    assert not duty(services, incident).met
    with services.db.reading() as session:
        assert list_ends(session, incident.id)[0].taken_back_at
