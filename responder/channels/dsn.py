"""Delivery status notifications: the mail in which a mail server says what became of ours (RFC 3464)."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from responder.channels.mime import id_of
from responder.channels.port import Event, Receipt
from responder.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message as Mail

# RFC 3464, section 2.3.3. ``relayed`` and ``expanded`` left for a place that tells us nothing more.
_EVENTS: dict[str, Event] = {
    "delivered": "delivered",
    "failed": "bounced",
    "delayed": "deferred",
    "relayed": "accepted",
    "expanded": "accepted",
}


def read_dsn(body: bytes) -> list[Receipt]:
    """One receipt for each recipient that the notification speaks of.

    Raises:
        BadInput: it is no delivery status notification, or does not say of which message.
    """
    mail = message_from_bytes(body, policy=default)
    status = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    message_id = _original_id(mail)
    if status is None or not message_id:
        raise BadInput("not a delivery status notification", expected="a report as of RFC 3464 with our Message-ID")
    groups = [part for part in status.walk() if part is not status and part.get("Action")]
    return [
        Receipt(
            event=_EVENTS[str(group["Action"]).strip().lower()],
            message_id=message_id,
            at=_time(group.get("Last-Attempt-Date") or mail.get("Date")),
            code=f"smtp {str(group.get('Status', '')).split(' ')[0]}".strip(),
        )
        for group in groups
        if str(group["Action"]).strip().lower() in _EVENTS
    ]


def _original_id(mail: Mail) -> str | None:
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if inner is not None and (found := inner.get("Message-ID")):  # type: ignore[union-attr]  # a message inside
                return id_of(str(found))
        elif part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]  # bytes when decoded
            if found := headers.get("Message-ID"):
                return id_of(str(found))
    return None


def _time(written: object) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(written))
    except ValueError:
        return None
    return at if at.tzinfo else None
