"""Moving what is due in one stream: the time of a drill was made to stand, to leap or to run at another speed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.agenda.records import DueItem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session

A_LITTLE = timedelta(microseconds=1)


def move_stream(
    session: Session, stream: str, moved: Callable[[datetime], datetime], *, but: Collection[str] = ()
) -> int:
    """Give everything still to be sent in this stream the instant that ``moved`` gives for its present one.

    Where two reminders of one subject come to lie on one instant, only the later of them is kept.

    Args:
        session: The unit of work.
        stream: The incident's id.
        moved: Former instant → new instant; keeps the order.
        but: Kinds that stay where they are, since people come to them in real time.

    Returns:
        How many were moved.
    """
    wanted = select(DueItem).where(DueItem.stream == stream, DueItem.state == "planned")
    rows = [row for row in session.scalars(wanted.order_by(DueItem.planned_at.desc())) if row.kind not in but]
    taken = _taken(session, stream)
    latest: set[tuple[str, str, datetime]] = set()
    for row in rows:
        at = moved(row.planned_at)
        row.due_at = moved(row.due_at)
        if (row.kind, row.subject_id, at) in latest:
            row.state = "overtaken"
            continue
        latest.add((row.kind, row.subject_id, at))
        while (row.kind, row.subject_id, at) in taken and at != row.planned_at:
            at += A_LITTLE
        taken.add((row.kind, row.subject_id, at))
        row.planned_at = at
        session.flush()
    session.flush()
    return len(rows)


def _taken(session: Session, stream: str) -> set[tuple[str, str, datetime]]:
    columns = (DueItem.kind, DueItem.subject_id, DueItem.planned_at)
    return {
        (kind, subject, at) for kind, subject, at in session.execute(select(*columns).where(DueItem.stream == stream))
    }
