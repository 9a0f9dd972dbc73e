"""Reads of the agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from responder.agenda.records import CLOCK, DueItem, Fire, Heartbeat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

DEAD_AFTER: Final = timedelta(minutes=2)
ONE_DAY: Final = timedelta(hours=24)


def clock_alive(session: Session, now: datetime) -> bool:
    """Whether reminders go out at all: a clock showed itself within two minutes."""
    last = last_beat(session)
    return last is not None and now - last <= DEAD_AFTER


def last_beat(session: Session) -> datetime | None:
    """When the clock last showed itself; None if none ever ran."""
    return session.scalars(select(Heartbeat.at).where(Heartbeat.name == CLOCK)).one_or_none()


def living(session: Session, prefix: str, *, since: datetime) -> int:
    """How many of those whose names begin so showed themselves since."""
    wanted = select(func.count()).select_from(Heartbeat).where(Heartbeat.name.startswith(prefix), Heartbeat.at >= since)
    return session.scalars(wanted).one()


def list_upcoming(
    session: Session, now: datetime, *, within: timedelta = ONE_DAY, stream: str | None = None, limit: int = 500
) -> Sequence[DueItem]:
    """What will be sent in the next 24 hours, and what is overdue for sending, in order."""
    wanted = select(DueItem).where(DueItem.state == "planned", DueItem.planned_at <= now + within)
    if stream is not None:
        wanted = wanted.where(DueItem.stream == stream)
    return session.scalars(wanted.order_by(DueItem.planned_at, DueItem.id).limit(limit)).all()


def list_unanswered(
    session: Session, *, sent_before: datetime, due_by: datetime, kinds: Sequence[str], limit: int = 200
) -> Sequence[DueItem]:
    """Reminders of what is due, sent by this instant and acknowledged by nobody: candidates to go up."""
    wanted = (
        select(DueItem)
        .where(DueItem.state == "sent", DueItem.sent_at <= sent_before, DueItem.due_at <= due_by)
        .where(DueItem.kind.in_(tuple(kinds)))
        .order_by(DueItem.sent_at)
        .limit(limit)
    )
    return session.scalars(wanted).all()


def list_of_subject(session: Session, *, kind: str, subject: str) -> Sequence[DueItem]:
    """Every reminder about one subject, in the order of sending."""
    wanted = select(DueItem).where(DueItem.kind == kind, DueItem.subject_id == subject)
    return session.scalars(wanted.order_by(DueItem.planned_at)).all()


def count_waiting(session: Session, now: datetime) -> int:
    """How many reminders should have gone out by now: a measure of a clock that stands still."""
    wanted = select(func.count()).select_from(DueItem).where(DueItem.state == "planned", DueItem.planned_at <= now)
    return session.scalars(wanted).one()


def last_fire(session: Session, job: str) -> Fire | None:
    """The latest firing of a job."""
    return session.scalars(select(Fire).where(Fire.job == job).order_by(Fire.due_at.desc()).limit(1)).one_or_none()
