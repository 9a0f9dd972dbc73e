"""Providers' calls: the signature first, then the raw call is stored, and only later is anything made of it.

The answer says that the call is kept, not that it was understood: what is not answered so comes again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

from responder import clock
from responder.channels.signatures import sendgrid_signed, twilio_signed
from responder.channels.twilio_callbacks import reply_of, wish_of
from responder.deliveries.actions.suppressions import OPTED_OUT, lift, suppress
from responder.errors import NotFound, Refused, TooManyTries
from responder.hooks.health import hooks
from responder.hooks.limit import ForgedCalls
from responder.oncall.actions.answering import answer_by_text
from responder.post.actions.receipts import store_receipt
from responder.web.work import services, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

LARGEST_CALL = 8 * 1024 * 1024
_FORGED = "responder-forged-calls"
_NO_ANSWER: ResponseReturnValue = ("<Response/>", 200, {"Content-Type": "text/xml"})


@hooks.post("/hooks/sendgrid")
def sendgrid() -> ResponseReturnValue:
    """Events of emails."""
    key = services().settings.sendgrid_webhook_key
    if not key:
        raise NotFound("SendGrid's event webhook is not set up here.")
    body = _listened_to()
    signed = sendgrid_signed(
        key,
        signature=request.headers.get("X-Twilio-Email-Event-Webhook-Signature", ""),
        timestamp=request.headers.get("X-Twilio-Email-Event-Webhook-Timestamp", ""),
        body=body,
    )
    _must_be(signed)
    with writing() as session:
        store_receipt(session, "sendgrid", body, now=clock.now())
    return "", 204


@hooks.post("/hooks/twilio/status")
def twilio_status() -> ResponseReturnValue:
    """What became of an SMS. Our id comes back in the address."""
    call = signed_by_twilio()
    with writing() as session:
        store_receipt(session, "twilio", call, now=clock.now())
        _heed(session, call)
    return "", 204


@hooks.post("/hooks/twilio/inbound")
def twilio_inbound() -> ResponseReturnValue:
    """An SMS to us: STOP and START are heard, staff answer a call by it, nothing else is kept. The provider answers."""
    call = signed_by_twilio()
    with writing() as session:
        _heed(session, call)
        reply = reply_of(call)
        if reply is not None:
            answer_by_text(session, reply.number, reply.text, clock.now())
    return _NO_ANSWER


def signed_by_twilio() -> bytes:
    """The fields of address and form as one form, once the signature holds."""
    settings = services().settings
    if settings.twilio_auth_token is None or settings.public_url is None:
        raise NotFound("Twilio is not set up here.")
    body, query = _listened_to(), request.query_string
    path = request.path + (f"?{query.decode('latin-1')}" if query else "")
    form: Mapping[str, list[str]] = request.form.to_dict(flat=False)
    signed = twilio_signed(
        settings.twilio_auth_token.get_secret_value(),
        url=settings.public_url.rstrip("/") + path,
        form=form,
        body=body,
        signature=request.headers.get("X-Twilio-Signature", ""),
    )
    _must_be(signed)
    return b"&".join(part for part in (query, body) if part)


def _heed(session: Session, call: bytes) -> None:
    wish = wish_of(call)
    if wish is not None and wish.wants == "stop":
        suppress(session, "sms", wish.number, reason=OPTED_OUT, now=clock.now())
    elif wish is not None:
        lift(session, "sms", wish.number, reason=OPTED_OUT)


def _listened_to() -> bytes:
    """The raw body, unless the caller forged too many calls of late."""
    if _forged().too_many(request.remote_addr or "", clock.now()):
        raise TooManyTries
    request.max_content_length = LARGEST_CALL
    return request.get_data(cache=True, parse_form_data=False)


def _must_be(signed: bool) -> None:
    if not signed:
        _forged().note(request.remote_addr or "", clock.now())
        raise Refused("The signature does not hold. Nothing was stored.")


def _forged() -> ForgedCalls:
    counted: ForgedCalls = current_app.extensions.setdefault(_FORGED, ForgedCalls())
    return counted
