"""Where a reminder goes that nobody answered: the commander, then the deputy, then whoever opened it. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
PATIENCE: Final = timedelta(minutes=15)
"""How long an answer may take before a reminder climbs, in real time."""
CLIMBS: Final = ("step", "evidence", "obligation")
PATH: Final = ("commander", "deputy")


def next_up(
    told: Collection[str], seats: Mapping[str, Sequence[str]], opened_by: str
) -> tuple[str, tuple[str, ...]] | None:
    """The seat (``opener`` at the end) and the account ids that come next; None when everybody was told.

    Args:
        told: Account ids that this reminder reached already.
        seats: Seat → account ids on it.
        opened_by: Who opened the incident.
    """
    for seat in PATH:
        fresh = tuple(holder for holder in seats.get(seat, ()) if holder not in told)
        if fresh:
            return seat, fresh
    return ("opener", (opened_by,)) if opened_by not in told else None
