"""What a notice promises by a day becomes a due item with an owner when the notice is approved or filed."""

from datetime import UTC, date, timedelta

import pytest

from responder import flow
from responder.agenda.queries import list_upcoming
from responder.correspondence import actions, queries
from responder.errors import Conflict
from responder.notices import actions as notices
from responder.notices.queries import list_texts, unreviewed
from tests.flow.test_drift import NOW, said

PROMISE = "We tell you by 20 December 2026 what we changed."
DAY = date(2026, 12, 20)


@pytest.fixture
def session(services):
    with services.db.writing() as session:
        yield session


@pytest.fixture
def incident(services, session):
    made = flow.open_incident(session, books=services, title="Files taken", by="one", now=NOW)
    flow.record_facts(session, made, {**said(), "notice.final_number_by": "2026-12-13"}, books=services, by="one", now=NOW)
    return made


@pytest.fixture
def notice(services, session, incident):
    made = flow.draft_notice(
        session, incident, "eu-gdpr", "authority-initial", "DE", books=services, by="one", now=NOW, languages=["en"]
    )
    write(session, made, PROMISE)
    return made


def write(session, notice, sentence):
    [text] = [text for text in list_texts(session, notice) if text.language == "en"]
    flow.edit_notice(
        session, notice, language="en", medium="letter", subject=text.subject, text=f"{text.text}\n\n{sentence}\n",
        expected=text.number, by="one", now=NOW,
    )  # fmt: skip


def approve(services, session, incident, notice):
    notices.submit(session, notice, by="one", now=NOW)
    names = unreviewed(list_texts(session, notice), services.letters)
    flow.approve_notice(
        session, incident, notice, books=services, by="two", now=NOW, undo_seconds=0, canary_seconds=0, accepted=names
    )


def test_an_approved_notice_puts_its_promise_on_the_agenda_with_an_owner(services, session, incident, notice):
    approve(services, session, incident, notice)
    composed, typed = queries.list_promises(session, incident.id)
    assert "13 December 2026" in composed.sentence
    assert (typed.sentence, typed.owner, typed.state) == (PROMISE, "two", "open")
    assert typed.due_at.astimezone(UTC).date() == DAY
    upcoming = list_upcoming(session, NOW, within=timedelta(days=30), stream=incident.id)
    assert {item.due_at for item in upcoming if item.kind == "promise"} == {composed.due_at, typed.due_at}


def test_filing_it_adds_nothing_twice_and_it_is_kept_once(services, session, incident, notice):
    approve(services, session, incident, notice)
    flow.file_notice(session, incident, notice, books=services, filed_at=NOW, channel="portal", by="one", now=NOW)
    _, promise = queries.list_promises(session, incident.id)
    row = queries.get_promise(session, incident.id, promise.id)
    actions.give_promise(session, incident, row, owner="ray", by="one", now=NOW)
    actions.close_promise(session, incident, row, kept=True, reason="Supplement filed", by="ray", now=NOW)
    with pytest.raises(Conflict):
        actions.close_promise(session, incident, row, kept=False, reason="Again", by="ray", now=NOW)
    upcoming = list_upcoming(session, NOW, within=timedelta(days=30), stream=incident.id)
    assert promise.id not in {item.subject_id for item in upcoming}


def test_a_promise_that_the_notice_no_longer_makes_leaves_the_list(services, session, incident, notice):
    approve(services, session, incident, notice)
    [text] = list_texts(session, notice)
    flow.edit_notice(
        session, notice, language="en", medium="letter", subject=text.subject, text=text.text.replace(PROMISE, ""),
        expected=text.number, by="one", now=NOW,
    )  # fmt: skip
    approve(services, session, incident, notice)
    assert [promise.state for promise in queries.list_promises(session, incident.id)] == ["open", "dropped"]
