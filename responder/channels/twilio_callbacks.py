"""What Twilio calls back with: the state of a message, and answers such as STOP. Pure.

https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs

from responder.channels.port import Receipt
from responder.errors import BadInput

if TYPE_CHECKING:
    from responder.channels.port import Event

# The name under which our id comes back, in the address that we give with each message.
OUR_ID = "responder_id"
EVENTS: dict[str, Event] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "bounced",
    "failed": "bounced",
    "canceled": "dropped",
}
# Of a telephone call: that somebody, or a machine, took it is all that "delivered" means.
CALL_EVENTS: dict[str, Event] = {
    "queued": "accepted",
    "initiated": "accepted",
    "ringing": "accepted",
    "in-progress": "accepted",
    "completed": "delivered",
    "busy": "bounced",
    "no-answer": "bounced",
    "failed": "bounced",
    "canceled": "dropped",
}
_STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"})
_STARTS = frozenset({"START", "UNSTOP", "YES"})
OPTED_OUT = "21610"


@dataclass(frozen=True)
class Wish:
    """Whether a number wants to be written to."""

    number: str = field(repr=False)
    wants: Literal["stop", "start"]


def read_callback(body: bytes) -> list[Receipt]:
    """The receipt in one status callback; none if it is of a message that is not ours.

    Args:
        body: The fields of the address and of the form, together as one form.

    Raises:
        BadInput: it is no status callback.
    """
    fields = _fields(body)
    status = fields.get("MessageStatus") or fields.get("SmsStatus")
    if not status or "MessageSid" not in fields:
        raise BadInput("This is no status callback of Twilio's", expected="a form with MessageSid and MessageStatus")
    event, message_id = EVENTS.get(status), fields.get(OUR_ID)
    if event is None or not message_id:
        return []
    code = fields.get("ErrorCode", "")
    said = f"twilio {code}" if code.isdecimal() and int(code) else ""
    return [Receipt(event, message_id=message_id, ref=fields["MessageSid"], code=said)]


def read_call_callback(body: bytes) -> list[Receipt]:
    """The receipt in one status callback of a telephone call; none if it is of a call that is not ours.

    Raises:
        BadInput: it is no status callback of a call.
    """
    fields = _fields(body)
    status = fields.get("CallStatus")
    if not status or "CallSid" not in fields:
        raise BadInput("This is no callback of a call of Twilio's", expected="a form with CallSid and CallStatus")
    event, message_id = CALL_EVENTS.get(status), fields.get(OUR_ID)
    if event is None or not message_id:
        return []
    return [Receipt(event, message_id=message_id, ref=fields["CallSid"], code=f"twilio {status}")]


@dataclass(frozen=True)
class Pressed:
    """A key pressed in a call of ours; ``message_id`` is that of the call."""

    message_id: str
    keys: str


def pressed_in(body: bytes) -> Pressed | None:
    """Which key was pressed in which call."""
    fields = _fields(body)
    message_id = fields.get(OUR_ID)
    return Pressed(message_id, fields.get("Digits", "").strip()) if message_id else None


@dataclass(frozen=True)
class Reply:
    """A text message to us."""

    number: str = field(repr=False)
    text: str = field(repr=False)


def reply_of(body: bytes) -> Reply | None:
    """The text message in an inbound call; None for a status callback."""
    fields = _fields(body)
    number = fields.get("From", "")
    return Reply(number, fields.get("Body", "")) if number and "MessageStatus" not in fields else None


def wish_of(body: bytes) -> Wish | None:
    """What a call says of a number's wish: an answer STOP or START, or a message refused because of an earlier STOP."""
    fields = _fields(body)
    if fields.get("ErrorCode") == OPTED_OUT and fields.get("To"):
        return Wish(fields["To"], "stop")
    number, word = fields.get("From", ""), fields.get("Body", "").strip().strip(".!").upper()
    said = fields.get("OptOutType", "").upper() or word
    if not number or "MessageStatus" in fields:
        return None
    if said in _STOPS:
        return Wish(number, "stop")
    return Wish(number, "start") if said in _STARTS else None


def _fields(body: bytes) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in parse_qs(body.decode("utf-8"), keep_blank_values=True).items()}
    except (UnicodeDecodeError, ValueError):
        raise BadInput("This is no form") from None
