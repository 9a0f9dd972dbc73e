"""Rows of review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Meeting(Record):
    """A meeting after an incident, in real time even after a drill. ``sequence`` counts its changes for calendars."""

    __tablename__ = "review_meeting"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"))
    kind: Mapped[str]
    title: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    sequence: Mapped[int]
    state: Mapped[str]
    by_hand: Mapped[bool]
    held_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Id)

    __table_args__ = (
        UniqueConstraint("incident_id", "kind"),
        CheckConstraint("state IN ('planned', 'held', 'cancelled')", name="state"),
    )


class Action(Record):
    """Something to be done after an incident. It is open until a second person has verified it, or dropped it."""

    __tablename__ = "review_action"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"))
    number: Mapped[int]
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    owner: Mapped[str] = mapped_column(Id)
    due_at: Mapped[datetime]
    state: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Id)
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(Id)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None] = mapped_column(Id)
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None] = mapped_column(Id)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("incident_id", "number"),
        CheckConstraint("state IN ('open', 'done', 'verified', 'dropped')", name="state"),
        Index(None, "owner", "state"),
    )


class Remark(Record):
    """A text for a section of the report. One on causes is privileged until counsel opens it."""

    __tablename__ = "review_remark"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), index=True)
    section: Mapped[str]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(Id)
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (CheckConstraint("section IN ('root_cause', 'lucky')", name="section"),)
