"""Rows of facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Statement(Record):
    """What somebody said of one fact, and since when it was known. The former values stay."""

    __tablename__ = "facts_statement"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str]
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said_by: Mapped[str] = mapped_column(Id)
    known_since: Mapped[datetime]
    recorded_at: Mapped[datetime]

    __table_args__ = (Index(None, "incident_id", "id"), Index(None, "incident_id", "key"))
