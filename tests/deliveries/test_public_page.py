"""A published page is looked at from outside, and whoever said stop to a provider is not written to again."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from responder.channels.page import fetch
from responder.channels.port import Refused
from responder.deliveries.queries.suppressions import suppressed_among
from tests.channels.servers import free_port
from tests.deliveries.campaigns import SMS, campaign_for, incident_with, person, start, state, work
from tests.post.outbox import Provider


def test_a_page_is_seen_as_anybody_sees_it_and_trouble_has_a_name():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = self.path.startswith("/notice")
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(b"word for word" if found else b"")

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        at = f"http://127.0.0.1:{server.server_port}"
        assert fetch(f"{at}/notice?language=en").content == b"word for word"
        assert fetch(f"{at}/elsewhere").trouble == "HTTP 404"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert fetch(f"http://127.0.0.1:{free_port()}/").trouble == "ConnectionRefusedError"


def test_a_person_whom_the_provider_knows_to_have_said_stop_gets_no_text_again(house):
    rows = [person(1, email="", phone="+12025550101"), person(2, email="", phone="+12025550102")]
    number = campaign_for(house, incident_with(house, rows), ladder=(SMS,))
    start(house, number, 2)

    def answer(message):
        return Refused("twilio 21610" if message.to.endswith("101") else "twilio 21211", permanent=True)

    provider = Provider("twilio", answer)
    work(house, {"sms": provider}, rounds=2)
    assert state(house, number).words == {"no_such_address": 1, "not_allowed": 1}
    with house.db.reading() as session:
        assert suppressed_among(session, "sms", ["+12025550101", "+12025550102"]) == {"+12025550101"}
