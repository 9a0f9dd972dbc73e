"""What follows from sending: once it has begun the notice is sent, once it has ended the notice is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.deliveries.actions.substitutes import owe_substitutes
from responder.deliveries.queries import active_campaigns, campaigns_to_note, get_campaign
from responder.deliveries.queries.substitutes import list_substitutes, regime_of, unreachable_by_place
from responder.deliveries.substitute import read_limit
from responder.deliveries.work import tend_campaigns
from responder.flow.notices import file_notice
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.notices.actions import mark_sent
from responder.notices.queries import get_notice
from responder.people.queries import SYSTEM
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign, Substitute
    from responder.deliveries.substitute import Limit
    from responder.flow.books import Books
    from responder.storage.session import Database

CHANNEL = "campaign"


def tend_sending(database: Database, *, books: Books, clock: Callable[[], datetime]) -> None:
    """Let every campaign have what it wants now, and note those that have begun or ended. Safe to repeat."""
    tend_campaigns(database, clock=clock)
    _look_for_the_unreachable(database, books, clock)
    with database.reading() as session:
        to_note = [campaign.id for campaign in campaigns_to_note(session, clock())]
    for campaign_id in to_note:
        with database.writing() as session:
            note_sending(session, campaign_id, books=books, now=clock())


def _look_for_the_unreachable(database: Database, books: Books, clock: Callable[[], datetime]) -> None:
    """Open the duty to tell the public wherever more people cannot be reached than the law of the notice lets pass."""
    with database.reading() as session:
        keystore = keystore_of(session)
        running = [row for row in active_campaigns(session) if row.state in {"running", "paused"}]
        over = [row.id for row in running if keystore.has(row.incident_id) and places_to_note(session, row, books)]
    for campaign_id in over:
        with database.writing() as session:
            owe_by_law(session, get_campaign(session, campaign_id), books=books, now=clock())


def places_to_note(session: Session, campaign: Campaign, books: Books) -> list[str]:
    """Places of a campaign that are over the limit of its law, and not noted so yet."""
    limit = _limit_of(session, campaign, books)
    known = {row.place for row in list_substitutes(session, campaign.id)} if limit else set()
    counts = unreachable_by_place(session, campaign) if limit else {}
    return [place for place, people in counts.items() if limit and people >= limit.people and place not in known]


def owe_by_law(session: Session, campaign: Campaign, *, books: Books, now: datetime) -> list[Substitute]:
    """Hold the unreachable people of a campaign against the limit of its law; the substitute notices newly owed."""
    limit = _limit_of(session, campaign, books)
    return owe_substitutes(session, campaign, limit, now=now) if limit is not None else []


def _limit_of(session: Session, campaign: Campaign, books: Books) -> Limit | None:
    regime = books.library.regimes.get(regime_of(session, campaign.notice_id) or "")
    return read_limit(regime.more.get("substitute_notice")) if regime is not None else None


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
            filed_at=time_at(incident, campaign.ended_at or now),
            channel=CHANNEL,
            reference=campaign.number,
            by=SYSTEM,
            now=now,
        )
