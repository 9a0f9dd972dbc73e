"""Rows of obligations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class ObligationVersion(Record):
    """An obligation as derived at one time. A newer derivation adds a version; none is ever changed or deleted.

    ``identity`` names (incident, regime, duty, where, for whom); the version without ``replaced_at`` is the newest.
    """

    __tablename__ = "obligations_version"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    identity: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    incident_id: Mapped[str] = mapped_column(Id)
    regime: Mapped[str]
    duty: Mapped[str]
    place: Mapped[str | None]
    recipient: Mapped[str]
    state: Mapped[str]
    due_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answer_sha256: Mapped[str]
    rule_sha256: Mapped[str]
    derived_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("identity", "version"), Index(None, "incident_id", "replaced_at"))
