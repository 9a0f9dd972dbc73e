"""A mail provider and a telephone company on this machine, to practise with: SendGrid's and Twilio's own protocols.

They take every message, show it to whoever is watching, and call back with signatures, as the real ones do. Nothing
leaves the machine.
"""

from __future__ import annotations

import base64
import json
import re
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import requests as http
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from responder.channels.signatures import sign_twilio

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "AC" + "0" * 32
TOKEN = "practice"  # noqa: S105 -- nothing is kept behind it
NUMBER = "+12025550100"  # kept for fiction
_TIMEOUT = 10


@dataclass(frozen=True)
class Taken:
    """A message that a provider took: ``medium`` is ``email`` or ``sms``."""

    medium: str
    to: str
    subject: str
    text: str


@dataclass
class Practice:
    """Both providers behind one address, ``http://127.0.0.1:port``.

    Args:
        shown: Hears of each message that was taken, and of each answer that a call back got.
        console: Address of the house; without it nobody is called back.
        port: 0 takes a free one.
    """

    shown: Callable[[Taken | str], None]
    console: str | None = None
    port: int = 0
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _taken: int = 0

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.server.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def settings(self) -> dict[str, str]:
        """What to set so that a house sends here."""
        public = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "RESPONDER_PUBLIC_URL": self.console or "http://127.0.0.1:8787",
            "RESPONDER_EMAIL_CHANNEL": "sendgrid",
            "RESPONDER_SENDGRID_URL": self.address,
            "RESPONDER_SENDGRID_API_KEY": TOKEN,
            "RESPONDER_SENDGRID_WEBHOOK_KEY": base64.b64encode(public).decode(),
            "RESPONDER_SMS_CHANNEL": "twilio",
            "RESPONDER_TWILIO_URL": self.address,
            "RESPONDER_TWILIO_ACCOUNT_SID": ACCOUNT,
            "RESPONDER_TWILIO_AUTH_TOKEN": TOKEN,
            "RESPONDER_TWILIO_FROM": NUMBER,
        }

    def mail(self, mail: dict[str, Any]) -> Callable[[], None]:
        """Take a request of SendGrid's ``/v3/mail/send``; what is to be done once it was answered."""
        for person in mail["personalizations"]:
            subject, text = person.get("subject") or mail["subject"], mail["content"][0]["value"]
            for tag, value in person.get("substitutions", {}).items():
                subject, text = subject.replace(tag, value), text.replace(tag, value)
            self.shown(Taken("email", person["to"][0]["email"], subject, text))
        ids = [person["custom_args"] for person in mail["personalizations"] if person.get("custom_args")]
        now = int(time.time())
        told = {"event": "delivered", "timestamp": now}
        events = [{**one, **told, "sg_event_id": f"{now}-{self._next()}"} for one in ids]
        body = json.dumps(events).encode()
        stamp = str(now)
        signature = base64.b64encode(self._key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
        headers = {
            "Content-Type": "application/json",
            "X-Twilio-Email-Event-Webhook-Signature": signature,
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
        }
        return lambda: self._call("/hooks/sendgrid", body, headers)

    def text(self, form: dict[str, list[str]]) -> tuple[dict[str, Any], Callable[[], None]]:
        """Take a request of Twilio's ``Messages``; its answer, and what is to be done once that was given."""
        sid = f"SM{self._next():032x}"
        self.shown(Taken("sms", form["To"][0], "", form["Body"][0]))
        url = form.get("StatusCallback", [""])[0]
        said = {"MessageSid": [sid], "MessageStatus": ["delivered"], "To": form["To"], "AccountSid": [ACCOUNT]}
        headers = {"X-Twilio-Signature": sign_twilio(TOKEN, url, said)}
        answer = {"sid": sid, "status": "queued", "to": form["To"][0], "body": form["Body"][0], "error_code": None}
        return answer, lambda: self._call(url, said, headers)

    def _next(self) -> int:
        self._taken += 1
        return self._taken

    def _call(self, where: str, what: bytes | dict[str, list[str]], headers: dict[str, str]) -> None:
        if not self.console or not where:
            return
        url = where if where.startswith("http") else self.console.rstrip("/") + where
        try:
            answer = http.post(url, data=what, headers=headers, timeout=_TIMEOUT)
        except http.RequestException:
            self.shown(f"called back: {url.partition('?')[0]} cannot be reached")
        else:
            self.shown(f"called back: {url.partition('?')[0]} answered {answer.status_code}")


def _handler(practice: Practice) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path == "/v3/mail/send":
                after = practice.mail(json.loads(body))
                self._answer(202, None, ("X-Message-Id", "practice"))
            elif re.fullmatch(r"/2010-04-01/Accounts/\w+/Messages\.json", self.path):
                answer, after = practice.text(parse_qs(body.decode(), keep_blank_values=True))
                self._answer(201, answer)
            else:
                self._answer(404, {"message": "not practised here", "status": 404})
                return
            after()

        def do_GET(self) -> None:
            self._answer(404, {"message": "not practised here", "status": 404})

        def _answer(self, status: int, document: object, *headers: tuple[str, str]) -> None:
            body = b"" if document is None else json.dumps(document).encode()
            self.send_response(status)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
            del format, args

    return Handler
