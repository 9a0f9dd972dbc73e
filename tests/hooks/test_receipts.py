from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from responder import clock
from responder.bootstrap import make_house
from responder.channels.port import Accepted, Unknown
from responder.channels.sendgrid_events import read_events
from responder.channels.signatures import sign_twilio
from responder.channels.twilio_callbacks import read_callback
from responder.deliveries.queries.suppressions import suppressed_among
from responder.hooks.limit import MOST_FORGED
from responder.post.actions.claims import arrive, claim, settle
from responder.post.engine import take_receipts
from responder.post.records import Outgoing, RawReceipt, ReceiptEvent
from responder.settings import Settings
from responder.site.app import make_app
from tests.post.outbox import Provider, group_of, worker

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
SITE, TOKEN = "https://incidents.example.com", "synthetic"


class Reading(Provider):
    """A provider whose receipts are read as the real ones are."""

    def __init__(self, name, read):
        super().__init__(name)
        self.read = read


CHANNELS = {"email": Reading("sendgrid", read_events), "sms": Reading("twilio", read_callback)}


class Site:
    def __init__(self, services):
        self.db = services.db
        self.client = make_app(services).test_client()

    def sendgrid(self, events, *, key=KEY):
        body, timestamp = json.dumps(events).encode(), "1795510800"
        signature = key.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        headers = {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        }
        return self.client.post("/hooks/sendgrid", base_url=SITE, data=body, headers=headers).status_code

    def twilio(self, path, form, *, token=TOKEN, **query):
        address = path + (f"?{urlencode(query)}" if query else "")
        signature = sign_twilio(token, SITE + address, {name: [value] for name, value in form.items()})
        return self.client.post(
            address, base_url=SITE, data=form, headers={"X-Twilio-Signature": signature}
        ).status_code

    def claimed(self, channel="email"):
        """A message in the hands of a worker, and what settles it."""
        with self.db.writing() as session:
            group_of(session, 1, channel=channel, now=clock.now())
            at = worker()
            arrive(session, at, now=clock.now())
            return claim(session, worker=at, now=clock.now(), size_of=lambda kind, medium: 10)

    def settle(self, batch, outcome):
        with self.db.writing() as session:
            settle(session, batch, [outcome], now=clock.now())

    def understand(self):
        while take_receipts(self.db, CHANNELS, clock=clock.now):
            pass

    def state(self):
        with self.db.reading() as session:
            return session.scalars(select(Outgoing.state)).one()

    def count(self, table):
        with self.db.reading() as session:
            return session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def site(tmp_path):
    settings = Settings(
        home=tmp_path / "home", public_url=SITE, sendgrid_webhook_key=PUBLIC, twilio_auth_token=TOKEN,
        twilio_account_sid="AC" + "0" * 32,
    )  # fmt: skip
    services, _ = make_house(settings)
    yield Site(services)
    services.db.dispose()


def event(batch, said, **more):
    return {"event": said, "responder_id": batch.rows[0].id, "timestamp": 1795510800, "sg_event_id": said, **more}


def test_a_receipt_that_comes_before_our_own_row_is_settled_stands(site):
    batch = site.claimed()
    assert site.sendgrid([event(batch, "delivered")]) == 204
    site.understand()
    site.settle(batch, Accepted("ref"))
    assert site.state() == "delivered"


def test_what_a_killed_worker_left_unknown_is_known_once_the_provider_calls(site):
    batch = site.claimed()
    site.settle(batch, Unknown("worker_lost"))
    assert site.sendgrid([event(batch, "processed")]) == 204
    site.understand()
    assert site.state() == "accepted"


def test_receipts_that_come_twice_late_and_out_of_order_end_the_same(site):
    batch = site.claimed()
    site.settle(batch, Accepted("ref"))
    for events in (["delivered"], ["processed", "deferred"], ["delivered"], ["delivered", "processed"]):
        assert site.sendgrid([event(batch, said) for said in events]) == 204
        site.understand()
    assert site.state() == "delivered"
    assert site.count(RawReceipt) == 3  # the very same call is kept once
    assert site.count(ReceiptEvent) == 3


def test_a_late_bounce_is_believed(site):
    batch = site.claimed()
    site.sendgrid([event(batch, "delivered")])
    site.sendgrid([event(batch, "bounce", status="5.1.1")])
    site.understand()
    assert site.state() == "refused"


def test_events_of_other_systems_on_the_same_account_are_let_go(site):
    assert site.sendgrid([{"event": "delivered", "sg_message_id": "another", "timestamp": 1}]) == 204
    site.understand()
    with site.db.reading() as session:
        assert session.scalars(select(RawReceipt.state)).all() == ["matched"]


def test_a_forged_call_is_refused_and_nothing_is_stored(site):
    batch = site.claimed()
    assert site.sendgrid([event(batch, "delivered")], key=ec.generate_private_key(ec.SECP256R1())) == 403
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert site.twilio("/hooks/twilio/status", form, token="guessed", responder_id=batch.rows[0].id) == 403
    assert site.twilio("/hooks/twilio/inbound", {"From": "+12025550101", "Body": "STOP"}, token="guessed") == 403
    assert site.count(RawReceipt) == 0


def test_who_forges_again_and_again_is_not_listened_to_for_a_while(site):
    stranger = ec.generate_private_key(ec.SECP256R1())
    answers = [site.sendgrid([], key=stranger) for _ in range(MOST_FORGED + 1)]
    assert answers == [403] * MOST_FORGED + [429]


def test_twilio_tells_what_became_of_an_sms_by_our_id_in_the_address(site):
    batch = site.claimed("sms")
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+12025550101"}
    assert site.twilio("/hooks/twilio/status", form, responder_id=batch.rows[0].id) == 204
    site.understand()
    site.settle(batch, Accepted("SM1"))
    assert site.state() == "delivered"


def test_stop_puts_a_number_on_the_stop_list_and_start_takes_it_off(site):
    number = "+12025550101"

    def stopped():
        with site.db.reading() as session:
            return suppressed_among(session, "sms", [number]) == {number}

    assert site.twilio("/hooks/twilio/inbound", {"From": number, "Body": "Stop"}) == 200
    assert stopped()
    assert site.twilio("/hooks/twilio/inbound", {"From": number, "Body": "START"}) == 200
    assert not stopped()
    refused = {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "21610", "To": number}
    assert site.twilio("/hooks/twilio/status", refused, responder_id="0" * 32) == 204
    assert stopped()


def test_a_provider_that_is_not_set_up_has_no_hook(tmp_path):
    services, _ = make_house(Settings(home=tmp_path / "home", public_url=SITE))
    site = Site(services)
    assert site.sendgrid([]) == site.twilio("/hooks/twilio/status", {}) == 404
    services.db.dispose()
