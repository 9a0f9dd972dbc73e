"""Claims: rows become ours by one conditional update, are settled once, and are never left open for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from responder.channels.port import Accepted, Refused, Unknown, Unreachable
from responder.ids import derived_id, new_id
from responder.post.queries import IS_OPEN, IS_READY, list_claimable_groups
from responder.post.records import Attempt, Outgoing
from responder.post.retry import next_try
from responder.post.states import after_loss, after_outcome
from responder.post.work import Batch, Claimed, Later, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sqlalchemy.orm import Session

    from responder.channels.port import Medium
    from responder.post.records import OutgoingGroup
    from responder.post.work import Result

# Longer than any channel's longest call: an attempt still open then has no worker that will close it.
LOST_AFTER = timedelta(minutes=5)
GIVEN_BACK_FOR = timedelta(minutes=1)
LOST = "worker_lost"
ROWS_AT_ONCE = 500

# What touched the wire, by the word that stands in an attempt; whatever else came of a row was no attempt.
_WORDS: dict[type, str] = {Accepted: "accepted", Refused: "refused", Unreachable: "unreachable", Unknown: "unknown"}


@dataclass(frozen=True)
class Worker:
    """Who sends: ``name`` stays with the place (machine and role), ``life`` is new with each start of the process."""

    name: str
    life: str


class Stored(NamedTuple):
    """What a row says now."""

    state: str
    code: str | None
    ref: str | None


def arrive(session: Session, worker: Worker, *, now: datetime) -> int:
    """Begin a worker's life: what its former life left open becomes unknown. How many that are."""
    return _lose(session, now, Attempt.worker == worker.name, Attempt.life != worker.life)


def sweep(session: Session, *, now: datetime) -> int:
    """Find attempts that nobody will close any more and make them unknown. How many that are."""
    return _lose(session, now, Attempt.started_at < now - LOST_AFTER)


def claim(
    session: Session,
    *,
    worker: Worker,
    now: datetime,
    size_of: Callable[[str, str], int],
    only: Collection[str] | None = None,
) -> Batch | None:
    """Take the next batch, or None if nothing is due. Commit before the wire is touched.

    Args:
        session: A writing unit of work.
        worker: Who will send it.
        now: The present instant.
        size_of: How many rows a batch for (kind, medium) may have; 0 where no channel is set up.
        only: Names of composers whose groups are looked at; None for all.
    """
    for group in list_claimable_groups(session, now):
        if only is not None and group.composer not in only:
            continue
        for medium in group.channels:
            size = size_of(group.kind, medium)
            for wave in range(group.wave_open + 1) if size else ():
                if rows := _take(session, group, medium, wave, size, worker, now):
                    known_as = batch_id(worker.life, now)
                    return Batch(group.id, group.stream, group.kind, group.composer, medium, rows, id=known_as)
    return None


def batch_id(life: str, started_at: datetime) -> str:
    """The id of what one life of a worker claimed at one moment: known again from any of its attempts."""
    return derived_id("batch", life, started_at.isoformat())


def settle(session: Session, batch: Batch, results: Sequence[Result], *, now: datetime) -> None:
    """Write down what became of each row of ``batch``, in its order.

    What a receipt said meanwhile stands. A worker that was given up for lost and comes back late may still add what
    it knows for certain, and nothing else: the row may be another's by now.
    """
    rows = _locked_rows(session, [row.id for row in batch.rows])
    ours = _still_open(session, [row.attempt_id for row in batch.rows])
    answered = list(zip(batch.rows, results, strict=True))
    _update_rows(
        session,
        [
            _change(row, rows[row.id], result, now)
            for row, result in answered
            if row.attempt_id in ours or _is_certain(result)
        ],
    )
    _end_attempts(
        session,
        [
            {"attempt_id": row.attempt_id, "end": now, "said": _WORDS[type(result)], "its_code": _code(result)}
            for row, result in answered
            if type(result) in _WORDS
        ],
    )
    _forget_attempts(session, [row.attempt_id for row, result in answered if type(result) not in _WORDS])


def give_back(session: Session, batch: Batch, *, now: datetime) -> None:
    """Return a batch that certainly never touched the wire; it waits a little, so that a fault does not spin."""
    settle(session, batch, [Later(now + GIVEN_BACK_FOR)] * len(batch.rows), now=now)


def _take(
    session: Session, group: OutgoingGroup, medium: Medium, wave: int, size: int, worker: Worker, now: datetime
) -> tuple[Claimed, ...]:
    due = (
        select(Outgoing.id)
        .where(
            Outgoing.group_id == group.id,
            Outgoing.channel == medium,
            Outgoing.wave == wave,
            Outgoing.not_before <= now,
            IS_READY,
        )
        .limit(size)
        .with_for_update(skip_locked=True)
        .cte("due")  # as a plain subquery PostgreSQL may run it again for each row and claim more than the limit
    )
    taken = session.execute(
        update(Outgoing)
        .where(Outgoing.id.in_(select(due.c.id)), IS_READY)
        .values(state="claimed", attempts=Outgoing.attempts + 1, changed_at=now)
        .returning(Outgoing.id, Outgoing.party_id, Outgoing.rung, Outgoing.attempts)
        .execution_options(synchronize_session=False)
    ).all()
    rows = tuple(Claimed(row.id, row.party_id, row.rung, medium, row.attempts, attempt_id=new_id()) for row in taken)
    if rows:
        session.execute(insert(Attempt), [_attempt(row, worker, now) for row in rows])
    return rows


def _attempt(row: Claimed, worker: Worker, now: datetime) -> dict[str, Any]:
    return {
        "id": row.attempt_id,
        "outgoing_id": row.id,
        "number": row.attempts,
        "worker": worker.name,
        "life": worker.life,
        "channel": row.channel,
        "started_at": now,
    }


def _change(row: Claimed, stored: Stored, result: Result, now: datetime) -> dict[str, Any]:
    again = next_try(row.attempts, now, outgoing_id=row.id)
    due, back = again or now, 0
    match result:
        case Later(not_before=not_before):
            state, due, back = "ready" if stored.state == "claimed" else stored.state, not_before, 1
        case Withheld():
            state, back = "cancelled" if stored.state == "claimed" else stored.state, 1
        case _:
            state = after_outcome(stored.state, result, may_retry=again is not None)
    return {
        "row_id": row.id,
        "new_state": state,
        "new_code": _code(result) if state != stored.state else stored.code,
        "ref": result.ref if isinstance(result, Accepted) else stored.ref,
        "changed": now,
        "due": due,
        "back": back,
    }


def _update_rows(session: Session, changes: list[dict[str, Any]]) -> None:
    if changes:
        table = Outgoing.__table__
        session.connection().execute(
            update(Outgoing)
            .where(table.c.id == bindparam("row_id"))
            .values(
                state=bindparam("new_state"),
                outcome_code=bindparam("new_code"),
                provider_ref=bindparam("ref"),
                changed_at=bindparam("changed"),
                not_before=bindparam("due"),
                attempts=table.c.attempts - bindparam("back"),
            ),
            changes,
        )


def _end_attempts(session: Session, ends: list[dict[str, Any]]) -> None:
    if ends:
        session.connection().execute(
            update(Attempt)
            .where(Attempt.__table__.c.id == bindparam("attempt_id"))
            .values(ended_at=bindparam("end"), outcome=bindparam("said"), code=bindparam("its_code")),
            ends,
        )


def _forget_attempts(session: Session, attempt_ids: list[str]) -> None:
    if attempt_ids:
        gone = delete(Attempt).where(Attempt.id.in_(attempt_ids))
        session.execute(gone.execution_options(synchronize_session=False))


def _lose(session: Session, now: datetime, *which: Any) -> int:
    left_open = session.execute(select(Attempt.id, Attempt.outgoing_id).where(IS_OPEN, *which)).all()
    rows = _locked_rows(session, [outgoing_id for _, outgoing_id in left_open])
    lost = [row_id for row_id, row in rows.items() if after_loss(row.state) != row.state]
    for start in range(0, len(lost), ROWS_AT_ONCE):
        session.execute(
            update(Outgoing)
            .where(Outgoing.id.in_(lost[start : start + ROWS_AT_ONCE]))
            .values(state="unknown", outcome_code=LOST, changed_at=now)
            .execution_options(synchronize_session=False)
        )
    _end_attempts(
        session,
        [{"attempt_id": attempt_id, "end": now, "said": "unknown", "its_code": LOST} for attempt_id, _ in left_open],
    )
    return len(lost)


def _locked_rows(session: Session, ids: Sequence[str]) -> dict[str, Stored]:
    columns = (Outgoing.id, Outgoing.state, Outgoing.outcome_code, Outgoing.provider_ref)
    ids, rows = sorted(ids), dict[str, Stored]()
    for start in range(0, len(ids), ROWS_AT_ONCE):
        part = Outgoing.id.in_(ids[start : start + ROWS_AT_ONCE])
        found = select(*columns).where(part).order_by(Outgoing.id).with_for_update()
        rows.update((row_id, Stored(state, code, ref)) for row_id, state, code, ref in session.execute(found))
    return rows


def _still_open(session: Session, attempt_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(attempt_ids), ROWS_AT_ONCE):
        part = attempt_ids[start : start + ROWS_AT_ONCE]
        found.update(session.scalars(select(Attempt.id).where(Attempt.id.in_(part), IS_OPEN)))
    return found


def _is_certain(result: Result) -> bool:
    return isinstance(result, Accepted) or (isinstance(result, Refused) and result.permanent)


def _code(result: Result) -> str | None:
    match result:
        case Refused(code=code) | Withheld(code=code):
            return code
        case Unreachable(reason=reason) | Unknown(reason=reason):
            return reason
        case Accepted() | Later():
            return None
