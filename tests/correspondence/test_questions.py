"""What an authority asks: an owner, the time they set, a second person, and the same answer to the next who asks."""

from datetime import UTC, datetime, timedelta

import pytest

from responder import bootstrap
from responder.agenda.queries import list_upcoming
from responder.correspondence import actions, queries
from responder.errors import BadInput, Conflict, SecondPerson
from responder.intake.actions import open_incident
from responder.journal.queries import page
from responder.settings import Settings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=3)
ASKED = "How many people are affected in your country, and which data?"


@pytest.fixture
def services(tmp_path):
    made, _ = bootstrap.make_house(Settings(home=tmp_path / "home"))
    yield made
    made.db.dispose()


@pytest.fixture
def session(services):
    with services.db.writing() as session:
        yield session


@pytest.fixture
def incident(session):
    return open_incident(session, title="Files taken", by="one", now=NOW)


@pytest.fixture
def authority(session, incident):
    return actions.open_counterpart(
        session, incident, kind="authority", name="Authority of Example", case_number="AZ 7", by="one", now=NOW
    )


def ask(session, incident, authority, asked=ASKED, due_at=DUE):
    return actions.note_question(
        session, incident, authority, asked=asked, owner="ray", due_at=due_at, by="one", now=NOW
    )


def answer(session, incident, question, text):
    actions.draft_answer(session, incident, question, text, by="ray", now=NOW)
    actions.approve_answer(session, incident, question, question.sha256, by="lin", now=NOW)
    return actions.note_answered(session, incident, question, channel="portal", at=NOW, by="lin", now=NOW)


def reminders(session, incident):
    found = list_upcoming(session, NOW, within=timedelta(days=5), stream=incident.id)
    return [item for item in found if item.kind == "question"]


def test_the_owner_is_reminded_of_the_time_that_the_authority_set(session, incident, authority):
    question = ask(session, incident, authority)
    assert {(item.due_at, item.data["owner"]) for item in reminders(session, incident)} == {(DUE, "ray")}
    later = DUE + timedelta(days=1)
    actions.give_question(session, incident, question, owner="kim", due_at=later, by="one", now=NOW)
    assert {(item.due_at, item.data["owner"]) for item in reminders(session, incident)} == {(later, "kim")}


def test_an_answer_goes_out_as_a_second_person_read_it_and_reminders_end(session, incident, authority):
    question = ask(session, incident, authority)
    with pytest.raises(Conflict):
        actions.note_answered(session, incident, question, channel="portal", at=NOW, by="lin", now=NOW)
    actions.draft_answer(session, incident, question, "At least 1,200.", by="ray", now=NOW)
    read = question.sha256
    with pytest.raises(SecondPerson):
        actions.approve_answer(session, incident, question, read, by="ray", now=NOW)
    actions.draft_answer(session, incident, question, "At least 1,300.", by="ray", now=NOW)
    with pytest.raises(Conflict):
        actions.approve_answer(session, incident, question, read, by="lin", now=NOW)
    letter = answer(session, incident, question, "At least 1,300.")
    [sent] = queries.list_letters(session, authority)
    assert (sent.id, sent.text, sent.sha256) == (letter.id, "At least 1,300.", question.sha256)
    assert reminders(session, incident) == []


def test_an_edit_voids_the_approval(session, incident, authority):
    question = ask(session, incident, authority)
    actions.draft_answer(session, incident, question, "At least 1,200.", by="ray", now=NOW)
    actions.approve_answer(session, incident, question, question.sha256, by="lin", now=NOW)
    actions.draft_answer(session, incident, question, "At least 1,300.", by="lin", now=NOW)
    assert (question.state, question.approved_by) == ("drafted", None)


def test_the_next_who_asks_alike_is_offered_the_answer_as_sent(session, incident, authority):
    answer(session, incident, ask(session, incident, authority), "At least 1,200 people: names.")
    answer(session, incident, ask(session, incident, authority, "When did you notice it?"), "On Tuesday.")
    other = actions.open_counterpart(session, incident, kind="court", name="Court of Example", by="one", now=NOW)
    again = ask(session, incident, other, "Which data of how many people are affected?")
    assert [each.answer for each in queries.answered_elsewhere(session, again)] == ["At least 1,200 people: names."]
    assert queries.answered_elsewhere(session, ask(session, incident, other, "Who is your processor?")) == []


def test_an_answered_or_withdrawn_question_stays_as_it_is(session, incident, authority):
    question = ask(session, incident, authority)
    actions.withdraw_question(session, incident, question, reason="Asked by telephone to drop it", by="one", now=NOW)
    assert reminders(session, incident) == []
    with pytest.raises(Conflict):
        actions.draft_answer(session, incident, question, "Late", by="ray", now=NOW)


def test_a_letter_needs_a_text_or_a_file_and_a_time_that_has_come(session, incident, authority):
    said = {"direction": "in", "channel": "post", "subject": "Questions", "by": "one", "now": NOW}
    with pytest.raises(BadInput) as refused:
        actions.note_letter(session, incident, authority, at=NOW, **said)
    assert refused.value.field == "text"
    with pytest.raises(BadInput) as refused:
        actions.note_letter(session, incident, authority, at=DUE, text="Twelve questions", **said)
    assert refused.value.field == "at"


def test_the_timeline_tells_the_exchange(services):
    with services.db.writing() as session:
        made = open_incident(session, title="Files taken", by="one", now=NOW)
        side = actions.open_counterpart(session, made, kind="authority", name="Authority", by="one", now=NOW)
        actions.note_counterpart(
            session, made, side, case_number="AZ 8", handler="Case desk", channel="portal", by="one", now=NOW
        )
        answer(session, made, ask(session, made, side), "At least 1,200.")
        actions.close_counterpart(session, made, side, reason="Their closing letter", by="one", now=NOW)
        session.flush()
        stream = made.id
    with services.db.reading() as session:
        tags = [line["tag"] for line in page(session, stream).lines if line["tag"].startswith("correspondence.")]
        [kept] = queries.list_counterparts(session, stream)
    assert tags == [f"correspondence.{deed}" for deed in ("opened", "changed", "asked", "drafted", "approved", "out", "closed")]
    assert (kept.case_number, kept.handler) == ("AZ 8", "Case desk")
    assert kept.closed_at
