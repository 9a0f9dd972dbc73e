"""Asking providers and DNS whether they know us; nothing is sent."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import dns.resolver
import pytest

from responder.channels.asking_round import ask_others
from responder.channels.domain import ask_domain
from responder.channels.probe import ask_smtp
from responder.settings import Settings
from tests.channels.servers import Book, mail_server

KEY, SID, TOKEN = "SG.example", "AC" + "0" * 32, "token"


@contextmanager
def provider(answers):
    """A server that answers by path; ``asked`` holds what came in with its authorization."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Authorization"]))
            status, document = answers.get(self.path, (404, {}))
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sendgrid(home, url):
    return Settings(home=home, email_channel="sendgrid", sendgrid_api_key=KEY, sendgrid_url=url)


def test_a_key_that_may_send_is_known_and_its_senders_are_named(tmp_path):
    senders = {
        "results": [{"from_email": "privacy@example.com", "verified": True}, {"from_email": "x", "verified": False}]
    }
    answers = {"/v3/scopes": (200, {"scopes": ["mail.send"]}), "/v3/verified_senders": (200, senders)}
    with provider(answers) as (url, asked):
        told, domain = ask_others(sendgrid(tmp_path, url))
    assert (told["sendgrid"].outcome, told["sendgrid"].document) == ("ok", {"senders": ["privacy@example.com"]})
    assert domain == {}
    assert [path for path, _ in asked] == ["/v3/scopes", "/v3/verified_senders"]
    assert {authorization for _, authorization in asked} == {f"Bearer {KEY}"}


@pytest.mark.parametrize("answer", [(401, {}), (200, {"scopes": ["stats.read"]})])
def test_a_key_that_is_wrong_or_may_not_send_is_refused(tmp_path, answer):
    with provider({"/v3/scopes": answer}) as (url, _):
        told, _ = ask_others(sendgrid(tmp_path, url))
    assert told["sendgrid"].outcome == "refused"


@pytest.mark.parametrize(("status", "outcome"), [("active", "ok"), ("suspended", "refused")])
def test_an_account_that_was_suspended_is_as_good_as_none(tmp_path, status, outcome):
    with provider({f"/2010-04-01/Accounts/{SID}.json": (200, {"status": status})}) as (url, asked):
        settings = Settings(
            home=tmp_path, sms_channel="twilio", twilio_account_sid=SID, twilio_auth_token=TOKEN, twilio_url=url
        )
        told, _ = ask_others(settings)
    assert told["twilio"].outcome == outcome
    assert asked[0][1].startswith("Basic ")


def test_a_provider_that_is_not_there_is_silent(tmp_path):
    with provider({}) as (url, _):
        pass
    told, _ = ask_others(sendgrid(tmp_path, url))
    assert told["sendgrid"].outcome == "silent"


def test_a_mail_server_is_greeted_and_no_mail_is_begun(tmp_path):
    book = Book()
    with mail_server(book) as port:
        settings = Settings(
            home=tmp_path, email_channel="smtp", smtp_host="127.0.0.1", smtp_port=port, smtp_security="none"
        )
        assert ask_smtp(settings).outcome == "ok"
    assert ask_smtp(settings).outcome == "silent"
    assert book.taken == []


class Zone:
    """A resolver of these names alone."""

    def __init__(self, texts):
        self.texts = texts

    def resolve(self, name, kind):
        assert kind == "TXT"
        if self.texts is None:
            raise dns.resolver.NoNameservers
        if name not in self.texts:
            raise dns.resolver.NXDOMAIN
        return [SimpleNamespace(strings=[self.texts[name].encode()])]


def test_the_records_of_the_senders_domain_are_found_or_missed():
    whole = {
        "example.net": "v=spf1 -all",
        "_dmarc.example.net": "v=DMARC1; p=reject",
        "s1._domainkey.example.net": "p=x",
    }
    assert ask_domain("example.net", resolver=Zone(whole)) == {"spf": True, "dkim": True, "dmarc": True}
    assert ask_domain("example.net", resolver=Zone({})) == {"spf": False, "dkim": None, "dmarc": False}
    assert ask_domain("example.net", resolver=Zone(None)) == {"spf": None, "dkim": None, "dmarc": None}
