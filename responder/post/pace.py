"""How fast a channel may be used: a bucket of tokens, and a door that shuts while the provider fails. Pure.

One bucket a channel for all workers, because the limit is the sender's and not a worker's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

BURST = timedelta(seconds=10)
# After calls of which nothing is known the provider is left alone, each time twice as long: what a broken provider
# leaves unknown stays a few batches, however long it is broken.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)


@dataclass(frozen=True)
class Pace:
    """``tokens`` as of ``at``; nothing goes before ``shut_until``; ``strikes`` counts failed calls in a row."""

    tokens: float
    at: datetime
    shut_until: datetime
    strikes: int = 0


def fresh(per_second: float | None, now: datetime) -> Pace:
    """A channel never used: its bucket is full."""
    return Pace(_most(per_second), now, now)


def refilled(pace: Pace, per_second: float | None, now: datetime) -> Pace:
    if per_second is None or now <= pace.at:
        return pace
    gained = (now - pace.at).total_seconds() * per_second
    return replace(pace, tokens=min(_most(per_second), pace.tokens + gained), at=now)


def allowance(pace: Pace, per_second: float | None, now: datetime, *, largest: int) -> int:
    """How many messages may go at ``now``, at most ``largest``."""
    if now < pace.shut_until:
        return 0
    return largest if per_second is None else min(largest, int(refilled(pace, per_second, now).tokens))


def used(pace: Pace, per_second: float | None, now: datetime, messages: int) -> Pace:
    full = refilled(pace, per_second, now)
    return full if per_second is None else replace(full, tokens=full.tokens - messages)


def after_call(pace: Pace, now: datetime, *, wait: timedelta | None, failed: bool) -> Pace:
    """The pace once a call came back.

    Args:
        pace: As it stands.
        now: When it came back.
        wait: How long the provider asked us to wait, if it did.
        failed: Whether of none of its messages anything is known.
    """
    if wait is not None:
        return replace(pace, shut_until=max(pace.shut_until, now + wait))
    if not failed:
        return replace(pace, strikes=0)
    pause = min(FIRST_PAUSE * 2 ** min(pace.strikes, 10), LONGEST_PAUSE)
    return replace(pace, strikes=pace.strikes + 1, shut_until=now + pause)


def _most(per_second: float | None) -> float:
    return 0.0 if per_second is None else max(1.0, per_second * BURST.total_seconds())
