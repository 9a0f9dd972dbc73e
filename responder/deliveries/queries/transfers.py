"""The transfers that a sending would make, and on what basis they were decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.affected.records import Recipient
from responder.deliveries.records import TransferBasis
from responder.deliveries.transfers import Pair, pairs_to_decide, read_regions
from responder.post.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign


@dataclass(frozen=True)
class Transfer:
    """A pair of provider and country, and the decision on it if there is one."""

    pair: Pair
    decided: TransferBasis | None


def transfers_of(session: Session, campaign: Campaign, works_in: Mapping[str, tuple[str, str]]) -> list[Transfer]:
    """What a campaign would send where, as far as a basis is needed.

    Args:
        session: The unit of work.
        campaign: Laid out.
        works_in: Medium → the channel's name and region, for channels that leave the machine.
    """
    if not works_in:
        return []
    counted = (
        select(Outgoing.channel, Recipient.country, func.count())
        .join(Recipient, Recipient.id == Outgoing.party_id)
        .where(Outgoing.group_id == campaign.id, Outgoing.channel.in_(list(works_in)))
        .group_by(Outgoing.channel, Recipient.country)
    )
    messages = [(medium, country, count) for medium, country, count in session.execute(counted)]
    decided = {(row.channel, row.region, row.country): row for row in list_bases(session)}
    return [
        Transfer(pair, decided.get((pair.channel, pair.region, pair.country)))
        for pair in pairs_to_decide(messages, works_in, read_regions())
    ]


def list_bases(session: Session) -> Sequence[TransferBasis]:
    """Every basis that was recorded, by channel and country."""
    return session.scalars(select(TransferBasis).order_by(TransferBasis.channel, TransferBasis.country)).all()
