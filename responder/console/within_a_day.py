"""What somebody must do within a day for a notice, the most pressing first: head of the room and of what is owed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from responder.console.next_step import next_of
from responder.intake.drill_time import real_instant
from responder.notices.queries import list_notices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.console.next_step import Next
    from responder.intake.records import Incident
    from responder.obligations.queries import Present

SOON: Final = timedelta(hours=24)


def soon(session: Session, found: Incident, still: Sequence[Present], now: datetime) -> list[Next]:
    """Open duties for which somebody must do something within a day, or should have; the most pressing first."""
    states = {(each.regime, each.duty, each.place): each.state for each in list_notices(session, found.id)}
    steps = [next_of(duty, states.get((duty.regime, duty.duty, duty.place or ""))) for duty in still]
    due = [(real_instant(found, step.at), step) for step in steps if step.at is not None]
    return [step for at, step in sorted(due, key=lambda each: each[0]) if at <= now + SOON]
