"""One line of the timeline about a campaign: its number in the data, its moment in the incident's own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.intake.queries.drills import own_time
from responder.journal.append import append

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign



def say(session: Session, campaign: Campaign, by: str, now: datetime, tag: str, what: str, **data: object) -> None:
    """Say a deed about ``campaign``; ``now`` is real, and the line stands at the drill's own time in a drill."""
    append(
        session,
        campaign.incident_id,
        by=by,
        at=own_time(session, campaign.incident_id, now),
        tag=tag,
        what=what,
        data={"campaign": campaign.number, **data},
    )
