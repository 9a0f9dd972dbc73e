"""Answers to a call that come back by Twilio, signed: a key, a text message; and what became of the call."""

from __future__ import annotations

import pytest

from responder import clock
from responder.bootstrap import make_house
from responder.intake.actions import open_incident
from responder.oncall.actions.paging import call
from responder.oncall.queries.pages import code_for, get_page, list_calls
from responder.oncall.records import PageTry
from responder.people.actions.accounts import make_account
from responder.post.records import RawReceipt
from responder.response.actions.reminders import send_reminder
from responder.settings import Settings
from responder.worker.jobs import remind_with
from tests.hooks.test_receipts import SITE, TOKEN, Site

NUMBER = "+12025550101"


class Called(Site):
    """Somebody who is called about an incident."""

    def __init__(self, services):
        super().__init__(services)
        now = clock.now()
        with self.db.writing() as session:
            kim = make_account(
                session, login="kim", name="Kim", permission_set="commander", phone=NUMBER, by="system", now=now
            ).id
            incident = open_incident(session, title="Something seen", by=kim, now=now)
            self.page_id = call(session, stream=incident.id, about="seat", why="call", first=[kim], by=kim, now=now).id
        remind_with(send_reminder)(services, now)
        with self.db.reading() as session:
            [one] = list_calls(session, get_page(session, self.page_id))
            self.code = code_for(session, one.id)
            self.phone_call = next(tried.id for tried in session.query(PageTry) if tried.channel == "voice")

    @property
    def answered(self):
        with self.db.reading() as session:
            page = get_page(session, self.page_id)
            return page.state, page.answered_how


@pytest.fixture
def called(tmp_path):
    settings = Settings(
        home=tmp_path / "home", public_url=SITE, twilio_auth_token=TOKEN, twilio_account_sid="AC" + "0" * 32
    )
    services, _ = make_house(settings)
    yield Called(services)
    services.db.dispose()


def test_pressing_one_answers_the_call(called):
    assert called.twilio("/hooks/twilio/voice/answer", {"Digits": "1"}, responder_id=called.phone_call) == 200
    assert called.answered == ("answered", "voice")


def test_another_key_or_no_call_of_ours_answers_nothing(called):
    assert called.twilio("/hooks/twilio/voice/answer", {"Digits": "2"}, responder_id=called.phone_call) == 200
    assert called.twilio("/hooks/twilio/voice/answer", {"Digits": "1"}, responder_id="0" * 32) == 200
    assert called.answered == ("open", None)


def test_that_a_call_was_taken_is_a_receipt_and_no_answer(called):
    form = {"CallSid": "CA1", "CallStatus": "completed"}
    assert called.twilio("/hooks/twilio/voice/status", form, responder_id=called.phone_call) == 204
    assert called.count(RawReceipt) == 1
    assert called.answered == ("open", None)


def test_replying_with_the_code_answers_it_and_is_kept_nowhere(called):
    assert called.twilio("/hooks/twilio/inbound", {"From": NUMBER, "Body": f"{called.code} coming"}) == 200
    assert called.answered == ("answered", "sms")


def test_a_forged_answer_is_refused(called):
    answer = called.twilio("/hooks/twilio/voice/answer", {"Digits": "1"}, token="other", responder_id=called.phone_call)
    assert answer == 403
    assert called.twilio("/hooks/twilio/inbound", {"From": NUMBER, "Body": called.code}, token="other") == 403
    assert called.answered == ("open", None)
