"""Substitute notice: where people cannot be written to, the public is told, and the page is watched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Substitute(Record):
    """One substitute notice of a campaign for a place: owed once the law's limit is crossed, then published, then over.

    ``texts`` maps a language to the public text (subject, HTML): it is public and so not sealed. ``methods`` are the
    law's words for what must be done besides.
    """

    __tablename__ = "deliveries_substitute"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("deliveries_campaign.id"))
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    place: Mapped[str]
    state: Mapped[str] = mapped_column(default="owed")
    why: Mapped[str]
    unreachable: Mapped[int]
    methods: Mapped[list[str]]
    days: Mapped[int]
    owed_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(unique=True)
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None] = mapped_column(Id)
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("campaign_id", "place"),
        CheckConstraint("state IN ('owed', 'published', 'over')", name="state"),
    )


class SubstituteCheck(Record):
    """A look at a published page from outside: whether it stood there, word for word. ``copy_ref`` is a copy of it."""

    __tablename__ = "deliveries_substitute_check"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    substitute_id: Mapped[str] = mapped_column(ForeignKey("deliveries_substitute.id"))
    at: Mapped[datetime]
    held: Mapped[bool]
    said: Mapped[str]
    copy_ref: Mapped[str | None]

    __table_args__ = (Index(None, "substitute_id", "at"),)
