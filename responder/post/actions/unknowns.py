"""What stays unknown: first the provider's book is asked, then a person decides. No code sends again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from responder.post.records import Attempt, Outgoing, OutgoingGroup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

ROWS_AT_ONCE = 500
NOT_IN_BOOK = "not_in_book"
LEFT = "left_unknown"


class Hopeless(NamedTuple):
    """An unknown message of which nothing more will be heard, and how many of its tries were lost."""

    id: str
    lost: int


class Lost(NamedTuple):
    """A message nobody knows the fate of, who writes its text, and the try that was lost."""

    row: Outgoing
    composer: str
    attempt: Attempt


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


def note_not_in_book(session: Session, message_ids: Sequence[str]) -> None:
    """Keep that the provider's book was asked and does not know these, so that the campaign's policy may act."""
    for start in range(0, len(message_ids), ROWS_AT_ONCE):
        session.execute(
            update(Outgoing)
            .where(
                Outgoing.id.in_(message_ids[start : start + ROWS_AT_ONCE]),
                Outgoing.state == "unknown",
                func.coalesce(Outgoing.outcome_code, "") != LEFT,
            )
            .values(outcome_code=NOT_IN_BOOK)
            .execution_options(synchronize_session=False)
        )


def list_hopeless(session: Session, group_id: str, *, before: datetime) -> list[Hopeless]:
    """Unknown messages of which nothing more will be heard, some at a time: the provider's book does not know them, or
    they are unknown since ``before``. Those that were left so already stay out.
    """
    lost = (
        select(func.count())
        .where(Attempt.outgoing_id == Outgoing.id, Attempt.outcome == "unknown")
        .correlate(Outgoing)
        .scalar_subquery()
    )
    wanted = select(Outgoing.id, lost).where(
        Outgoing.group_id == group_id,
        Outgoing.state == "unknown",
        func.coalesce(Outgoing.outcome_code, "") != LEFT,
        or_(Outgoing.outcome_code == NOT_IN_BOOK, Outgoing.changed_at < before),
    )
    return [Hopeless(*row) for row in session.execute(wanted.order_by(Outgoing.id).limit(ROWS_AT_ONCE))]


def resend(session: Session, message_ids: Sequence[str], *, now: datetime) -> int:
    """Make these unknown messages ready once more; how many. Each may arrive twice: a policy or a person said so."""
    return _change_unknown(session, message_ids, state="ready", outcome_code=None, not_before=now, changed_at=now)


def leave(session: Session, message_ids: Sequence[str]) -> int:
    """Let these stay unknown for good, unless a late receipt says more; how many."""
    return _change_unknown(session, message_ids, outcome_code=LEFT)


def _change_unknown(session: Session, message_ids: Sequence[str], **values: Any) -> int:
    done = session.execute(
        update(Outgoing)
        .where(Outgoing.id.in_(message_ids), Outgoing.state == "unknown")
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", done).rowcount


def list_unknown(session: Session, *, group_id: str | None = None, after: str = "") -> list[Lost]:
    """Messages nobody knows the fate of, with their last try, by id; some at a time."""
    tries = aliased(Attempt)
    last = select(func.max(tries.number)).where(tries.outgoing_id == Outgoing.id).correlate(Outgoing).scalar_subquery()
    wanted = (
        select(Outgoing, OutgoingGroup.composer, Attempt)
        .join(OutgoingGroup, OutgoingGroup.id == Outgoing.group_id)
        .join(Attempt, and_(Attempt.outgoing_id == Outgoing.id, Attempt.number == last))
        .where(Outgoing.state == "unknown", Outgoing.id > after)
    )
    if group_id is not None:
        wanted = wanted.where(Outgoing.group_id == group_id)
    return [
        Lost(row, composer, attempt)
        for row, composer, attempt in session.execute(wanted.order_by(Outgoing.id).limit(ROWS_AT_ONCE))
    ]
