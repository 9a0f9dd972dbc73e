"""Drill time is a value of its incident, never of the process (sign-ins, leases and records keep real time)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from responder.intake.records import Incident


def time_at(incident: Incident, now: datetime) -> datetime:
    """The incident's own time at the real instant ``now``: the same for a real one, faster for a drill."""
    if incident.drill_started_at is None:
        return now
    return incident.drill_started_at + (now - incident.drill_started_at) * (incident.drill_speed or 1)


def real_instant(incident: Incident, at: datetime) -> datetime:
    """When the incident's own time reaches ``at``, as a real instant: what a due row holds."""
    if incident.drill_started_at is None:
        return at
    return incident.drill_started_at + (at - incident.drill_started_at) / (incident.drill_speed or 1)
