"""Rows of obligations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class DecisionNotToNotify(Record):
    """Somebody's proposal not to notify, and what became of it. ``look_again_at`` is the incident's own time.

    ``facts_sha256`` is the hash of the facts it was made on: other facts, another decision.
    """

    __tablename__ = "obligations_decision"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    identity: Mapped[str] = mapped_column(Id, index=True)
    regime: Mapped[str]
    duty: Mapped[str]
    place: Mapped[str | None]
    entity: Mapped[str]
    state: Mapped[str]
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    look_again_at: Mapped[datetime]
    facts_sha256: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str] = mapped_column(Id)
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(Id)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'confirmed', 'withdrawn', 'lapsed')", name="state"),
        Index(None, "incident_id", "state"),
    )


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
