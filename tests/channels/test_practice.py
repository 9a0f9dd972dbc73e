"""The providers that one practises with: the real protocols, and calls back that our own hooks believe."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from responder.channels.chosen import channels_for
from responder.channels.port import Accepted, Message, Sender
from responder.channels.practice import TOKEN, Practice, Taken
from responder.channels.sendgrid_events import read_events
from responder.channels.signatures import sendgrid_signed, twilio_signed
from responder.files.store import FileStore


@contextmanager
def served(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class Console(HTTPServer):
    """Keeps the calls it gets."""

    def __init__(self):
        self.calls, self.came = [], threading.Semaphore(0)
        super().__init__(("127.0.0.1", 0), Hook)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.path, self.headers, body))
        self.send_response(204)
        self.end_headers()
        self.server.came.release()

    def log_message(self, *said):
        pass


def message(medium, to):
    return Message(
        id="a" * 32, scope="house", medium=medium, to=to, subject="A trial", text="Dear you,\n", at=datetime.now(UTC),
        from_=Sender("privacy@example.com", "Example"),
    )  # fmt: skip


@pytest.mark.parametrize(("medium", "to"), [("email", "alex@example.org"), ("sms", "+12025550123")])
def test_a_message_is_shown_and_its_receipt_is_signed_as_the_hooks_want_it(house, medium, to):
    shown = []
    with served(Console()) as console:
        practice = Practice(shown.append, console=console.url)
        settings = house.settings.with_changes(
            **{name.removeprefix("RESPONDER_").lower(): value for name, value in practice.settings().items()}, live=True
        )
        channel = channels_for(settings, FileStore(house.path / "files", house.keystore), reachable=set)[medium]
        with served(practice.server):
            assert isinstance(channel.send([message(medium, to)])[0], Accepted)
            assert console.came.acquire(timeout=10)
    assert [(one.medium, one.to, one.text.strip()) for one in shown if isinstance(one, Taken)] == [(medium, to, "Dear you,")]

    path, headers, body = console.calls[0]
    if medium == "email":
        assert path == "/hooks/sendgrid"
        stamp, signature = (headers[f"X-Twilio-Email-Event-Webhook-{name}"] for name in ("Timestamp", "Signature"))
        assert sendgrid_signed(settings.sendgrid_webhook_key, signature=signature, timestamp=stamp, body=body)
        assert [(receipt.message_id, receipt.event) for receipt in read_events(body)] == [("a" * 32, "delivered")]
    else:
        form = parse_qs(body.decode())
        assert twilio_signed(TOKEN, url=console.url + path, form=form, body=body, signature=headers["X-Twilio-Signature"])
        assert form["MessageStatus"] == ["delivered"]
