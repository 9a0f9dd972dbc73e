"""Telephone calls. Twilio's description at hand has no calls, so the fields are checked here by hand."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from responder import clock
from responder.channels.port import Accepted, Asked, Refused, Unknown
from responder.channels.twilio import TwilioAccount
from responder.channels.twilio_callbacks import pressed_in, reply_of
from responder.channels.twilio_speech import said_in_reply, spoken
from responder.channels.twilio_voice import TwilioVoice
from responder.errors import BadInput
from tests.channels.letters import SCOPE, message
from tests.channels.providers import Twilio, serving

HOOKS = "https://respond.example.com/hooks/twilio/voice"
FROM = "+15005550006"


class Exchange(Twilio):
    """Twilio's calls interface: https://www.twilio.com/docs/voice/api/call-resource, by hand."""

    def take(self, form):
        assert set(form) <= {"To", "From", "Twiml", "Timeout", "StatusCallback", "StatusCallbackEvent"}
        sent = super().take({**form, "Body": ""})
        sent["sid"] = sent["sid"].replace("SM", "CA")
        return sent

    def list(self, handler, request):
        wanted = request.parameters.query["To"]
        listed = [{**one, "date_created": one["date_created"]} for one in self.messages if one["to"] == wanted]
        self.reply(handler, 200, {"calls": listed, "next_page_uri": None})


def phone(number="+12025550101", **changes):
    return message(number, medium="voice", html=None, text="You are called. Press 1 & say < yes.", **changes)


def voice_at(url):
    return TwilioVoice(
        TwilioAccount(
            "AC" + "0" * 32,
            "synthetic",
            from_number=FROM,
            url=url,
            callback=f"{HOOKS}/status",
            answers=f"{HOOKS}/answer",
        )
    )


def rung(provider, *messages):
    with serving(provider) as url:
        return voice_at(url).send(messages)


def test_a_call_says_its_text_and_asks_for_a_key_that_comes_back_with_our_id():
    provider, one = Exchange(checked=False), phone()
    assert isinstance(rung(provider, one)[0], Accepted)
    [asked] = provider.requests
    assert (asked["To"], asked["From"]) == (one.to, FROM)
    said = ET.fromstring(asked["Twiml"])
    gather = said.find("Gather")
    assert gather.get("numDigits") == "1"
    assert urlsplit(gather.get("action")).path == "/hooks/twilio/voice/answer"
    assert parse_qs(urlsplit(gather.get("action")).query) == {"responder_id": [one.id]}
    assert gather.find("Say").text == one.text
    assert gather.find("Say").get("language") == "en-GB"
    assert asked["StatusCallback"] == f"{HOOKS}/status?responder_id={one.id}"


def test_it_speaks_the_language_of_whoever_is_called():
    assert 'language="zh-CN"' in spoken("你好", language="zh", answers="")
    assert 'language="en-GB"' in said_in_reply("Thank you.", "nl")


@pytest.mark.parametrize("how", [500, "drop"])
def test_a_call_that_may_have_gone_out_is_unknown(how):
    assert isinstance(rung(Exchange(checked=False, answer=lambda form: how), phone())[0], Unknown)


def test_what_is_no_number_is_not_called():
    assert rung(Exchange(checked=False), phone("one@example.org")) == [Refused("malformed", permanent=True)]


def test_the_book_of_calls_tells_one_call_from_none_and_two_from_nothing():
    provider, one, two = Exchange(checked=False), phone(), phone("+12025550102")
    with serving(provider) as url:
        channel, at = voice_at(url), clock.now()
        channel.send([one])
        asked = [Asked(each.id, SCOPE, each, at, "batch") for each in (one, two)]
        first = channel.look_up(asked)
        assert first[one.id].event == "accepted"
        assert two.id not in first
        channel.send([phone()])
        assert channel.look_up(asked)[one.id] is None


@pytest.mark.parametrize(
    ("status", "event"),
    [("ringing", "accepted"), ("completed", "delivered"), ("busy", "bounced"), ("no-answer", "bounced")],
)
def test_a_status_of_a_call_is_a_receipt(status, event):
    [receipt] = voice_at("http://127.0.0.1:1").read(f"responder_id=abc&CallSid=CA1&CallStatus={status}".encode())
    assert (receipt.event, receipt.message_id, receipt.code) == (event, "abc", f"twilio {status}")


def test_what_is_no_callback_of_a_call_is_refused():
    channel = voice_at("http://127.0.0.1:1")
    assert channel.read(b"CallSid=CA1&CallStatus=completed") == []  # none of ours
    with pytest.raises(BadInput):
        channel.read(b"MessageSid=SM1&MessageStatus=sent")


def test_a_pressed_key_and_a_text_message_are_read():
    pressed = pressed_in(b"responder_id=abc&Digits=1")
    assert (pressed.message_id, pressed.keys) == ("abc", "1")
    assert pressed_in(b"Digits=1") is None
    reply = reply_of(b"From=%2B12025550101&Body=ok+4711")
    assert (reply.number, reply.text) == ("+12025550101", "ok 4711")
    assert "2025550101" not in repr(reply)
    assert reply_of(b"From=%2B1&MessageStatus=sent") is None
