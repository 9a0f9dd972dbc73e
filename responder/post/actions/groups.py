"""Groups and their gate: what may be claimed, and from when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite

from responder.ids import derived_id
from responder.post.queries import IS_READY, get_group
from responder.post.records import Outgoing, OutgoingGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

ROWS_AT_ONCE = 500
BIND_LIMIT = 200  # rows a statement, within SQLite's limit of bound values


def make_group(
    session: Session,
    *,
    group_id: str,
    stream: str,
    kind: str,
    composer: str,
    channels: Sequence[str],
    now: datetime,
    urgency: int = 0,
    running: bool = False,
) -> OutgoingGroup:
    """A new group. Its gate is shut unless it is ``running``.

    Args:
        session: The unit of work.
        group_id: Its id, that of the campaign or notice it stands for.
        stream: The incident's id.
        kind: ``real`` or ``drill``; rows take it over and it never changes.
        composer: Who writes the messages, by the name in the worker's table.
        channels: Media its rows may use.
        now: The present instant.
        urgency: Higher goes first.
        running: Whether claims may begin at once.
    """
    group = OutgoingGroup(
        id=group_id,
        stream=stream,
        kind=kind,
        composer=composer,
        channels=list(channels),
        running=running,
        not_before=now,
        urgency=urgency,
    )
    session.add(group)
    session.flush()
    return group


def outgoing_id(group_id: str, party_id: str, rung: int) -> str:
    """The id of a message: one a group, party and rung, so that laying it out twice is harmless."""
    return derived_id("outgoing", group_id, party_id, str(rung))


def lay(session: Session, group: OutgoingGroup, rows: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """Add rows (``party_id``, ``rung``, ``channel``, and where known ``wave``, ``counts_as_notice``, ``not_before``).

    Returns:
        How many are new; rows that were laid out before are left as they are.
    """
    whole = [
        {
            "wave": 0,
            "counts_as_notice": "unknown",
            "not_before": now,
            **row,
            "id": outgoing_id(group.id, row["party_id"], row["rung"]),
            "group_id": group.id,
            "stream": group.stream,
            "kind": group.kind,
            "state": "ready",
            "attempts": 0,
            "complained": False,
            "changed_at": now,
        }
        for row in rows
    ]
    added = 0
    for start in range(0, len(whole), BIND_LIMIT):
        added += _insert_new(session, whole[start : start + BIND_LIMIT])
    return added


def open_gate(session: Session, group_id: str, *, not_before: datetime) -> None:
    """Let rows be claimed from ``not_before`` on."""
    group = get_group(session, group_id)
    group.running, group.not_before = True, not_before
    session.flush()


def close_gate(session: Session, group_id: str) -> None:
    """Let no row be claimed any more. Batches in flight come to their end."""
    get_group(session, group_id).running = False
    session.flush()


def open_wave(session: Session, group_id: str, wave: int) -> None:
    """Let rows up to ``wave`` be claimed."""
    get_group(session, group_id).wave_open = wave
    session.flush()


def cancel_ready(session: Session, group_id: str, *, code: str, now: datetime, limit: int = ROWS_AT_ONCE) -> int:
    """Cancel rows that were never handed over, some at a time; how many this time."""
    ids = select(Outgoing.id).where(Outgoing.group_id == group_id, IS_READY).limit(limit)
    done = session.execute(
        update(Outgoing)
        .where(Outgoing.id.in_(ids), IS_READY)
        .values(state="cancelled", outcome_code=code, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", done).rowcount


def cancel_some(session: Session, message_ids: Sequence[str], *, code: str, now: datetime) -> None:
    """Cancel single rows that were never handed over."""
    session.execute(
        update(Outgoing)
        .where(Outgoing.id.in_(message_ids), IS_READY)
        .values(state="cancelled", outcome_code=code, changed_at=now)
        .execution_options(synchronize_session=False)
    )


def ready_again(session: Session, message_ids: Sequence[str], *, now: datetime) -> None:
    """Make messages ready once more that came back: a person knows better now where to send them."""
    session.execute(
        update(Outgoing)
        .where(Outgoing.id.in_(message_ids), Outgoing.state.in_(("refused", "cancelled")))
        .values(state="ready", outcome_code=None, not_before=now, changed_at=now)
        .execution_options(synchronize_session=False)
    )


def _insert_new(session: Session, rows: list[dict[str, Any]]) -> int:
    if not rows:
        return 0
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Outgoing.__table__).values(rows).on_conflict_do_nothing(index_elements=["id"])
    return len(session.execute(statement.returning(Outgoing.__table__.c.id)).all())
