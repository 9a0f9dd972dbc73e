"""Reads of how clocks ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder.correspondence.records import ClockEnd
from responder.correspondence.sealing import opened
from responder.errors import NotFound
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Ended:
    """How a clock ended, opened. ``entries`` are fact keys with what was added there."""

    id: str
    identity: str
    way: str
    at: datetime
    who: str
    reference: str
    note: str
    until: datetime | None
    receipt: str | None
    entries: Sequence[tuple[str, Mapping[str, Any]]]
    recorded_by: str
    recorded_at: datetime
    taken_back_at: datetime | None


def list_ends(session: Session, incident_id: str, identity: str | None = None) -> list[Ended]:
    """Every recorded ending of an incident, or of one duty; oldest first, those taken back too."""
    statement = select(ClockEnd).where(ClockEnd.incident_id == incident_id).order_by(ClockEnd.id)
    if identity is not None:
        statement = statement.where(ClockEnd.identity == identity)
    return [open_end(session, row) for row in session.scalars(statement)]


def get_end(session: Session, incident_id: str, end_id: str) -> ClockEnd:
    """Raises NotFound where this incident has no such ending."""
    row = session.get(ClockEnd, end_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound(N_("No such ending of a clock is recorded"), field="end")
    return row


def open_end(session: Session, row: ClockEnd) -> Ended:
    said = opened(session, row.incident_id, ClockEnd, row.id, row.sealed)
    return Ended(
        row.id, row.identity, row.way, row.at, said["who"], said["reference"], said["note"],
        datetime.fromisoformat(said["until"]) if said["until"] else None, row.receipt,
        [(key, entry) for key, entry in said["entries"]], row.recorded_by, row.recorded_at, row.taken_back_at,
    )  # fmt: skip
