"""Identifiers, made before the write, so that they can serve as the provider's reference and idempotency key."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_lock = threading.Lock()
_latest = 0


def new_id() -> str:
    """A fresh identifier of 32 hex digits that sorts after every earlier one of this process.

    Laid out as a UUID of version 7 without the dashes; within a millisecond its twelve spare bits count on
    (RFC 9562, sections 5.7 and 6.2, method 1).
    """
    global _latest  # noqa: PLW0603 -- the order of identifiers is a state of the process
    with _lock:
        tick = max(_latest + 1, (time.time_ns() // 1_000_000) << 12)
        _latest = tick
    milliseconds, counted = tick >> 12, tick & 0xFFF
    return f"{milliseconds << 80 | _VERSION | counted << 64 | _VARIANT | secrets.randbits(62):032x}"


def derived_id(*parts: str) -> str:
    """The identifier of a thing that must not be made twice: the same parts always give the same 32 hex digits."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def new_token() -> str:
    """A secret of 256 bits for links and sessions, safe in a URL."""
    return secrets.token_urlsafe(32)
