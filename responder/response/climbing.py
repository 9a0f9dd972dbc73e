"""Where a reminder goes that nobody answered: accountable seats, commander, deputy, whoever opened it. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
PATIENCE: Final = timedelta(minutes=15)
"""How long an answer may take before a reminder climbs, in the incident's own time."""
CLIMBS: Final = ("step", "evidence", "obligation")
PATH: Final = ("commander", "deputy")


def next_up(
    told: Collection[str], seats: Mapping[str, Sequence[str]], opened_by: str, *, accountable: Sequence[str] = ()
) -> tuple[str, tuple[str, ...]] | None:
    """The seat (``opener`` at the end) and the account ids that come next; None when everybody was told.

    Args:
        told: Account ids that this reminder reached already.
        seats: Seat → account ids on it.
        opened_by: Who opened the incident.
        accountable: Seats that are accountable for it by the playbook: they come first.
    """
    for seat in (*accountable, *PATH):
        fresh = tuple(holder for holder in seats.get(seat, ()) if holder not in told)
        if fresh:
            return seat, fresh
    return ("opener", (opened_by,)) if opened_by not in told else None
