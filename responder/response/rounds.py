"""Steps that come again: "every 30 minutes for 4 hours, then every 2 hours"."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responder.books.playbooks.values import Rhythm


def next_round(rhythm: tuple[Rhythm, ...], since: datetime, last: datetime | None) -> datetime | None:
    """When the next round is due: the first fixed time after the last round, however late that was.

    Args:
        rhythm: Its stretches.
        since: When the step became current.
        last: When the last round was done; None before the first.

    Returns:
        The due time, in the past while a round is late; None once the last stretch is over.
    """
    after = last or since
    begins = since
    for stretch in rhythm:
        every = timedelta(minutes=stretch.every)
        ends = None if stretch.lasts is None else begins + timedelta(minutes=stretch.lasts)
        passed = max((after - begins) // every, 0) if after >= begins else 0
        due = begins + every * (passed + 1)
        if ends is None or due <= ends:
            return due
        begins = ends
    return None
