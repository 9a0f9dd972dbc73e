"""Rows of counsel's workspace."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class CounselPaper(Record):
    """One piece of advice, prepared for counsel. ``sealed`` holds title and text, in the incident's key."""

    __tablename__ = "counsel_paper"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(Id)
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (CheckConstraint("kind IN ('note', 'risk', 'what_if')", name="kind"),)


class CounselReader(Record):
    """Somebody whom counsel named to read the workspace of one incident, until ``ended_at``."""

    __tablename__ = "counsel_reader"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    account_id: Mapped[str] = mapped_column(Id)
    named_at: Mapped[datetime]
    named_by: Mapped[str] = mapped_column(Id)
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "incident_id", "account_id"),)
