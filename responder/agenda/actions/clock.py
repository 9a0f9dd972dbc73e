"""One clock among many: a lease elects it, a row makes each firing single, a heartbeat shows that it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import delete, func, or_, select, update

from responder.agenda.records import CLOCK, Fire, Heartbeat, Lease
from responder.storage.once import insert_once

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session


def take_lease(session: Session, name: str, *, owner: str, ttl: timedelta, now: datetime) -> bool:
    """Take or renew a lease. True for its holder; false while it is another's.

    Times are the database's where it has a clock of its own (PostgreSQL), so that hosts that disagree do not matter.
    """
    now = database_now(session, now)
    row = {"name": name, "owner": owner, "until": now + ttl}
    if insert_once(session, Lease, row):
        return True
    statement = (
        update(Lease)
        .where(Lease.name == name, or_(Lease.until < now, Lease.owner == owner))
        .values(owner=owner, until=now + ttl)
    )
    return _rows(session, statement) == 1


def holds_lease(session: Session, name: str, *, owner: str, now: datetime) -> bool:
    """Whether ``owner`` holds it at this moment."""
    now = database_now(session, now)
    lease = session.scalars(select(Lease).where(Lease.name == name)).one_or_none()
    return lease is not None and lease.owner == owner and lease.until >= now


def let_go(session: Session, name: str, *, owner: str, now: datetime) -> None:
    """Give the lease back on an orderly end, so that nobody waits for it to run out."""
    _rows(session, update(Lease).where(Lease.name == name, Lease.owner == owner).values(until=now))


def record_fire(session: Session, job: str, due_at: datetime, *, owner: str, now: datetime) -> bool:
    """Whether ``owner`` is the one who fires this job for this moment.

    Call it in a unit of work in which ``owner`` holds the lease: a firing that another began and did not finish is
    then taken over, because that other has lost the lease.
    """
    row = {"job": job, "due_at": due_at, "owner": owner, "fired_at": now}
    if insert_once(session, Fire, row):
        return True
    taken_over = (
        update(Fire)
        .where(Fire.job == job, Fire.due_at == due_at, Fire.finished_at.is_(None), Fire.owner != owner)
        .values(owner=owner, fired_at=now)
    )
    return _rows(session, taken_over) == 1


def finish_fire(session: Session, job: str, due_at: datetime, *, owner: str, outcome: str, now: datetime) -> None:
    """It is over, ``done`` or ``failed``."""
    statement = update(Fire).where(Fire.job == job, Fire.due_at == due_at, Fire.owner == owner)
    _rows(session, statement.values(finished_at=now, outcome=outcome))


def forget_fires(session: Session, *, before: datetime) -> int:
    """Finished firings older than ``before`` have said what they had to. How many were removed."""
    return _rows(session, delete(Fire).where(Fire.due_at < before, Fire.finished_at.is_not(None)))


def beat(session: Session, *, owner: str, now: datetime, name: str = CLOCK) -> None:
    """Show that the clock lives."""
    if not insert_once(session, Heartbeat, {"name": name, "owner": owner, "at": now}):
        _rows(session, update(Heartbeat).where(Heartbeat.name == name).values(owner=owner, at=now))


def database_now(session: Session, now: datetime) -> datetime:
    """The database's own clock where it has one, else ``now``."""
    if session.get_bind().dialect.name != "postgresql":
        return now
    return cast("datetime", session.scalars(select(func.clock_timestamp())).one())


def _rows(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount
