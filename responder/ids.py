"""Identifiers, made before the write, so that they can serve as the provider's reference and idempotency key."""

from __future__ import annotations

import hashlib
import secrets
import time


def new_id() -> str:
    """A fresh identifier of 32 hex digits that sorts by the millisecond of its making.

    Laid out as a UUID of version 7 (RFC 9562, section 5.7) without the dashes.
    """
    milliseconds = time.time_ns() // 1_000_000
    version_and_random = 0x7000 | secrets.randbits(12)
    variant_and_random = (0b10 << 62) | secrets.randbits(62)
    return f"{milliseconds & 0xFFFFFFFFFFFF:012x}{version_and_random:04x}{variant_and_random:016x}"


def derived_id(*parts: str) -> str:
    """The identifier of a thing that must not be made twice: the same parts always give the same 32 hex digits."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def new_token() -> str:
    """A secret of 256 bits for links and sessions, safe in a URL."""
    return secrets.token_urlsafe(32)
