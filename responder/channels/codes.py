"""What a provider's code means to a person: one of a few reasons, each with a word and a remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from responder.channels.sms_codes import Reason, sms_reason

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Reason", "reason_of", "smtp_code"]

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BASIC = re.compile(r"\b([245]\d\d)\b")

# RFC 3463, section 3: subject and detail of an enhanced status code; the detail None stands for any other.
_BY_STATUS: dict[tuple[int, int | None], Reason] = {
    (1, None): "no_such_address",
    (1, 8): "blocked",  # the sender's own address is what is refused
    (1, 7): "blocked",
    (2, 1): "no_such_address",  # mailbox disabled
    (2, None): "not_accepting",
    (3, None): "not_accepting",
    (4, 4): "no_such_address",  # the domain cannot be routed to
    (4, None): "not_accepting",
    (7, None): "blocked",
}
_BY_BASIC: dict[str, Reason] = {
    "421": "not_accepting",
    "450": "not_accepting",
    "451": "not_accepting",
    "452": "not_accepting",
    "550": "no_such_address",
    "551": "no_such_address",
    "552": "not_accepting",
    "553": "no_such_address",
    "554": "blocked",
}
_OURS: dict[str, Reason] = {"trial_mode": "not_allowed", "suppressed": "not_allowed", "malformed": "no_such_address"}
# What SendGrid says when it drops a message, by the first word of it.
_DROPPED: dict[str, Reason] = {
    "bounced": "no_such_address",
    "invalid": "no_such_address",
    "spam": "blocked",
    "unsubscribed": "not_allowed",
    "recipient": "not_allowed",
}
_BY_SPEAKER: dict[str, Callable[[str], Reason]] = {
    "smtp_sender": lambda _: "technical",
    "twilio": sms_reason,
    "sendgrid_dropped": lambda word: _DROPPED.get(word, "technical"),
    "gateway": lambda status: "no_such_address" if status == "422" else "technical",
    "letter": lambda word: "not_accepting" if word in {"refused", "unclaimed"} else "no_such_address",
    "sendgrid_address": lambda _: "no_such_address",
}


def reason_of(code: str) -> Reason:
    """The reason behind a code as channels write it (``smtp 550 5.1.1``); ``technical`` if it is not known."""
    if code in _OURS:
        return _OURS[code]
    said_by, _, detail = code.partition(" ")
    if said_by in _BY_SPEAKER:
        return _BY_SPEAKER[said_by](detail)
    return _by_numbers(code)


def _by_numbers(code: str) -> Reason:
    if enhanced := _ENHANCED.search(code):
        subject, what = int(enhanced[2]), int(enhanced[3])
        return _BY_STATUS.get((subject, what)) or _BY_STATUS.get((subject, None), "technical")
    if basic := _BASIC.search(code):
        return _BY_BASIC.get(basic[1], "technical")
    return "technical"


def smtp_code(code: int, reply: bytes) -> str:
    """A reply as a code: its numbers alone, since the words of it may quote the address."""
    enhanced = _ENHANCED.search(reply.decode("ascii", "replace"))
    return f"smtp {code} {enhanced[0]}" if enhanced else f"smtp {code}"
