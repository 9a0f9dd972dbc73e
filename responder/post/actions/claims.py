"""Claims: rows become ours by one conditional update, are settled once, and are never left open for ever."""

from __future__ import annotations

from collections import defaultdict
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
from responder.storage.among import among

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from responder.channels.port import Medium
    from responder.post.records import OutgoingGroup
    from responder.post.work import Result

# Longer than any channel's longest call: an attempt still open then has no worker that will close it.
LOST_AFTER = timedelta(minutes=5)
GIVEN_BACK_FOR = timedelta(minutes=1)
LOST = "worker_lost"
WORTH_A_STATEMENT = 8

# What touched the wire, by the word that stands in an attempt; whatever else came of a row was no attempt.
_WORDS: dict[type, str] = {Accepted: "accepted", Refused: "refused", Unreachable: "unreachable", Unknown: "unknown"}


@dataclass(frozen=True)
class Worker:
    """Who sends: ``name`` stays with the place (machine and role), ``life`` is new with each start of the process."""

    name: str
    life: str


class Change(NamedTuple):
    """What a row becomes; ``back`` is how many tries of it did not count."""

    new_state: str
    new_code: str | None
    ref: str | None
    due: datetime
    back: int


class Stored(NamedTuple):
    """What a row says now."""

    state: str
    code: str | None
    ref: str | None


_CHANGED = update(Outgoing.__table__).values(  # type: ignore[arg-type]
    state=bindparam("new_state"),
    outcome_code=bindparam("new_code"),
    provider_ref=bindparam("ref"),
    changed_at=bindparam("now"),
    not_before=bindparam("due"),
    attempts=Outgoing.__table__.c.attempts - bindparam("back"),
)


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
    changes = {
        row.id: _change(row, rows[row.id], result, now)
        for row, result in answered
        if row.attempt_id in ours or _is_certain(result)
    }
    _update_rows(session, changes, now)
    ends = [(row.attempt_id, _WORDS[type(result)], _code(result)) for row, result in answered if type(result) in _WORDS]
    _end_attempts(session, ends, now)
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
    row = Outgoing.__table__.c
    taken = session.connection().execute(
        update(Outgoing.__table__)  # type: ignore[arg-type]
        .where(row.id.in_(select(due.c.id)), IS_READY)
        .values(state="claimed", attempts=row.attempts + 1, changed_at=now)
        .returning(row.id, row.party_id, row.rung, row.attempts)
    )
    rows = tuple(Claimed(id_, party_id, rung, medium, tries, new_id()) for id_, party_id, rung, tries in taken)
    if rows:
        attempts = insert(Attempt.__table__)  # type: ignore[arg-type]
        session.connection().execute(attempts, [_attempt(row, worker, now) for row in rows])
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


def _change(row: Claimed, stored: Stored, result: Result, now: datetime) -> Change:
    code = _code(result)
    match result:
        case Accepted(ref=ref):
            state = after_outcome(stored.state, result, may_retry=False)
            return Change(state, code if state != stored.state else stored.code, ref, now, 0)
        case Later(not_before=not_before):
            state = "ready" if stored.state == "claimed" else stored.state
            return Change(state, code if state != stored.state else stored.code, stored.ref, not_before, 1)
        case Withheld():
            state = "cancelled" if stored.state == "claimed" else stored.state
            return Change(state, code if state != stored.state else stored.code, stored.ref, now, 1)
        case _:
            again = next_try(row.attempts, now, outgoing_id=row.id)
            state = after_outcome(stored.state, result, may_retry=again is not None)
            return Change(state, code if state != stored.state else stored.code, stored.ref, again or now, 0)


def _update_rows(session: Session, changes: Mapping[str, Change], now: datetime) -> None:
    """One statement for all rows that change alike, as most of a batch do; one a row for the rest."""
    alike: dict[Change, list[str]] = defaultdict(list)
    for row_id, change in changes.items():
        alike[change].append(row_id)
    table, rest = Outgoing.__table__, []
    for change, ids in alike.items():
        if len(ids) < WORTH_A_STATEMENT:
            rest += [{"row_id": row_id, "now": now, **change._asdict()} for row_id in ids]
            continue
        values = {**change._asdict(), "now": now}
        session.connection().execute(_CHANGED.where(among(table.c.id, ids)), values)
    if rest:
        session.connection().execute(_CHANGED.where(table.c.id == bindparam("row_id")), rest)


def _end_attempts(session: Session, ends: Sequence[tuple[str, str, str | None]], now: datetime) -> None:
    alike: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for attempt_id, said, code in ends:
        alike[said, code].append(attempt_id)
    for (said, code), ids in alike.items():
        ended = update(Attempt).where(among(Attempt.id, ids)).values(ended_at=now, outcome=said, code=code)
        session.execute(ended.execution_options(synchronize_session=False))


def _forget_attempts(session: Session, attempt_ids: list[str]) -> None:
    if attempt_ids:
        gone = delete(Attempt).where(among(Attempt.id, attempt_ids))
        session.execute(gone.execution_options(synchronize_session=False))


def _lose(session: Session, now: datetime, *which: Any) -> int:
    left_open = session.execute(select(Attempt.id, Attempt.outgoing_id).where(IS_OPEN, *which)).all()
    rows = _locked_rows(session, [outgoing_id for _, outgoing_id in left_open])
    lost = [row_id for row_id, row in rows.items() if after_loss(row.state) != row.state]
    unknown = (
        update(Outgoing).where(among(Outgoing.id, lost)).values(state="unknown", outcome_code=LOST, changed_at=now)
    )
    session.execute(unknown.execution_options(synchronize_session=False))
    _end_attempts(session, [(attempt_id, "unknown", LOST) for attempt_id, _ in left_open], now)
    return len(lost)


def _locked_rows(session: Session, ids: Sequence[str]) -> dict[str, Stored]:
    row = Outgoing.__table__.c
    columns = (row.id, row.state, row.outcome_code, row.provider_ref)
    found = select(*columns).where(among(row.id, ids)).order_by(row.id).with_for_update()
    return {row_id: Stored(*stored) for row_id, *stored in session.connection().execute(found)}


def _still_open(session: Session, attempt_ids: Sequence[str]) -> set[str]:
    attempt = Attempt.__table__.c
    return set(session.connection().scalars(select(attempt.id).where(among(attempt.id, attempt_ids), IS_OPEN)))


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
