"""The one clock. Entrances ask it and hand ``now`` down; rooms are told the time, they never look."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
