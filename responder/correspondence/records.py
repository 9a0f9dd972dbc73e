"""Rows of correspondence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class ClockEnd(Record):
    """How the clock of one duty ended or paused, and by what proof. ``identity`` is the obligation's.

    ``sealed`` holds who, reference and note, and the entries it put among the facts, so that it can be taken back.
    """

    __tablename__ = "correspondence_clock_end"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    identity: Mapped[str] = mapped_column(Id, index=True)
    way: Mapped[str]
    at: Mapped[datetime]
    receipt: Mapped[str | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_by: Mapped[str] = mapped_column(Id)
    recorded_at: Mapped[datetime]
    taken_back_by: Mapped[str | None] = mapped_column(Id)
    taken_back_at: Mapped[datetime | None]


class Counterpart(Record):
    """Who writes to us about an incident. ``sealed`` holds name, their case number, handler and channel."""

    __tablename__ = "correspondence_counterpart"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    opened_by: Mapped[str] = mapped_column(Id)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('authority', 'controller', 'insurer', 'court', 'other')", name="kind"),
    )


class Letter(Record):
    """One item in or out. ``sealed`` holds subject and text; ``file`` is its reference in ``files``, with its hash."""

    __tablename__ = "correspondence_letter"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    counterpart_id: Mapped[str] = mapped_column(ForeignKey("correspondence_counterpart.id"), index=True)
    direction: Mapped[str]
    channel: Mapped[str]
    at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    file: Mapped[str | None]
    recorded_by: Mapped[str] = mapped_column(Id)
    recorded_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("direction IN ('in', 'out')", name="direction"),)


class Question(Record):
    """What a counterpart asked. ``sealed`` holds the question and our answer; ``sha256`` is the answer's.

    ``due_at`` is the time they set, in the incident's own time. An approval is of the answer whose hash it names.
    """

    __tablename__ = "correspondence_question"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    counterpart_id: Mapped[str] = mapped_column(ForeignKey("correspondence_counterpart.id"), index=True)
    incident_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    owner: Mapped[str] = mapped_column(Id)
    due_at: Mapped[datetime | None]
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime]
    sha256: Mapped[str | None]
    drafted_by: Mapped[str | None] = mapped_column(Id)
    approved_by: Mapped[str | None] = mapped_column(Id)
    approved_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'drafted', 'approved', 'answered', 'withdrawn')", name="state"),
        Index(None, "incident_id", "state"),
    )


class Promise(Record):
    """What a notice of ours says we do by a day. ``sealed`` holds the sentence; ``due_at`` is own time."""

    __tablename__ = "correspondence_promise"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    notice_id: Mapped[str] = mapped_column(Id, index=True)
    state: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    owner: Mapped[str] = mapped_column(Id)
    due_at: Mapped[datetime]
    found_at: Mapped[datetime]
    closed_by: Mapped[str | None] = mapped_column(Id)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'kept', 'dropped')", name="state"),
        Index(None, "incident_id", "state"),
    )
