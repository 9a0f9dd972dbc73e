"""Rows of the post."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record

_READY = text("state = 'ready'")
_OPEN = text("ended_at IS NULL")
_WAITING = text("state = 'waiting'")


class OutgoingGroup(Record):
    """What is sent together (a campaign, a notice, a reminder) and its gate: only rows of a running group are claimed.

    ``composer`` names who writes its messages. Rows of a wave above ``wave_open`` wait. ``stream`` is the incident.
    """

    __tablename__ = "post_group"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    stream: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str]
    composer: Mapped[str]
    channels: Mapped[list[Any]]
    running: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[datetime]
    wave_open: Mapped[int] = mapped_column(default=0)
    urgency: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("kind IN ('real', 'drill')", name="kind"),
        Index(None, "running", "urgency"),
    )


class Outgoing(Record):
    """One message to one party. Its id is made before the write and is the provider's reference for it.

    ``counts_as_notice`` says whether the law takes this channel as notice to this person: yes, no or unknown.
    """

    __tablename__ = "post_outgoing"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("post_group.id"))
    stream: Mapped[str] = mapped_column(Id)
    party_id: Mapped[str] = mapped_column(Id)
    rung: Mapped[int]
    channel: Mapped[str]
    kind: Mapped[str]
    counts_as_notice: Mapped[str] = mapped_column(default="unknown")
    wave: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="ready")
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    outcome_code: Mapped[str | None]
    provider_ref: Mapped[str | None]
    complained: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('real', 'drill')", name="kind"),
        CheckConstraint(
            "state IN ('ready', 'claimed', 'unknown', 'accepted', 'delivered', 'refused', 'unreachable', 'cancelled')",
            name="state",
        ),
        # Partial: an index over all states makes claims fifteen times slower (measured).
        Index(
            "ix_post_outgoing_ready",
            "group_id",
            "channel",
            "wave",
            "not_before",
            sqlite_where=_READY,
            postgresql_where=_READY,
        ),
        Index(None, "group_id", "state"),
        Index(None, "party_id"),
        Index(
            "ix_post_outgoing_ref",
            "provider_ref",
            sqlite_where=text("provider_ref IS NOT NULL"),
            postgresql_where=text("provider_ref IS NOT NULL"),
        ),
    )


class Attempt(Record):
    """One try to hand a message over, written before the wire is touched. Open (no end) means: nobody knows yet.

    ``life`` changes with each start of the ``worker``, so that what a former life left open is told apart.
    """

    __tablename__ = "post_attempt"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    outgoing_id: Mapped[str] = mapped_column(ForeignKey("post_outgoing.id"), index=True)
    number: Mapped[int]
    worker: Mapped[str]
    life: Mapped[str] = mapped_column(Id)
    channel: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    code: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("outgoing_id", "number"),
        Index("ix_post_attempt_open", "started_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class RawReceipt(Record):
    """A receipt as it came, stored before it is understood. The body goes once it is matched: it may name a person."""

    __tablename__ = "post_raw_receipt"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    channel: Mapped[str]
    digest: Mapped[str]
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    look_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")

    __table_args__ = (
        UniqueConstraint("channel", "digest"),
        CheckConstraint("state IN ('waiting', 'matched', 'unmatched', 'unreadable')", name="state"),
        Index("ix_post_raw_receipt_waiting", "look_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )


class ReceiptEvent(Record):
    """What a receipt said of one message."""

    __tablename__ = "post_receipt_event"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    outgoing_id: Mapped[str] = mapped_column(ForeignKey("post_outgoing.id"), index=True)
    event: Mapped[str]
    code: Mapped[str]
    at: Mapped[datetime]
    received_at: Mapped[datetime]


class ChannelPace(Record):
    """How fast a channel may be used at this moment, for all workers together."""

    __tablename__ = "post_channel_pace"

    channel: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    at: Mapped[datetime]
    shut_until: Mapped[datetime]
    strikes: Mapped[int] = mapped_column(default=0)


class DrillGuest(Record):
    """An address that messages of one drill may really reach, once whoever reads there has agreed to it."""

    __tablename__ = "post_drill_guest"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    stream: Mapped[str] = mapped_column(Id, index=True)
    medium: Mapped[str]
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[str] = mapped_column(unique=True)
    added_by: Mapped[str] = mapped_column(Id)
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("medium IN ('email', 'phone')", name="medium"),)
