"""What stays unknown: first the provider's book is asked, then a person decides. No code sends again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, select, update

from responder.post.records import Outgoing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

ROWS_AT_ONCE = 500


def send_again(session: Session, group_id: str, *, state: str, code: str | None, now: datetime) -> int:
    """Make messages ready once more, by a person's decision; how many.

    Args:
        session: A writing unit of work.
        group_id: Whose.
        state: ``unknown``, where a double is accepted; ``refused`` or ``unreachable``, where nothing was taken.
        code: Only those with this code, as ``trial_mode``; None for all.
        now: The present instant.
    """
    which = [Outgoing.group_id == group_id, Outgoing.state == state]
    if code is not None:
        which.append(Outgoing.outcome_code == code)
    done = session.execute(
        update(Outgoing)
        .where(*which)
        .values(state="ready", not_before=now, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", done).rowcount


def unknown_ids(session: Session, *, group_id: str | None = None) -> list[tuple[str, str, str, str]]:
    """(id, stream, kind, medium) of messages nobody knows the fate of, oldest first, some at a time."""
    wanted = select(Outgoing.id, Outgoing.stream, Outgoing.kind, Outgoing.channel).where(Outgoing.state == "unknown")
    if group_id is not None:
        wanted = wanted.where(Outgoing.group_id == group_id)
    rows = session.execute(wanted.order_by(Outgoing.changed_at).limit(ROWS_AT_ONCE)).all()
    return [(row.id, row.stream, row.kind, row.channel) for row in rows]
