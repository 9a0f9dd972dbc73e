"""What the help desk asked the lists; whom it asked about stands nowhere but in a keyed hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class LookUp(Record):
    """One question. ``checked`` says how the caller was checked, empty for the general answer that anybody gets."""

    __tablename__ = "deliveries_look_up"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    by: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime]
    kind: Mapped[str]
    contact_hash: Mapped[str]
    reason: Mapped[str]
    checked: Mapped[str] = mapped_column(default="")
    found: Mapped[bool]
    told: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index(None, "by", "at"), Index(None, "incident_id", "at"))
