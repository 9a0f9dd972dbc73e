"""Rows of intake."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Incident(Record):
    """What happened, under one reference. ``kind`` is ``real`` or ``drill`` from its first moment and never changes."""

    __tablename__ = "intake_incident"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    code_name: Mapped[str]
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    playbook: Mapped[str | None]
    language: Mapped[str]
    zone: Mapped[str]
    restricted: Mapped[bool]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(Id)
    closed_at: Mapped[datetime | None]
    drill_started_at: Mapped[datetime | None]
    drill_speed: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("kind IN ('real', 'drill')", name="kind"),
        CheckConstraint("state IN ('open', 'contained', 'closed')", name="state"),
        Index(None, "state", "opened_at"),
    )


class NumberCount(Record):
    """How many numbers of a series were given out; a gap is allowed, a double is not."""

    __tablename__ = "intake_number_count"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
