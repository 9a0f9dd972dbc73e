"""What follows from sending: once it has begun the notice is sent, once it has ended the notice is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.deliveries.queries import campaigns_to_note, get_campaign
from responder.deliveries.work import tend_campaigns
from responder.flow.notices import file_notice
from responder.intake.queries import get_incident
from responder.notices.actions import mark_sent
from responder.notices.queries import get_notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.storage.session import Database

SYSTEM = "system"
CHANNEL = "campaign"


def tend_sending(database: Database, *, books: Books, clock: Callable[[], datetime]) -> None:
    """Let every campaign have what it wants now, and note those that have begun or ended. Safe to repeat."""
    tend_campaigns(database, clock=clock)
    with database.reading() as session:
        to_note = [campaign.id for campaign in campaigns_to_note(session, clock())]
    for campaign_id in to_note:
        with database.writing() as session:
            note_sending(session, campaign_id, books=books, now=clock())


def note_sending(session: Session, campaign_id: str, *, books: Books, now: datetime) -> None:
    """Take note of how far the sending of a notice is; its duty is met when the last of its people was written to."""
    campaign = get_campaign(session, campaign_id)
    incident = get_incident(session, campaign.incident_id)
    notice = get_notice(session, incident.id, campaign.notice_id)
    if notice.state == "approved":
        mark_sent(session, notice, by=SYSTEM, now=campaign.not_before or now)
    if campaign.state == "done":
        file_notice(
            session,
            incident,
            notice,
            books=books,
            filed_at=campaign.ended_at or now,
            channel=CHANNEL,
            reference=campaign.number,
            by=SYSTEM,
            now=now,
        )
