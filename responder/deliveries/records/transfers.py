"""On what basis people's data may go where a provider works."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class TransferBasis(Record):
    """Counsel's decision that people of ``country`` may be written to by ``channel``, which works in ``region``."""

    __tablename__ = "deliveries_transfer_basis"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    channel: Mapped[str]
    region: Mapped[str]
    country: Mapped[str]
    basis: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(Id)

    __table_args__ = (UniqueConstraint("channel", "region", "country"),)
