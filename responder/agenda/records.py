"""Rows of the agenda: every due time of the house lies here, never in the memory of a scheduler."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record

CLOCK = "clock"
"""The name of the one heartbeat and lease that matter: without them no reminder goes out."""

STATES = ("planned", "claimed", "sent", "acknowledged", "escalated", "overtaken", "cancelled")


class DueItem(Record):
    """One reminder. ``due_at`` is what it reminds of, ``planned_at`` when it is to be sent; both real instants.

    ``overtaken``: a later reminder of the same subject was due too when the clock came back, and only that was sent.
    """

    __tablename__ = "agenda_due_item"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    stream: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    subject_id: Mapped[str]
    due_at: Mapped[datetime]
    planned_at: Mapped[datetime]
    state: Mapped[str]
    data: Mapped[dict[str, Any]]
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(Id)
    escalated_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "planned_at"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index(
            "ix_agenda_due_item_open",
            "planned_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index(None, "stream", "due_at"),
    )


class Lease(Record):
    """Who may act until when. One row a name; the holder renews it, anybody takes it once it has run out."""

    __tablename__ = "agenda_lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    until: Mapped[datetime]


class Fire(Record):
    """One firing of one job. The key makes it single; without ``finished_at`` its owner is at it, or died at it."""

    __tablename__ = "agenda_fire"

    job: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    owner: Mapped[str]
    fired_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class Heartbeat(Record):
    """When the clock last showed that it lives."""

    __tablename__ = "agenda_heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    at: Mapped[datetime]
