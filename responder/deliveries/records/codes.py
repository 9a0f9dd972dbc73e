"""Codes for a service that a letter offers, such as credit monitoring: one a person, never twice."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record

_FREE = text("recipient_id IS NULL")


class CodePool(Record):
    """Codes of one service for one country, term and kind of person. ``elements`` are the data that call for it."""

    __tablename__ = "deliveries_code_pool"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    service: Mapped[str]
    country: Mapped[str]
    months: Mapped[int]
    kind: Mapped[str]
    elements: Mapped[list[str]]
    enrol_by: Mapped[date] = mapped_column(Date)
    enrolled: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Id)

    __table_args__ = (
        UniqueConstraint("incident_id", "service", "country", "kind"),
        CheckConstraint("kind IN ('adult', 'minor')", name="kind"),
    )


class Code(Record):
    """One code, sealed. ``hash`` keeps the same code from being imported twice; ``void_at`` once it was reissued."""

    __tablename__ = "deliveries_code"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    pool_id: Mapped[str] = mapped_column(ForeignKey("deliveries_code_pool.id"))
    code_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[str]
    recipient_id: Mapped[str | None] = mapped_column(Id, index=True)
    drawn_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("pool_id", "hash"),
        Index("ix_deliveries_code_free", "pool_id", sqlite_where=_FREE, postgresql_where=_FREE),
    )
