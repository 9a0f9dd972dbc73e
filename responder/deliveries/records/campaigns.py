"""Campaigns, whom they leave out, and the stop list of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Campaign(Record):
    """The outbox of one approved notice.

    ``digest`` and ``count`` are the approved list's; ``laid_digest`` is what was found when all rows were laid out.
    ``texts`` maps a language to the SHA-256 of the approved text. ``to_write`` counts people who get at least one
    message; the rest stand in ``deliveries_left_out`` with the reason. ``codes_seen`` codes were there when they were
    last drawn, and ``codes_short`` people went without. Refusals up to ``heeded_until`` are on the stop list.
    """

    __tablename__ = "deliveries_campaign"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    notice_id: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="prepared")
    why: Mapped[str] = mapped_column(default="")
    selection: Mapped[dict[str, Any]]
    ladder: Mapped[list[Any]]
    texts: Mapped[dict[str, Any]]
    digest: Mapped[str]
    count: Mapped[int]
    due_at: Mapped[datetime | None]
    undo_seconds: Mapped[int]
    canary: Mapped[dict[str, Any]]
    pace: Mapped[dict[str, Any]]
    unknown_policy: Mapped[str] = mapped_column(default="ask")

    laid_after: Mapped[str] = mapped_column(default="")
    laid_at: Mapped[datetime | None]
    laid_digest: Mapped[str | None]
    seen: Mapped[int] = mapped_column(default=0)
    to_write: Mapped[int] = mapped_column(default=0)

    codes_seen: Mapped[int] = mapped_column(default=0)
    codes_short: Mapped[int] = mapped_column(default=0)
    heeded_until: Mapped[datetime | None]

    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Id)
    started_at: Mapped[datetime | None]
    started_by: Mapped[str | None] = mapped_column(Id)
    not_before: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('real', 'drill')", name="kind"),
        CheckConstraint("state IN ('prepared', 'running', 'paused', 'halted', 'done')", name="state"),
        Index(None, "state"),
    )


class LeftOut(Record):
    """A person of the list to whom a campaign writes nothing, and why."""

    __tablename__ = "deliveries_left_out"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("deliveries_campaign.id"))
    recipient_id: Mapped[str] = mapped_column(Id)
    reason: Mapped[str]

    __table_args__ = (UniqueConstraint("campaign_id", "recipient_id"), Index(None, "campaign_id", "reason"))


class Suppression(Record):
    """An address that is not written to by a medium: dead, or its owner said stop. It outlives incidents, so its hash
    is made with a look-up key of its own and nothing else is kept.
    """

    __tablename__ = "deliveries_suppression"

    hash: Mapped[str] = mapped_column(primary_key=True)
    medium: Mapped[str]
    reason: Mapped[str]
    since: Mapped[datetime]
