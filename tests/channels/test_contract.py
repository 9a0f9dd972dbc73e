"""What every channel owes: run against each of them, with a real server on loopback."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest

from responder import clock
from responder.channels.local import LocalSink
from responder.channels.port import Accepted, Asked, Channel, Refused
from responder.channels.rehearsal import Rehearsal
from responder.channels.sendgrid import SendGridAccount, SendGridChannel
from responder.channels.smtp import SmtpChannel, SmtpServer
from responder.channels.trial import TrialGate
from responder.channels.twilio import TwilioAccount, TwilioChannel
from responder.errors import BadInput
from responder.files.store import FileStore
from tests.channels.letters import SCOPE, message
from tests.channels.providers import SendGrid, Twilio, serving
from tests.channels.servers import Book, mail_server

ONE, TWO, BAD = "one@example.org", "two@example.org", "line\nbreak@example.org"
NUMBERS = {ONE: "+12025550101", TWO: "+12025550102", "alex@example.org": "+12025550103"}


def letter(channel, to="alex@example.org", **changes):
    """A message as this channel carries it: an SMS goes to a number."""
    if channel.name == "twilio":
        return message(NUMBERS.get(to, to), medium="sms", html=None, **changes)
    return message(to, **changes)


@pytest.fixture(params=["local", "rehearsal", "smtp", "smtp behind the trial gate", "sendgrid", "twilio"])
def channel(request, house):
    house.keystore.make(SCOPE)
    store = FileStore(house.path / "files", house.keystore)
    with ExitStack() as opened:
        if request.param == "local":
            yield LocalSink(store, house.path / "spool" / "local")
        elif request.param == "rehearsal":
            yield Rehearsal(store, house.path / "spool" / "rehearsal")
        elif request.param == "sendgrid":
            provider = SendGrid()
            url = opened.enter_context(serving(provider))
            yield SendGridChannel(SendGridAccount("synthetic", host=url, activity=True))
            assert provider.complaints == []
        elif request.param == "twilio":
            provider = Twilio()
            url = opened.enter_context(serving(provider))
            yield TwilioChannel(TwilioAccount("AC" + "0" * 32, "synthetic", from_number="+15005550006", url=url))
            assert provider.complaints == []
        else:
            port = opened.enter_context(mail_server(Book()))
            smtp = SmtpChannel(SmtpServer("127.0.0.1", port, security="none", timeout=timedelta(seconds=5)))
            yield (
                smtp
                if request.param == "smtp"
                else TrialGate(
                    smtp, lambda: ["alex@example.org", "one@example.org", "two@example.org", "line\nbreak@example.org"]
                )
            )


def test_it_is_a_channel_with_its_limits_declared(channel):
    assert isinstance(channel, Channel)
    assert channel.largest_batch >= 1
    assert channel.longest_call > timedelta(0)


def test_it_gives_one_outcome_a_message_in_their_order(channel):
    outcomes = channel.send([letter(channel, ONE), letter(channel, BAD), letter(channel, TWO)])

    assert [type(outcome) for outcome in outcomes] == [Accepted, Refused, Accepted]
    assert outcomes[1].permanent
    assert all(outcome.ref for outcome in outcomes[::2])


def test_it_takes_nothing_and_gives_nothing(channel):
    assert channel.send([]) == []


def test_it_refuses_a_header_with_a_line_break_instead_of_sending_two_headers(channel):
    (outcome,) = channel.send([letter(channel, subject="Hello\r\nBcc: all@example.org")])

    if channel.name != "twilio":  # an SMS has no header at all
        assert outcome == Refused("malformed", permanent=True)


def test_what_it_says_of_a_message_never_shows_the_address(channel):
    outcomes = channel.send([message("alex.example@example.org"), message("nobody.at.all@example.org")])

    assert "alex.example" not in repr(outcomes)
    assert "nobody.at.all" not in repr(outcomes)
    assert "alex" not in repr(message("alex.example@example.org"))


def test_its_receipts_are_given_until_they_are_forgotten_and_name_our_id(channel):
    sent = letter(channel)
    channel.send([sent])
    first, again = list(channel.receipts()), list(channel.receipts())

    assert first == again
    for waiting in first:
        assert [receipt.message_id for receipt in channel.read(waiting.body)] == [sent.id]
        channel.forget(waiting.handle)
    assert list(channel.receipts()) == []


def test_it_says_so_when_a_receipt_is_none_of_its_own(channel):
    with pytest.raises(BadInput):
        channel.read(b"\xff not a receipt")


def test_its_book_if_it_can_be_asked_knows_what_was_sent_and_nothing_else(channel):
    sent, other = letter(channel, ONE, batch="first"), letter(channel, TWO, batch="first")
    handed_at = clock.now()
    channel.send([sent])
    answer = channel.look_up([Asked(one.id, SCOPE, one, handed_at, one.batch) for one in (sent, other)])

    assert answer is None or {known for known, receipt in answer.items() if receipt} == {sent.id}
    assert answer is None or other.id not in answer
