"""Telephone calls as they come back from Twilio: what became of them, and the key that was pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import clock
from responder.channels.twilio_callbacks import pressed_in
from responder.channels.twilio_speech import said_in_reply
from responder.hooks.health import hooks
from responder.hooks.receipts import signed_by_twilio
from responder.oncall.actions.answering import answer_by_message
from responder.oncall.answers import KEY
from responder.oncall.queries.pages import find_call_of_message
from responder.people.queries import find_account
from responder.post.actions.receipts import store_receipt
from responder.web.work import writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

_AS_XML = {"Content-Type": "text/xml"}
"""How the provider wants what is to be said."""


@hooks.post("/hooks/twilio/voice/status")
def twilio_voice_status() -> ResponseReturnValue:
    """What became of a telephone call. That it was taken answers nothing: voicemail takes calls too."""
    call = signed_by_twilio()
    with writing() as session:
        store_receipt(session, "twilio_voice", call, now=clock.now())
    return "", 204


@hooks.post("/hooks/twilio/voice/answer")
def twilio_voice_answer() -> ResponseReturnValue:
    """A key was pressed in a call of ours: 1 answers it."""
    pressed = pressed_in(signed_by_twilio())
    if pressed is None or pressed.keys != KEY:
        return said_in_reply(say(N_("Nothing was noted. Goodbye."), "en"), "en"), 200, _AS_XML
    with writing() as session:
        language = _language_of(session, pressed.message_id)
        page = answer_by_message(session, pressed.message_id, how="voice", now=clock.now())
    thanks = N_("Thank you. It is noted that you have it. Nobody else is called.")
    nothing = N_("Nothing was noted. Goodbye.")
    return said_in_reply(say(thanks if page is not None else nothing, language), language), 200, _AS_XML


def _language_of(session: Session, message_id: str) -> str:
    found = find_call_of_message(session, message_id)
    account = find_account(session, found.account_id) if found is not None else None
    return account.language if account is not None else "en"
