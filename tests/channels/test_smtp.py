from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from responder.channels.port import Accepted, Refused, Unknown, Unreachable
from responder.channels.smtp import SmtpChannel, SmtpServer
from tests.channels.letters import message
from tests.channels.servers import Book, free_port, mail_server, server_that_hangs_after_the_text, silent_server

SOON = timedelta(seconds=0.3)


def channel(port, timeout=timedelta(seconds=5)):
    return SmtpChannel(SmtpServer("127.0.0.1", port, security="none", timeout=timeout))


def test_the_letter_arrives_whole_with_our_id_and_nothing_that_tracks():
    book, sent = Book(), message()
    with mail_server(book) as port:
        (outcome,) = channel(port).send([sent])

    (envelope,) = book.taken
    mail = message_from_bytes(envelope.content, policy=default)
    assert outcome == Accepted(f"{sent.id}@example.com")
    assert mail["Message-ID"] == f"<{sent.id}@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert "List-Unsubscribe" not in mail
    assert mail.get_body(("plain",)).get_content().splitlines() == sent.text.splitlines()
    assert mail.get_body(("html",)).get_content().strip() == sent.html
    assert (envelope.mail_from, envelope.rcpt_tos) == ("privacy@example.com", ["alex@example.org"])


def test_a_dead_address_is_refused_for_good_and_a_full_one_for_now_and_the_rest_still_go():
    book = Book()
    with mail_server(book) as port:
        outcomes = channel(port).send(
            [message(to) for to in ("nobody@example.org", "later@example.org", "alex@example.org")]
        )

    assert outcomes[0] == Refused("smtp 550 5.1.1", permanent=True)
    assert outcomes[1] == Refused("smtp 451 4.2.1", permanent=False)
    assert isinstance(outcomes[2], Accepted)
    assert len(book.taken) == 1


def test_a_connection_dropped_after_the_text_was_taken_leaves_that_one_unknown_and_the_rest_unsent():
    book = Book()
    with mail_server(book) as port:
        outcomes = channel(port).send([message("dropped@example.org"), message("alex@example.org")])

    assert outcomes == [Unknown("disconnected"), Unreachable("disconnected")]
    assert len(book.taken) == 1


def test_a_server_that_never_greets_costs_one_timeout_for_the_whole_batch():
    with silent_server() as port:
        outcomes = channel(port, SOON).send([message() for _ in range(50)])

    assert outcomes == [Unreachable("timeout")] * 50


def test_a_server_that_hangs_before_the_text_leaves_the_message_certainly_unsent():
    with silent_server(says=b"220 mail.example.net ready\r\n") as port:
        (outcome,) = channel(port, SOON).send([message()])

    assert isinstance(outcome, Unreachable)


def test_a_server_that_hangs_after_the_text_leaves_it_unknown():
    with server_that_hangs_after_the_text() as (port, texts):
        outcomes = channel(port, SOON).send([message(), message()])

    assert [type(outcome) for outcome in outcomes] == [Unknown, Unreachable]
    assert len(texts) == 1


def test_nobody_listening_is_unreachable():
    (outcome,) = channel(free_port(), SOON).send([message()])

    assert outcome == Unreachable("disconnected")


def test_a_server_without_encryption_gets_nothing_when_encryption_was_asked_for():
    book = Book()
    with mail_server(book) as port:
        server = SmtpServer("127.0.0.1", port, security="starttls", timeout=timedelta(seconds=5))
        (outcome,) = SmtpChannel(server).send([message()])

    assert outcome == Unreachable("not_supported")
    assert book.taken == []


def test_an_address_beyond_ascii_goes_out_where_the_server_can():
    book = Book()
    with mail_server(book) as port:
        (outcome,) = channel(port).send([message("jörg@example.org")])

    assert isinstance(outcome, Accepted)
    assert book.taken[0].rcpt_tos == ["jörg@example.org"]


def test_a_call_ends_in_bounded_time_however_slow_the_server():
    slow = SmtpChannel(SmtpServer("127.0.0.1", 25, timeout=timedelta(seconds=10)), longest_call=timedelta(0))

    assert slow.longest_call == timedelta(seconds=160)
