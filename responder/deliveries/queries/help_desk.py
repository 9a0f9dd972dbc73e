"""What a checked caller may be told, and what the help desk asked so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.deliveries.records import Campaign, LookUp
from responder.deliveries.wording import word_for
from responder.post.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from responder.affected.queries import Opened


@dataclass(frozen=True)
class Sent:
    """One message to the person: by which channel, in a word, and when that was last known."""

    campaign: str
    channel: str
    word: str
    at: datetime


@dataclass(frozen=True)
class Told:
    """What a checked person is told: which data, and what was sent to him or her."""

    recipient_id: str
    name: str = field(repr=False)
    elements: tuple[str, ...]
    addressee: str
    sent: tuple[Sent, ...]


def told_of(session: Session, incident_id: str, opened: Opened, on: date) -> Told:
    """The details of one person."""
    rows = session.execute(
        select(Outgoing, Campaign.number)
        .join(Campaign, Campaign.id == Outgoing.group_id)
        .where(Outgoing.party_id == opened.id, Outgoing.stream == incident_id)
        .order_by(Outgoing.changed_at)
    )
    sent = tuple(
        Sent(number, row.channel, word_for(row.state, row.outcome_code).name, row.changed_at) for row, number in rows
    )
    return Told(opened.id, opened.person.name, opened.traits.data, opened.addressee(on).kind, sent)


def list_look_ups(session: Session, incident_id: str, *, limit: int = 100) -> Sequence[LookUp]:
    """What was asked, the newest first."""
    wanted = select(LookUp).where(LookUp.incident_id == incident_id)
    return session.scalars(wanted.order_by(LookUp.at.desc()).limit(limit)).all()
