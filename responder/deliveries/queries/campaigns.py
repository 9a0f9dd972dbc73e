"""Finding campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from responder.affected.queries import Selection
from responder.deliveries.records import Campaign
from responder.errors import BadInput, NotFound
from responder.intake.queries import find_incident
from responder.notices.records import Notice
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def find_campaign(session: Session, reference: str) -> Campaign | None:
    """The campaign with this number (in any case) or id."""
    wanted = reference.strip()
    by_name = or_(Campaign.number == wanted.upper(), Campaign.id == wanted.lower())
    return session.scalars(select(Campaign).where(by_name)).one_or_none()


def get_campaign(session: Session, reference: str) -> Campaign:
    """The campaign that ``reference`` names: its number or id, or an incident that has just one.

    Raises:
        NotFound: there is none.
        BadInput: the incident has several.
    """
    if campaign := find_campaign(session, reference):
        return campaign
    incident = find_incident(session, reference)
    found = list_campaigns(session, incident.id) if incident else ()
    if not found:
        raise NotFound(
            N_("There is no campaign {reference}"),
            reference=reference,
            expected=N_("a number such as INC-2026-0007-C1, or an incident with one campaign"),
        )
    if len(found) > 1:
        raise BadInput(
            N_("The incident {reference} has several campaigns"),
            reference=reference,
            expected=", ".join(campaign.number for campaign in found),
        )
    return found[0]


def list_campaigns(session: Session, incident_id: str) -> Sequence[Campaign]:
    """Campaigns of an incident, the oldest first."""
    return session.scalars(select(Campaign).where(Campaign.incident_id == incident_id).order_by(Campaign.id)).all()


def active_campaigns(session: Session) -> Sequence[Campaign]:
    """Campaigns that still want tending."""
    states = ("prepared", "running", "paused", "halted")
    return session.scalars(select(Campaign).where(Campaign.state.in_(states)).order_by(Campaign.id)).all()


def selection_of(campaign: Campaign) -> Selection:
    """Which people of the incident a campaign is for."""
    stored = campaign.selection
    return Selection(*(tuple(stored.get(part, ())) for part in ("places", "languages", "lists")))


def count_campaigns(session: Session, incident_id: str) -> int:
    return session.scalar(select(func.count()).where(Campaign.incident_id == incident_id)) or 0


def campaigns_to_note(session: Session, now: datetime) -> Sequence[Campaign]:
    """Campaigns whose sending has begun or ended since their notice last said so."""
    begun = and_(Campaign.state == "running", Campaign.not_before <= now, Notice.state == "approved")
    ended = and_(Campaign.state == "done", Notice.state.in_(("approved", "sent")))
    statement = select(Campaign).join(Notice, Notice.id == Campaign.notice_id).where(or_(begun, ended))
    return session.scalars(statement.order_by(Campaign.id)).all()
