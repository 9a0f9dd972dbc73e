"""Telephone calls through Twilio's calls interface: the text is spoken, and a key is asked for.

What is spoken travels with the request, so that a call goes out although nobody could fetch anything from us; only the
pressed key comes back to a hook, with our id in its address. That a call was taken says nothing of who took it, since
voicemail takes calls too: only the key counts as an answer.

https://www.twilio.com/docs/voice/api/call-resource
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from responder.channels.twilio import MOST_LISTED, TwilioChannel, in_utc
from responder.channels.twilio_callbacks import CALL_EVENTS, OUR_ID, read_call_callback
from responder.channels.twilio_speech import spoken

if TYPE_CHECKING:
    from datetime import datetime

    from twilio.rest import Client

    from responder.channels.port import Message, Receipt

TOLD_OF: Final = ("initiated", "ringing", "answered", "completed")
RINGS_FOR: Final = 30
AROUND: Final = timedelta(minutes=2)
"""A call waits in no queue, and nothing but its time tells it from the next to the same number."""


class TwilioVoice(TwilioChannel):
    """A channel that telephones. ``account.from_number`` calls; ``account.answers`` is where a pressed key goes."""

    name = "twilio_voice"
    largest_batch = 20
    events = CALL_EVENTS

    def read(self, body: bytes) -> list[Receipt]:
        return read_call_callback(body)

    def _create(self, client: Client, message: Message) -> str:
        ours = urlencode({OUR_ID: message.id})
        told = {}
        if self._account.callback:
            told = {"status_callback": f"{self._account.callback}?{ours}", "status_callback_event": list(TOLD_OF)}
        answers = f"{self._account.answers}?{ours}" if self._account.answers else ""
        made = client.calls.create(
            to=message.to,
            from_=self._account.from_number,
            twiml=spoken(message.text, language=message.language, answers=answers),
            timeout=RINGS_FOR,
            **told,
        )
        return str(made.sid)

    def _listed(self, message: Message, handed_at: datetime) -> list[Any]:
        """Calls to this number made around ``handed_at``; the list knows no text, so two are told apart by nothing."""
        with self._client() as client:
            listed = client.calls.list(to=message.to, limit=MOST_LISTED)
        return [
            one
            for one in listed
            if one.date_created is not None and abs(in_utc(one.date_created) - handed_at) <= AROUND
        ]
