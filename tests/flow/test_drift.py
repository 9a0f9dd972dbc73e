"""When a fact changes after a notice was approved, people hear of it, and can tell it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from responder import flow
from responder.errors import BadInput, Conflict
from responder.journal.queries import page
from responder.notices import actions, queries

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DUTY = ("eu-gdpr", "authority-initial", "DE")
BREACH = Path(__file__).parents[1] / "notices" / "breach.yaml"


def said():
    known = yaml.safe_load(BREACH.read_text(encoding="utf-8"))
    flat = {"people": known["people"], "people_complete": True}
    for section in ("incident", "organisation", "exposure", "risk", "contact"):
        flat |= {f"{section}.{key}": value for key, value in known[section].items()}
    flat |= {
        "events.occurred": "2026-06-09",
        "events.detected": "2026-06-12T23:40:00+02:00",
        "events.awareness": "2026-06-13T04:10:00+02:00",
        "notice.measures_taken": ["vulnerability_closed"],
        "notice.consequences": ["phishing"],
        "notice.final_number_by": "2026-07-01",
        "notice.delay_reason.en": "Experts were not at hand.",
    }
    return flat


@pytest.fixture
def filed(services):
    """An incident whose notice to the authority was approved and filed."""
    with services.db.writing() as session:
        incident = flow.open_incident(session, books=services, title="Database copied", by="one", now=NOW)
        flow.record_facts(session, incident, said(), books=services, by="one", now=NOW)
        notice = flow.draft_notice(session, incident, *DUTY, languages=["en"], books=services, by="one", now=NOW)
        actions.submit(session, notice, by="one", now=NOW)
        names = queries.unreviewed(queries.list_texts(session, notice), services.letters)
        flow.approve_notice(
            session, incident, notice, books=services, by="two", now=NOW, undo_seconds=0, canary_seconds=0,
            accepted=names,
        )  # fmt: skip
        flow.file_notice(session, incident, notice, books=services, filed_at=NOW, channel="portal", by="two", now=NOW)
        session.expunge_all()
    return incident, notice


def learn(services, incident, **facts):
    with services.db.writing() as session:
        told = {key.replace("__", "."): value for key, value in facts.items()}
        flow.record_facts(session, incident, told, books=services, by="one", now=NOW + timedelta(hours=1))


def open_alarms(services, incident):
    with services.db.reading() as session:
        return [
            (each.row.fact, each.said, each.now) for each in queries.list_alarms(session, incident.id, state="open")
        ]


def test_nothing_is_said_while_the_notice_says_what_is_known(services, filed):
    incident, _ = filed
    learn(services, incident, incident__ongoing=False)
    assert open_alarms(services, incident) == []


def test_a_changed_fact_raises_one_alarm_and_a_line_however_often_the_incident_advances(services, filed):
    incident, _ = filed
    learn(services, incident, incident__cause="human_error")
    learn(services, incident, incident__ongoing=False)
    assert open_alarms(services, incident) == [("incident.cause", "a malicious act from outside", "a human error")]
    with services.db.reading() as session:
        tags = [line["tag"] for line in page(session, incident.id, limit=1000).lines]
    assert tags.count("notice.alarm_raised") == 1


def test_a_fact_that_turns_out_as_the_notice_said_clears_its_alarm(services, filed):
    incident, _ = filed
    learn(services, incident, incident__cause="human_error")
    learn(services, incident, incident__cause="external_malicious")
    assert open_alarms(services, incident) == []


def test_a_notice_may_stand_for_a_reason(services, filed):
    incident, _ = filed
    learn(services, incident, incident__cause="human_error")
    with services.db.writing() as session:
        (alarm,) = queries.list_alarms(session, incident.id, state="open")
        with pytest.raises(BadInput):
            flow.acknowledge_alarm(session, incident, alarm.row.id, reason=" ", by="two", now=NOW)
        flow.acknowledge_alarm(session, incident, alarm.row.id, reason="Told by telephone", by="two", now=NOW)
    learn(services, incident, incident__ongoing=False)
    assert open_alarms(services, incident) == []


def test_a_supplement_marks_what_is_new_and_answers_the_alarm(services, filed):
    incident, notice = filed
    learn(services, incident, incident__cause="human_error")
    with services.db.writing() as session:
        former = queries.get_notice(session, incident.id, notice.id)
        made = flow.supplement_notice(session, incident, former, books=services, by="one", now=NOW)
        (text,) = queries.list_texts(session, made)
        assert text.subject.startswith("Supplement: ")
        assert "- **Cause: a human error**" in text.text
        assert "**Type of incident" not in text.text
        assert (made.follows, made.follows_as) == (notice.id, "supplement")
        with pytest.raises(Conflict):
            flow.supplement_notice(session, incident, former, books=services, by="one", now=NOW)
    assert open_alarms(services, incident) == []


def test_the_matrix_shows_where_two_notices_tell_different_stories(services, filed):
    incident, notice = filed
    learn(services, incident, incident__cause="human_error")
    with services.db.writing() as session:
        former = queries.get_notice(session, incident.id, notice.id)
        flow.supplement_notice(session, incident, former, books=services, by="one", now=NOW)
        matrix = queries.statement_matrix(session, incident.id)
    causes = [(each.said, each.differs) for each in matrix if each.fact == "incident.cause"]
    assert causes == [("a malicious act from outside", True), ("a human error", True)]
    assert not any(each.differs for each in matrix if each.fact == "incident.type")
