"""The vectors that the providers publish for their own checkers, made anew as data of our own."""

from __future__ import annotations

import base64
import json
import time

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sendgrid.helpers.eventwebhook import EventWebhook
from twilio.request_validator import RequestValidator

from responder.channels.signatures import sendgrid_signed, sign_twilio, twilio_signed
from responder.errors import NotConfigured

TOKEN = "12345"
CALL = {
    "CallSid": ["CA1234567890ABCDE"],
    "Digits": ["1234"],
    "From": ["+14158675309"],
    "To": ["+18005551212"],
    "Caller": ["+14158675309"],
}
TWICE = {"Sid": ["CA123"], "SidAccount": ["AC123"], "Digits": ["5678", "1234", "1234"]}


@pytest.mark.parametrize(
    ("url", "form", "signature"),
    [
        ("https://mycompany.com/myapp.php?foo=1&bar=2", CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com/myapp.php?foo=1&bar=2", TWICE, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", CALL, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:80/myapp.php?foo=1&bar=2", CALL, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    ],
)
def test_twilios_published_signatures_hold_and_no_other(url, form, signature):
    assert twilio_signed(TOKEN, url=url, form=form, body=b"", signature=signature)
    assert not twilio_signed("another", url=url, form=form, body=b"", signature=signature)
    assert not twilio_signed(TOKEN, url=url, form={**form, "Digits": ["9"]}, body=b"", signature=signature)
    assert not twilio_signed(TOKEN, url=url + "x", form=form, body=b"", signature=signature)


def test_a_port_that_the_scheme_has_anyway_may_be_there_or_not():
    signature = sign_twilio(TOKEN, "https://mycompany.com/a?b=c", CALL)
    assert twilio_signed(TOKEN, url="https://mycompany.com:443/a?b=c", form=CALL, body=b"", signature=signature)


def test_a_body_that_is_no_form_is_bound_by_its_hash():
    url = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    body, signature = b'{"property": "value", "boolean": true}', "a9nBmqA0ju/hNViExpshrM61xv4="
    assert twilio_signed(TOKEN, url=url, form={}, body=body, signature=signature)
    assert not twilio_signed(TOKEN, url=url, form={}, body=b"{}", signature=signature)


def test_the_same_is_signed_as_by_twilios_own_package():
    url = "https://incidents.example.com/hooks/twilio/status?responder_id=ours"
    theirs = RequestValidator(TOKEN).compute_signature(url, {name: values[0] for name, values in CALL.items()})
    assert sign_twilio(TOKEN, url, CALL) == theirs


KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def signed(body, timestamp):
    return base64.b64encode(KEY.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()


def test_sendgrids_signature_holds_for_the_raw_body_and_its_time_alone():
    body, timestamp = json.dumps([{"event": "delivered"}]).encode() + b"\r\n", str(int(time.time()))
    signature = signed(body, timestamp)

    assert sendgrid_signed(PUBLIC, signature=signature, timestamp=timestamp, body=body)
    assert EventWebhook(PUBLIC).verify_signature(body.decode(), signature, timestamp)
    for forged in (
        {"body": body.strip()},
        {"timestamp": "1"},
        {"signature": signed(b"other", timestamp)},
        {"signature": "no"},
    ):
        given = {"signature": signature, "timestamp": timestamp, "body": body, **forged}
        assert not sendgrid_signed(PUBLIC, **given)


PUBLISHED_KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
PUBLISHED_SIGNATURE = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
PUBLISHED_EVENT = {
    "email": "hello@world.com",
    "event": "dropped",
    "reason": "Bounced Address",
    "sg_event_id": "ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",
    "sg_message_id": "LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",
    "smtp-id": "<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>",
    "timestamp": 1600112492,
}


def test_sendgrids_published_signature_holds_and_no_other():
    body = json.dumps([PUBLISHED_EVENT], sort_keys=True, separators=(",", ":")).encode() + b"\r\n"
    given = {"signature": PUBLISHED_SIGNATURE, "timestamp": "1600112502", "body": body}

    assert sendgrid_signed(PUBLISHED_KEY, **given)
    assert not sendgrid_signed(PUBLIC, **given)
    for forged in ({"body": body.strip()}, {"body": b"payload"}, {"timestamp": "timestamp"}):
        assert not sendgrid_signed(PUBLISHED_KEY, **{**given, **forged})


def test_a_key_that_is_none_is_told_instead_of_refusing_every_call():
    with pytest.raises(NotConfigured, match="WEBHOOK_KEY"):
        sendgrid_signed("not a key", signature="", timestamp="", body=b"")
