"""Reads of what guests read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.intake.records import GuestReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

SHOWN = 200


def readings_of(session: Session, incident: Incident, *, limit: int = SHOWN) -> Sequence[GuestReading]:
    """What guests of this incident read, the newest first."""
    theirs = select(GuestReading).where(GuestReading.incident_id == incident.id)
    return session.scalars(theirs.order_by(GuestReading.at.desc(), GuestReading.id.desc()).limit(limit)).all()
