"""Two providers: the second steps in for what was certainly not handed over, and for nothing else."""

import json
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from responder.channels.chosen import SECOND_EMAIL, works_in
from responder.channels.failover import Failover
from responder.channels.gateway import GatewayAccount, GatewayChannel
from responder.channels.port import Accepted, Busy, Channel, Refused, Unknown, Unreachable
from responder.channels.sendgrid import SendGridAccount, SendGridChannel
from responder.channels.smtp import SmtpChannel, SmtpServer
from responder.errors import NotConfigured
from tests.channels.letters import message
from tests.channels.providers import SendGrid, serving
from tests.channels.servers import Book, free_port, mail_server
from tests.channels.test_chosen import SENDGRID, chosen


def sendgrid(url):
    return SendGridChannel(SendGridAccount("synthetic", host=url, timeout=timedelta(seconds=1)))


def smtp(port):
    return SmtpChannel(SmtpServer("127.0.0.1", port, security="none", timeout=timedelta(seconds=5)))


def letters(count):
    return [message(f"person{number}@example.org", id=f"{number:032x}") for number in range(1, count + 1)]


def test_while_the_first_provider_answers_the_second_gets_nothing():
    provider, book = SendGrid(), Book()
    with serving(provider) as url, mail_server(book) as port:
        answers = Failover(sendgrid(url), smtp(port)).send(letters(3))
    assert all(isinstance(answer, Accepted) for answer in answers)
    assert (len(provider.book), len(book.taken)) == (3, 0)


def test_when_the_first_provider_cannot_be_reached_the_second_takes_all_each_once():
    book = Book()
    with mail_server(book) as port:
        both = Failover(sendgrid(f"http://127.0.0.1:{free_port()}"), smtp(port))
        answers = both.send(letters(3))
        assert all(isinstance(answer, Accepted) for answer in answers)
        both.send(letters(1))
    assert len(book.taken) == 4


@pytest.mark.parametrize("how", ["drop", "hang", 500])
def test_what_may_have_arrived_at_the_first_never_goes_to_the_second(how):
    provider, book = SendGrid(answer=lambda mail: how), Book()
    with serving(provider) as url, mail_server(book) as port:
        (answer,) = Failover(sendgrid(url), smtp(port)).send(letters(1))
    assert isinstance(answer, Unknown)
    assert len(book.taken) == 0


def test_a_provider_that_is_busy_or_says_no_is_no_outage():
    provider, book = SendGrid(answer=lambda mail: 429), Book()
    with serving(provider) as url, mail_server(book) as port:
        (answer,) = Failover(sendgrid(url), smtp(port)).send(letters(1))
        assert isinstance(answer, Busy)
        provider.answer = lambda mail: [0]
        (answer,) = Failover(sendgrid(url), smtp(port)).send(letters(1))
        assert isinstance(answer, Refused)
    assert len(book.taken) == 0


def test_after_a_while_the_first_provider_is_tried_again():
    provider, book = SendGrid(), Book()
    with serving(provider) as url, mail_server(book) as port:
        first = sendgrid(f"http://127.0.0.1:{free_port()}")
        both = Failover(first, smtp(port), try_again_after=timedelta(0))
        both.send(letters(1))
        both._first = sendgrid(url)
        both.send(letters(2)[1:])
    assert (len(provider.book), len(book.taken)) == (1, 1)


def test_a_house_names_a_second_provider_that_is_another_one(house):
    given = {**SENDGRID, "sendgrid_webhook_key": "a key", "smtp_host": "mail.example.net", "live": True}
    both = chosen(house, **given, email_second="smtp")
    assert type(both["email"]).__name__ == "Failover"
    assert both[SECOND_EMAIL].name == "smtp"
    with pytest.raises(NotConfigured, match="RESPONDER_EMAIL_SECOND"):
        chosen(house, **given, email_second="sendgrid")


def test_only_what_reaches_people_works_anywhere(house):
    given = {**SENDGRID, "sendgrid_region": "eu"}
    assert works_in(house.settings.with_changes(**given)) == {}
    assert works_in(house.settings.with_changes(**given, live=True)) == {"email": ("sendgrid", "eu")}


@contextmanager
def gateway(answers):
    """A gateway that keeps what it is given and answers in turn."""
    taken = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.append((self.headers["Authorization"], body))
            status, document = answers.pop(0)
            said = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sms", taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def text(number=1, language="zh"):
    return message(
        "+8613800000000", medium="sms", html=None, text="请查看我们的来信。", language=language, id=f"{number:032x}"
    )


def test_the_gateway_gets_the_registered_template_its_parameters_and_the_signature():
    with gateway([(200, {"id": "G1"})]) as (url, taken):
        channel = GatewayChannel(GatewayAccount(url, "synthetic", {"zh": "T-1"}, signature="示例公司"))
        assert isinstance(channel, Channel)
        assert channel.send([text()]) == [Accepted("G1")]
    sign_in, body = taken[0]
    assert sign_in == "Bearer synthetic"
    assert (body["template"], body["signature"], body["to"]) == ("T-1", "【示例公司】", "+8613800000000")


def test_without_a_template_for_the_language_nothing_is_sent():
    with gateway([]) as (url, taken):
        channel = GatewayChannel(GatewayAccount(url, "synthetic", {"zh": "T-1"}))
        (answer,) = channel.send([text(language="de")])
    assert (answer, taken) == (Refused("gateway no_template", permanent=True), [])


def test_the_gateways_answers_are_told_apart():
    answers = [(422, {}), (400, {}), (500, {})]
    with gateway(answers) as (url, _):
        channel = GatewayChannel(GatewayAccount(url, "synthetic", {"": "T-1"}))
        got = channel.send([text(number) for number in range(1, 5)])
    assert got == [
        Refused("gateway 422", permanent=True),
        Refused("gateway 400", permanent=False),
        Unknown("gateway 500"),
        Unreachable("provider_failed"),
    ]
    (answer,) = GatewayChannel(GatewayAccount(f"http://127.0.0.1:{free_port()}/", "k", {"": "T"})).send([text()])
    assert answer == Unreachable("no_connection")
