"""What a sending still has to wait for: consent, a notice that comes first, a request for silence, a day to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.notices.records import Notice
from responder.obligations.queries import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign


def gates_before(session: Session, campaign: Campaign) -> list[Mapping[str, Any]]:
    """The gates before the duty that the campaign's notice serves, as ``blocked_by`` of its answer; none once met.

    They are those of the last walk through the incident; a walk follows each deed, and the clock's own once an hour.
    """
    notice = session.get(Notice, campaign.notice_id)
    if notice is None:
        return []
    served = (notice.regime, notice.duty, notice.place)
    return [
        gate
        for duty in current(session, campaign.incident_id)
        if (duty.regime, duty.duty, duty.place or "") == served and not duty.met
        for gate in duty.answer.get("blocked_by") or ()
    ]
