"""Writing the letters of a claimed batch: each person is opened, addressed and written to by name, at this moment."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from responder.affected.queries import open_by_id
from responder.channels.port import Message
from responder.deliveries.queries.codes import codes_of
from responder.deliveries.queries.suppressions import suppressed_among
from responder.deliveries.quiet import wait_until, zones_of
from responder.deliveries.records import Campaign
from responder.errors import Conflict, NotFound
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
        writing = _Writing(session, batch, letters, sender, now)
        return [writing.one(row) for row in batch.rows]

    return compose


class _Writing:
    """The people of one batch, opened and addressed together."""

    def __init__(self, session: Session, batch: Batch, letters: Letters, sender: Sender, now: datetime) -> None:
        campaign = session.get(Campaign, batch.group_id)
        if campaign is None:
            raise NotFound("There is no campaign {id}", id=batch.group_id)
        self._batch, self._sender, self._now, self._campaign = batch, sender, now, campaign
        wanted = [row.party_id for row in batch.rows]
        self._people = {person.id: person for person in open_by_id(session, wanted)}
        self._addressees = {person.id: person.addressee(now.date()) for person in self._people.values()}
        self._addresses = {
            person_id: _address(addressee, batch.channel)
            for person_id, addressee in self._addressees.items()
            if addressee.told
        }
        self._codes = codes_of(session, campaign.incident_id, wanted)
        self._stopped = suppressed_among(session, batch.channel, sorted(set(self._addresses.values()) - {""}))

        @cache
        def letter_in(language: str) -> Letter | None:
            try:
                return letters(session, campaign.notice_id, language, batch.channel)
            except Conflict:
                return None

        self._letter_in = letter_in

    def one(self, row: Claimed) -> Composed:
        address = self._addresses.get(row.party_id, "")
        if not address:
            return Withheld("no_address")
        if address in self._stopped:
            return Withheld("suppressed")
        person = self._people[row.party_id]
        letter = self._letter_in(person.traits.language)
        if letter is None:
            return Withheld("no_text")
        if (later := _night(self._batch.channel, person, self._campaign, self._now)) is not None:
            return Later(later)
        code = self._codes.get(row.party_id, "") if self._batch.channel == "email" else ""
        rendered = letter.render(person.person.with_code(code), self._addressees[row.party_id])
        return Message(
            id=row.id,
            scope=self._batch.stream,
            medium=self._batch.channel,
            to=address,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html or None,
            from_=self._sender,
            at=self._now,
            language=letter.language,
            batch=self._batch.id,
        )


def _address(addressee: Addressee, medium: str) -> str:
    return {"email": addressee.email, "sms": addressee.phone, "letter": addressee.postal_address}[medium]


def _night(medium: str, person: Opened, campaign: Campaign, now: datetime) -> datetime | None:
    if medium != "sms":
        return None
    zones = zones_of(person.traits.timezone, person.traits.country)
    return wait_until(zones, now, due_at=campaign.due_at)
