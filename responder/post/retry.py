"""When a message that was certainly not handed over is tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
SPREAD = 0.2


def next_try(attempts: int, now: datetime, *, outgoing_id: str) -> datetime | None:
    """The next instant to try, or None when the tries are used up.

    Args:
        attempts: How many were made, the failed one included.
        now: When it failed.
        outgoing_id: Spreads the tries of a batch over a fifth of the wait, the same way each time.
    """
    if attempts > len(WAITS):
        return None
    share = int(outgoing_id[-4:], 16) / 0xFFFF
    return now + WAITS[attempts - 1] * (1 + SPREAD * share)
