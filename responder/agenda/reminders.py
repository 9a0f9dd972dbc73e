"""When to remind: several times before and after a due time; the offsets are data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Minutes from the due time; below zero is before it.
FOR_STEPS: Final = (-10, 0, 15, 60)
FOR_OBLIGATIONS: Final = (-48 * 60, -24 * 60, -12 * 60, -4 * 60, -60, 0, 60, 24 * 60)
FOR_EVIDENCE: Final = (-24 * 60, -5 * 60, -60)
ONCE: Final = (0,)


def moments(
    due_at: datetime,
    offsets: Iterable[int],
    *,
    now: datetime,
    minutes_from: Callable[[int], datetime] | None = None,
) -> list[datetime]:
    """When to send, in order; of what lies before ``now`` only the last, and that only at or after the due time.

    A thing that is planned late is thus reminded of at once when it is due already, and never of its past.
    ``minutes_from`` says which instant lies so many minutes from the due time where minutes are not real ones (drills).
    """
    instant = minutes_from or (lambda offset: due_at + timedelta(minutes=offset))
    all_of_them = sorted({instant(offset) for offset in offsets})
    missed = [moment for moment in all_of_them if moment < now and moment >= due_at]
    return missed[-1:] + [moment for moment in all_of_them if moment >= now]
