"""SendGrid and Twilio on loopback: they speak the real protocol, check each request against the provider's own
description of it, answer as they are told, and keep a book of what they took.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

ROOT = Path(__file__).parents[2]
SPECS = Path(os.environ.get("RESPONDER_VENDOR_SPECS") or ROOT.parent / "shared" / "vendor")
HANG = 3.0


@cache
def description(name):
    """The provider's own description of its interface, which is not ours to carry; none where it does not lie."""
    path = SPECS / name
    return OpenAPI.from_dict(json.loads(path.read_text("utf-8"))) if path.is_file() else None


class Asked:
    """A request as the checker wants it."""

    def __init__(self, method, path, headers, body):
        parts = urlsplit(path)
        self.host_url = "http://127.0.0.1"
        self.path = parts.path
        self.method = method.lower()
        self.body = body
        self.content_type = headers.get("Content-Type", "").partition(";")[0]
        query = ImmutableMultiDict([(name, value) for name, all_ in parse_qs(parts.query).items() for value in all_])
        self.parameters = RequestParameters(query=query, header=Headers(dict(headers)), cookie=ImmutableMultiDict())


class Loopback:
    """What both have in common: how to answer, and what went wrong with a request."""

    spec = None

    def __init__(self, *, checked=True, answer=lambda request: "accept"):
        self.answer = answer
        self.book = Counter()
        self.requests = []
        self.complaints = []
        self.left = threading.Event()
        self.guard = threading.Lock()
        self.checker = description(self.spec) if checked else None

    def check(self, request):
        if self.checker is not None:
            result = self.checker.unmarshal_request(request)
            self.complaints += [f"{error} {getattr(error, '__cause__', '')}" for error in result.errors]

    def serve(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        if len(body) < length:
            return  # whoever asked was killed in the middle of it
        request = Asked(handler.command, handler.path, handler.headers, body)
        if handler.command == "GET":
            self.list(handler, request)
            return
        given = self.understood(request)
        with self.guard:
            self.requests.append(given)
            self.check(request)
            how = self.answer(given)
            if how in ("accept", "drop", "hang", 500):  # a broken answer, and it was taken all the same
                taken = self.take(given)
        if how == "accept":
            self.accepted(handler, taken)
        elif how == "hang":
            self.left.wait(HANG)
        elif how == "drop":
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.refused(handler, how)

    def reply(self, handler, status, document=None, headers=()):
        body = b"" if document is None else json.dumps(document).encode()
        handler.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


class SendGrid(Loopback):
    """Its book counts our ids; ``events`` is what it would call the webhook with."""

    spec = "sendgrid_mail.json"

    def __init__(self, **given):
        super().__init__(**given)
        self.mails = []

    def understood(self, request):
        return json.loads(request.body)

    def take(self, mail):
        assert mail["subject"], "a mail without a subject"
        assert mail["content"], "a mail without content"
        for person in mail["personalizations"]:
            self.book[person["custom_args"]["responder_id"]] += 1
            self.mails.append((person, mail))
        return "message-" + str(len(self.requests))

    def accepted(self, handler, taken):
        self.reply(handler, 202, headers=[("X-Message-Id", taken)])

    def refused(self, handler, how):
        if isinstance(how, list):
            errors = [{"message": "no address", "field": f"personalizations.{at}.to.0.email"} for at in how]
            self.reply(handler, 400, {"errors": errors})
        else:
            headers = [("Retry-After", "7")] if how == 429 else []
            self.reply(handler, how, {"errors": [{"message": "no"}]}, headers)

    def list(self, handler, request):
        batch = request.parameters.query["query"].partition('"')[2].rstrip('"')
        listed = [
            {
                "msg_id": person["custom_args"]["responder_id"],
                "to_email": person["to"][0]["email"],
                "status": "delivered",
            }
            for person, _ in self.mails
            if person["custom_args"]["responder_batch"] == batch
        ]
        self.reply(handler, 200, {"messages": listed})

    def text_to(self, address, part=0):
        """What a person reads: the text with what was put in for him or her."""
        person, mail = next(pair for pair in self.mails if pair[0]["to"][0]["email"] == address)
        text = mail["content"][part]["value"]
        for tag, line in person["substitutions"].items():
            text = text.replace(tag, line)
        return text

    def events(self, ids, event="delivered", **more):
        return json.dumps(
            [
                {
                    "event": event,
                    "responder_id": one,
                    "sg_event_id": f"{event}-{one}",
                    "timestamp": int(time.time()),
                    **more,
                }
                for one in ids
            ]
        ).encode()


class Twilio(Loopback):
    """Its book lists messages with number, text and time."""

    spec = "twilio_messages.json"

    def __init__(self, **given):
        super().__init__(**given)
        self.messages = []

    def understood(self, request):
        return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}

    def take(self, form):
        sid = f"SM{len(self.messages):032x}"
        callback = parse_qs(urlsplit(form.get("StatusCallback", "")).query)
        self.book[unquote(callback.get("responder_id", [""])[0])] += 1
        sent = {
            "sid": sid, "to": form["To"], "body": form["Body"], "status": "queued", "error_code": None,
            "date_created": format_datetime(datetime.now(UTC)), "date_updated": format_datetime(datetime.now(UTC)),
        }  # fmt: skip
        self.messages.append(sent)
        return sent

    def accepted(self, handler, taken):
        self.reply(handler, 201, taken)

    def refused(self, handler, how):
        if how > 999:
            self.reply(handler, 400, {"code": how, "message": "no", "status": 400})
        else:
            self.reply(handler, how, {"message": "no", "status": how}, [("Retry-After", "7")] if how == 429 else [])

    def list(self, handler, request):
        wanted = request.parameters.query["To"]
        self.reply(
            handler, 200, {"messages": [one for one in self.messages if one["to"] == wanted], "next_page_uri": None}
        )


@contextmanager
def serving(provider):
    """Its address on loopback, while it serves."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):
            provider.serve(self)

        do_GET = do_POST  # noqa: N815 -- http.server's name

        def log_message(self, *said):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            pass  # whoever was killed does not listen any more

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        provider.left.set()
        server.shutdown()
        server.server_close()
        thread.join()
