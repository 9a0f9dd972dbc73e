"""Writing the letters of a claimed batch: each person is opened, addressed and written to by name, at this moment."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.affected.queries import open_people
from responder.affected.records import Recipient
from responder.channels.port import Message
from responder.deliveries.queries.suppressions import suppressed_among
from responder.deliveries.quiet import wait_until, zones_of
from responder.deliveries.records import Campaign
from responder.errors import NotFound
from responder.post.work import Later, Withheld
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.affected.addressee import Addressee
    from responder.affected.queries import Opened
    from responder.channels.port import Sender
    from responder.deliveries.letter import Letter
    from responder.deliveries.queries.letters import Letters
    from responder.post.work import Batch, Claimed, Composed, Composer


def campaign_composer(letters: Letters, sender: Sender) -> Composer:
    """The composer of campaigns for the post.

    Args:
        letters: Where the approved texts come from.
        sender: Who the letters come from.
    """

    def compose(session: Session, batch: Batch, now: datetime) -> Sequence[Composed]:
        if not keystore_of(session).has(batch.stream):
            return [Withheld("destroyed")] * len(batch.rows)
        campaign = session.get(Campaign, batch.group_id)
        if campaign is None:
            raise NotFound("There is no campaign {id}", id=batch.group_id)
        wanted = [row.party_id for row in batch.rows]
        people = session.scalars(select(Recipient).where(Recipient.id.in_(wanted)).order_by(Recipient.id)).all()
        opened = {person.id: person for person in open_people(session, people)}
        addressed = {person.id: person.addressee(now.date()) for person in opened.values()}
        addresses = {person_id: _address(addressee, batch.channel) for person_id, addressee in addressed.items()}
        stopped = suppressed_among(session, batch.channel, sorted(set(addresses.values()) - {""}))

        @cache
        def letter_in(language: str) -> Letter:
            return letters(session, campaign.notice_id, language, batch.channel)

        def one(row: Claimed) -> Composed:
            person = opened.get(row.party_id)
            if person is None or not addressed[row.party_id].told or not addresses[row.party_id]:
                return Withheld("no_address")
            if addresses[row.party_id] in stopped:
                return Withheld("suppressed")
            if (later := _night(batch.channel, person, campaign, now)) is not None:
                return Later(later)
            letter = letter_in(person.traits.language)
            rendered = letter.render(person.person, addressed[row.party_id])
            return Message(
                id=row.id,
                scope=batch.stream,
                medium=batch.channel,
                to=addresses[row.party_id],
                subject=rendered.subject,
                text=rendered.text,
                html=rendered.html or None,
                from_=sender,
                at=now,
                language=letter.language,
            )

        return [one(row) for row in batch.rows]

    return compose


def _address(addressee: Addressee, medium: str) -> str:
    return {"email": addressee.email, "sms": addressee.phone, "letter": addressee.postal_address}[medium]


def _night(medium: str, person: Opened, campaign: Campaign, now: datetime) -> datetime | None:
    if medium != "sms":
        return None
    zones = zones_of(person.traits.timezone, person.traits.country)
    return wait_until(zones, now, due_at=campaign.due_at)
