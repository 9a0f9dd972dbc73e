"""What a provider's code means to a person: one of a few reasons, each with a word and a remedy."""

from __future__ import annotations

import re
from typing import Literal

Reason = Literal["no_such_address", "not_accepting", "blocked", "not_allowed", "technical"]

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


def reason_of(code: str) -> Reason:
    """The reason behind a code as channels write it (``smtp 550 5.1.1``); ``technical`` if it is not known."""
    if code in _OURS:
        return _OURS[code]
    if code.startswith("smtp_sender"):
        return "technical"
    if enhanced := _ENHANCED.search(code):
        subject, detail = int(enhanced[2]), int(enhanced[3])
        return _BY_STATUS.get((subject, detail)) or _BY_STATUS.get((subject, None), "technical")
    if basic := _BASIC.search(code):
        return _BY_BASIC.get(basic[1], "technical")
    return "technical"


def smtp_code(code: int, reply: bytes) -> str:
    """A reply as a code: its numbers alone, since the words of it may quote the address."""
    enhanced = _ENHANCED.search(reply.decode("ascii", "replace"))
    return f"smtp {code} {enhanced[0]}" if enhanced else f"smtp {code}"
