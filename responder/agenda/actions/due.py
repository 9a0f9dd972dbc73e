"""Planning what falls due, claiming it once, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select, update

from responder import ids
from responder.agenda.records import DueItem
from responder.agenda.reminders import ONCE, moments
from responder.storage.once import insert_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

CLAIMED_AT_ONCE = 200
A_SECOND = timedelta(seconds=1)


def plan_due(
    session: Session,
    *,
    stream: str,
    kind: str,
    subject: str,
    at: datetime,
    now: datetime,
    offsets: Iterable[int] = ONCE,
    data: Mapping[str, Any] | None = None,
    minutes_from: Callable[[int], datetime] | None = None,
) -> int:
    """Plan the reminders of one due time; planning again moves them.

    Args:
        session: The unit of work.
        stream: The incident's id, or ``house``.
        kind: What sort of thing falls due, as ``step`` or ``obligation``.
        subject: Its id.
        at: The due instant, real: the due time of a drill is computed through its incident before.
        now: The real instant.
        offsets: Minutes from ``at`` at which to remind; below zero is before.
        data: Ids that the sender needs; never a personal datum.
        minutes_from: Offset → real instant, where minutes are a drill's (``drill_time.minutes_from``).

    Returns:
        How many reminders are newly planned; 0 when the plan stood already.
    """
    session.execute(
        update(DueItem)
        .where(DueItem.kind == kind, DueItem.subject_id == subject, DueItem.due_at != at)
        .where(DueItem.state.in_(("planned", "claimed")))
        .values(state="cancelled")
    )
    planned = 0
    for moment in moments(at, offsets, now=now, minutes_from=minutes_from):
        row = {
            "id": ids.new_id(),
            "stream": stream,
            "kind": kind,
            "subject_id": subject,
            "due_at": at,
            "planned_at": moment,
            "state": "planned",
            "data": dict(data or {}),
        }
        if insert_once(session, DueItem, row):
            planned += 1
        else:
            planned += _revive(session, kind, subject, moment, at, dict(data or {}))
    return planned


def cancel_due(session: Session, *, kind: str, subject: str) -> int:
    """What was still to be sent about this subject is not sent. How many reminders that were."""
    return _moved(
        session,
        update(DueItem)
        .where(DueItem.kind == kind, DueItem.subject_id == subject, DueItem.state.in_(("planned", "claimed")))
        .values(state="cancelled"),
    )


def cancel_stream(session: Session, stream: str, *, kinds: Iterable[str]) -> int:
    """As ``cancel_due``, for every subject of these kinds in one incident."""
    return _moved(
        session,
        update(DueItem)
        .where(DueItem.stream == stream, DueItem.kind.in_(tuple(kinds)), DueItem.state.in_(("planned", "claimed")))
        .values(state="cancelled"),
    )


def claim_due(
    session: Session, *, owner: str, now: datetime, kinds: Iterable[str] | None = None, limit: int = CLAIMED_AT_ONCE
) -> Sequence[DueItem]:
    """Take what is due; nobody else gets the same rows.

    After a standstill only the latest missed reminder of a subject is taken, the earlier ones are overtaken. Send or
    hand on within the same unit of work and ``settle_due``; a claim that outlives its unit is for slow senders.
    """
    wanted = select(DueItem).where(DueItem.state == "planned", DueItem.planned_at <= now)
    if kinds is not None:
        wanted = wanted.where(DueItem.kind.in_(tuple(kinds)))
    wanted = wanted.order_by(DueItem.planned_at, DueItem.id).limit(limit).with_for_update(skip_locked=True)
    latest: dict[tuple[str, str], DueItem] = {}
    for item in session.scalars(wanted):
        earlier = latest.get((item.kind, item.subject_id))
        if earlier is not None:
            earlier.state = "overtaken"
        latest[item.kind, item.subject_id] = item
    for item in latest.values():
        item.state, item.claimed_by, item.claimed_at = "claimed", owner, now
    session.flush()
    return list(latest.values())


def settle_due(session: Session, item: DueItem, *, now: datetime) -> None:
    """It was sent, or handed to post in this unit of work."""
    item.state, item.sent_at = "sent", now
    session.flush()


def acknowledge_due(session: Session, *, kind: str, subject: str, by: str, now: datetime) -> int:
    """Somebody has it: no more reminders about this subject, and what was sent counts as seen."""
    cancel_due(session, kind=kind, subject=subject)
    return _moved(
        session,
        update(DueItem)
        .where(DueItem.kind == kind, DueItem.subject_id == subject, DueItem.state.in_(("sent", "escalated")))
        .values(state="acknowledged", acknowledged_at=now, acknowledged_by=by),
    )


def escalate_due(session: Session, item: DueItem, *, now: datetime) -> bool:
    """Nobody answered: it goes up. False if somebody answered or escalated it meanwhile."""
    return bool(
        _moved(
            session,
            update(DueItem)
            .where(DueItem.id == item.id, DueItem.state == "sent")
            .values(state="escalated", escalated_at=now),
        )
    )


def climb_due(session: Session, item: DueItem, *, now: datetime, data: Mapping[str, Any]) -> bool:
    """The same reminder again, for whoever ``data`` names, a second after ``now``: one for its owner may be due now.

    False if it was planned for that moment already.
    """
    row = {
        "id": ids.new_id(),
        "stream": item.stream,
        "kind": item.kind,
        "subject_id": item.subject_id,
        "due_at": item.due_at,
        "planned_at": now + A_SECOND,
        "state": "planned",
        "data": dict(data),
    }
    return insert_once(session, DueItem, row)


def release_stale(session: Session, *, before: datetime) -> int:
    """Claims older than ``before`` whose owner died are free again: a reminder twice is better than never."""
    return _moved(
        session,
        update(DueItem)
        .where(DueItem.state == "claimed", DueItem.claimed_at < before)
        .values(state="planned", claimed_by=None, claimed_at=None),
    )


def _revive(session: Session, kind: str, subject: str, moment: datetime, at: datetime, data: dict[str, Any]) -> int:
    """A reminder that was cancelled when the due time moved away, and is wanted again."""
    return _moved(
        session,
        update(DueItem)
        .where(DueItem.kind == kind, DueItem.subject_id == subject, DueItem.planned_at == moment)
        .where(DueItem.state == "cancelled")
        .values(state="planned", due_at=at, data=data, claimed_by=None, claimed_at=None),
    )


def _moved(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": "fetch"})
    return cast("CursorResult[Any]", result).rowcount
