from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from responder.channels.codes import reason_of
from responder.channels.port import Accepted, Asked, Busy, Refused, Unknown, Unreachable
from responder.channels.sms_codes import CODES
from responder.channels.twilio import TwilioAccount, TwilioChannel
from responder.channels.twilio_callbacks import Wish, wish_of
from tests.channels.letters import SCOPE, message
from tests.channels.providers import Twilio, serving

CALLBACK = "https://incidents.example.com/hooks/twilio/status"
SERVICE = "MG" + "0" * 32


def sms(number="+12025550101", **changes):
    return message(number, medium="sms", html=None, text="About your data: example.com/notice\n", **changes)


def channel_at(url, **account):
    given = {"messaging_service": SERVICE, "callback": CALLBACK, "timeout": timedelta(seconds=1), **account}
    return TwilioChannel(TwilioAccount("AC" + "0" * 32, "synthetic", url=url, **given))


def sent_to(provider, messages, **account):
    with serving(provider) as url:
        return channel_at(url, **account).send(messages)


def test_each_message_names_the_service_and_a_callback_with_our_id():
    provider, one = Twilio(), sms()
    assert isinstance(sent_to(provider, [one])[0], Accepted)

    assert provider.complaints == []
    assert provider.requests[0]["MessagingServiceSid"] == SERVICE
    assert provider.requests[0]["StatusCallback"] == f"{CALLBACK}?responder_id={one.id}"


def test_many_go_side_by_side_and_each_gets_its_own_answer():
    provider = Twilio()
    messages = [sms(f"+1202555{number:04}") for number in range(60)]
    answers = sent_to(provider, messages)

    numbers = {one["sid"]: one["to"] for one in provider.messages}
    assert [numbers[answer.ref] for answer in answers] == [one.to for one in messages]


@pytest.mark.parametrize(
    ("code", "permanent", "reason"),
    [
        (21211, True, "no_such_address"),
        (21610, True, "not_allowed"),
        (21614, True, "no_such_address"),
        (21408, False, "technical"),
    ],
)
def test_an_error_code_says_whether_to_retry_to_give_up_or_to_write_otherwise(code, permanent, reason):
    (answer,) = sent_to(Twilio(answer=lambda form: code), [sms()])
    assert answer == Refused(f"twilio {code}", permanent=permanent)
    assert reason_of(answer.code) == reason


def test_the_table_of_codes_knows_what_providers_md_names():
    remedies = {code: meaning.remedy for code, meaning in CODES.items()}
    assert {remedies[code] for code in (30001, 30003, 30008)} == {"retry"}
    assert {remedies[code] for code in (30005, 21211)} == {"give_up"}
    assert {remedies[code] for code in (30004, 30006, 30007, 21610, 21614)} == {"other_channel"}


@pytest.mark.parametrize("how", [500, 503, "drop", "hang"])
def test_what_may_have_been_taken_is_unknown(how):
    (answer,) = sent_to(Twilio(answer=lambda form: how), [sms()])
    assert isinstance(answer, Unknown)


def test_too_many_requests_wait_as_long_as_the_provider_says():
    assert sent_to(Twilio(answer=lambda form: 429), [sms()]) == [Busy(timedelta(seconds=7))]
    assert isinstance(sent_to(Twilio(answer=lambda form: 21611), [sms()])[0], Busy)


def test_nobody_there_is_certainly_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    assert channel_at(f"http://127.0.0.1:{port}").send([sms()]) == [Unreachable("no_connection")]


def test_a_message_is_found_by_number_time_and_text_and_two_alike_stay_unknown():
    one, other, at = sms(), sms("+12025550102"), datetime.now(UTC)
    with serving(Twilio()) as url:
        channel = channel_at(url)
        channel.send([one])
        asked = [Asked(each.id, SCOPE, each, at, "") for each in (one, other)]
        assert {known: receipt.event for known, receipt in channel.look_up(asked).items()} == {one.id: "accepted"}
        long_ago = [Asked(one.id, SCOPE, one, at - timedelta(days=1), "")]
        assert channel.look_up(long_ago) == {}
        channel.send([sms()])
        assert channel.look_up(asked) == {one.id: None}


def test_a_callback_becomes_a_receipt_that_names_our_id():
    channel = channel_at(None)
    form = {
        "MessageSid": "SM1",
        "MessageStatus": "undelivered",
        "ErrorCode": "30005",
        "To": "+12025550101",
        "responder_id": "ours",
    }
    (receipt,) = channel.read(urlencode(form).encode())
    assert (receipt.message_id, receipt.ref, receipt.event, receipt.code) == ("ours", "SM1", "bounced", "twilio 30005")
    assert channel.read(urlencode({**form, "responder_id": ""}).encode()) == []


@pytest.mark.parametrize(
    ("form", "wish"),
    [
        ({"From": "+12025550101", "Body": " stop. "}, Wish("+12025550101", "stop")),
        ({"From": "+12025550101", "Body": "ARRET", "OptOutType": "STOP"}, Wish("+12025550101", "stop")),
        ({"From": "+12025550101", "Body": "Start"}, Wish("+12025550101", "start")),
        ({"From": "+12025550101", "Body": "stop by my office"}, None),
        ({"To": "+12025550101", "MessageStatus": "failed", "ErrorCode": "21610"}, Wish("+12025550101", "stop")),
    ],
)
def test_a_wish_not_to_be_written_to_is_understood(form, wish):
    assert wish_of(urlencode(form).encode()) == wish
