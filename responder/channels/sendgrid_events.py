"""What SendGrid's event webhook says, as receipts. Pure.

https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from responder.channels.port import Receipt
from responder.channels.sendgrid_mail import OUR_ID
from responder.errors import BadInput

if TYPE_CHECKING:
    from responder.channels.port import Event

_EVENTS: dict[str, Event] = {
    "processed": "accepted",
    "deferred": "deferred",
    "delivered": "delivered",
    "bounce": "bounced",
    "dropped": "dropped",
    "spamreport": "complained",
}
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_FIRST_WORD = re.compile(r"[a-z]+")


def read_events(body: bytes) -> list[Receipt]:
    """The receipts in one call of the webhook; events of messages that are none of ours are left out.

    Raises:
        BadInput: it is no list of events.
    """
    try:
        events = json.loads(body)
    except ValueError:  # neither JSON nor UTF-8
        events = None
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise BadInput("This is no call of SendGrid's event webhook", expected="a JSON list of events")
    return [_receipt(event) for event in events if event.get("event") in _EVENTS and isinstance(event.get(OUR_ID), str)]


def _receipt(event: dict[str, Any]) -> Receipt:
    said = event.get("timestamp")
    at = datetime.fromtimestamp(said, UTC) if isinstance(said, int) and 0 < said < 2**33 else None
    return Receipt(_EVENTS[event["event"]], message_id=event[OUR_ID], at=at, code=_code(event))


def _code(event: dict[str, Any]) -> str:
    """Numbers and known words alone: the provider's sentences quote addresses."""
    if event["event"] == "dropped":
        word = _FIRST_WORD.match(str(event.get("reason", "")).lower())
        return f"sendgrid_dropped {word[0] if word else 'unsaid'}"
    if event["event"] not in {"bounce", "deferred"}:
        return ""
    status = _STATUS.search(f"{event.get('status', '')} {event.get('reason', '')}")
    return f"sendgrid {status[0]}" if status else f"sendgrid {event['event']}"
