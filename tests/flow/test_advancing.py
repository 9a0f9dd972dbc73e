from datetime import UTC, datetime, timedelta

import pytest

from responder import flow
from responder.agenda.queries import list_upcoming
from responder.errors import BadInput
from responder.facts.queries import document, history
from responder.intake.queries import get_incident
from responder.obligations.queries import current, next_due_by_incident, versions_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BREACH = {
    "incident.kinds": ["confidentiality"],
    "organisation.role": "controller",
    "organisation.established_in": ["DE"],
    "organisation.main_establishment": "DE-BE",
    "organisation.timezone": "Europe/Berlin",
    "exposure.accessed": True,
    "exposure.acquired": True,
    "exposure.encrypted": False,
    "events.awareness": "2026-11-24T09:30:00+01:00",
    "people": [{"where": "DE", "count": 1200, "data": ["name", "email"]}],
    "people_complete": True,
    "risk.level": "high",
}


@pytest.fixture
def number(services):
    with services.db.writing() as session:
        return flow.open_incident(session, books=services, title="Shop database read", by="system", now=NOW).number


def record(services, number, said, *, now=NOW, reason=""):
    with services.db.writing() as session:
        incident = get_incident(session, number)
        return flow.record_facts(session, incident, said, books=services, by="system", now=now, reason=reason)


def owed(services, number):
    with services.db.reading() as session:
        found = current(session, get_incident(session, number).id)
        return {duty.duty: duty for duty in found if duty.regime == "eu-gdpr"}


def test_what_is_owed_follows_from_what_is_recorded_in_the_same_deed(services, number):
    record(services, number, BREACH)
    authority = owed(services, number)["authority-initial"]
    assert authority.state == "required"
    assert authority.due_at == datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
    assert any(reason["value"] is True for reason in authority.answer["because"])


def test_a_later_word_changes_the_answer_and_keeps_the_former_one(services, number):
    record(services, number, BREACH)
    former = owed(services, number)["individuals"]
    record(services, number, {"risk.level": "risk"}, reason="All cards were blocked in time.")
    present = owed(services, number)["individuals"]
    assert (former.state, present.state) == ("required", "not_required")
    with services.db.reading() as session:
        assert [version.state for version in versions_of(session, present.identity)][-2:] == [
            "required",
            "not_required",
        ]
        said = history(session, get_incident(session, number), "risk.level")
    assert [statement.value for statement in said] == ["high", "risk"]


def test_a_filing_stops_the_clock_and_its_reminders(services, number):
    record(services, number, BREACH)
    due = owed(services, number)["authority-initial"]
    with services.db.reading() as session:
        incident_id = get_incident(session, number).id
        assert next_due_by_incident(session, [incident_id]) == {incident_id: due.due_at}
        assert any(item.subject_id == due.identity for item in list_upcoming(session, NOW))
    filing = {"regime": "eu-gdpr", "duty": "authority-initial", "where": "DE-BE", "at": "2026-11-25T10:00:00+01:00"}
    record(services, number, {"filings": [filing]}, now=NOW + timedelta(days=1))
    met = owed(services, number)["authority-initial"]
    assert met.answer["met"] == {"at": "2026-11-25T10:00:00+01:00", "in_time": True, "by": None}
    with services.db.reading() as session:
        assert next_due_by_incident(session, [incident_id]) == {}
        assert not any(item.subject_id == due.identity for item in list_upcoming(session, NOW + timedelta(days=1)))


def test_saying_the_same_again_changes_nothing(services, number):
    record(services, number, BREACH)
    assert record(services, number, BREACH) is False


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"exposure.encryptd": False}, "exposure.encryptd"),
        ({"events.awareness": "2026-11-24T09:30:00"}, "events.awareness"),
        ({"exposure.accessed": "perhaps"}, "exposure.accessed"),
        ({"title": "Another"}, "title"),
    ],
)
def test_a_wrong_word_is_refused_whole_with_its_field(services, number, said, field):
    with pytest.raises(BadInput) as wrong:
        record(services, number, {"exposure.acquired": True, **said})
    assert field.split(".")[-1] in f"{wrong.value.field} {wrong.value}"
    with services.db.reading() as session:
        assert "exposure" not in document(session, get_incident(session, number))


def test_what_is_still_owed_stands_in_the_way_of_closing_unless_somebody_says_so(services, number):
    record(services, number, BREACH)
    with services.db.writing() as session:
        incident = get_incident(session, number)
        still = flow.close_incident(
            session, incident, books=services, reason="Done.", despite_open=False, by="system", now=NOW
        )
        assert {duty.duty for duty in still} >= {"authority-initial", "individuals"}
        assert incident.state == "open"
        flow.close_incident(session, incident, books=services, reason="Done.", despite_open=True, by="system", now=NOW)
        assert incident.state == "closed"
