from __future__ import annotations

from responder.channels.local import LocalSink
from responder.channels.port import Accepted, Refused
from responder.channels.smtp import SmtpChannel, SmtpServer
from responder.channels.trial import gated
from responder.files.store import FileStore
from tests.channels.letters import message
from tests.channels.servers import Book, mail_server


def guests():
    return {"Guest@example.com"}


def test_in_trial_mode_only_staff_and_guests_are_reached():
    book = Book()
    with mail_server(book) as port:
        channel = gated(SmtpChannel(SmtpServer("127.0.0.1", port, security="none")), live=False, reachable=guests)
        outcomes = channel.send([message("alex@example.org"), message("guest@example.com")])

    assert outcomes[0] == Refused("trial_mode", permanent=True)
    assert isinstance(outcomes[1], Accepted)
    assert [envelope.rcpt_tos for envelope in book.taken] == [["guest@example.com"]]


def test_going_live_takes_the_gate_away_and_the_local_sink_never_had_one(house):
    smtp = SmtpChannel(SmtpServer("127.0.0.1"))
    sink = LocalSink(FileStore(house.path / "files", house.keystore), house.path / "spool")

    assert gated(smtp, live=True, reachable=guests) is smtp
    assert gated(sink, live=False, reachable=guests) is sink
