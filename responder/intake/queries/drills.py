"""The time of a drill, for whoever holds no more than the id of its incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.intake.drill_time import time_at
from responder.intake.records import Incident

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def own_time(session: Session, incident_id: str, now: datetime) -> datetime:
    """The incident's own time at the real instant ``now``: what a line of its timeline says."""
    incident = session.get(Incident, incident_id)
    return now if incident is None else time_at(incident, now)
