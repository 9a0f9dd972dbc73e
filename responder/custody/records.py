"""Rows of custody: how long something is kept, what holds it, how it was destroyed.

``scope`` is whose key seals it, an incident's or another; custody does not ask which.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Keeping(Record):
    """How long one scope is kept where that is not what the house says; counted from its closing."""

    __tablename__ = "custody_keeping"

    scope: Mapped[str] = mapped_column(Id, primary_key=True)
    days: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(Id)


class Hold(Record):
    """A legal hold: while one stands, nothing of its scope is destroyed. Reasons are sealed with the scope's key."""

    __tablename__ = "custody_hold"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int]
    scope: Mapped[str] = mapped_column(Id)
    state: Mapped[str]
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    placed_at: Mapped[datetime]
    placed_by: Mapped[str] = mapped_column(Id)
    ending_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ending_by: Mapped[str | None] = mapped_column(Id)
    ending_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(Id)
    released_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('stands', 'ending', 'released')", name="state"),
        CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name="released"),
        Index(None, "scope", "number", unique=True),
    )


class Destruction(Record):
    """One destruction: proposed by one person, approved by another, carried out, certified.

    The certificate names ids, counts and times alone, so that it may outlive what it speaks of.
    """

    __tablename__ = "custody_destruction"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    scope: Mapped[str] = mapped_column(Id, index=True)
    state: Mapped[str]
    ground: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str] = mapped_column(Id)
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(Id)
    keys_destroyed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    about: Mapped[dict[str, Any]]
    gone: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    certificate: Mapped[dict[str, Any] | None]
    certificate_sha256: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'approved', 'done', 'withdrawn')", name="state"),
        CheckConstraint("ground IN ('retention', 'order', 'purpose')", name="ground"),
        CheckConstraint("(state = 'done') = (certificate IS NOT NULL)", name="certificate"),
    )
