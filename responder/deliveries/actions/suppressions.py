"""The stop list of the house: addresses that are dead or whose owner said stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.affected.queries import open_people
from responder.affected.records import Recipient
from responder.deliveries.queries.suppressions import SCOPE, hash_of
from responder.deliveries.records import Campaign, Suppression
from responder.post.records import Outgoing
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SAID_STOP = "twilio 21610"  # https://www.twilio.com/docs/api/errors/21610
OPTED_OUT = "opted_out"
PEOPLE_AT_ONCE = 200


def suppress(session: Session, medium: str, address: str, *, reason: str, now: datetime) -> None:
    """Put an address on the stop list of a medium. Doing so twice changes nothing."""
    keystore = keystore_of(session)
    keys = keystore.of(SCOPE) if keystore.has(SCOPE) else keystore.make(SCOPE)
    hashed = hash_of(keys, medium, address)
    if session.get(Suppression, hashed) is None:
        session.add(Suppression(hash=hashed, medium=medium, reason=reason, since=now))
        session.flush()


def heed_refusals(session: Session, campaign: Campaign, *, now: datetime) -> int:
    """Put on the stop list whom the provider says has said stop, told when a message was refused; some at a time."""
    since = campaign.heeded_until
    refused = select(Outgoing).where(
        Outgoing.group_id == campaign.id, Outgoing.state == "refused", Outgoing.outcome_code == SAID_STOP
    )
    if since is not None:
        refused = refused.where(Outgoing.changed_at > since)
    rows = session.scalars(refused.order_by(Outgoing.changed_at, Outgoing.id).limit(PEOPLE_AT_ONCE)).all()
    if not rows:
        return 0
    together = select(Outgoing).where(refused.whereclause, Outgoing.changed_at == rows[-1].changed_at)  # type: ignore[arg-type]
    whole = {row.id: row for row in [*rows, *session.scalars(together)]}.values()
    wanted = select(Recipient).where(Recipient.id.in_([row.party_id for row in whole])).order_by(Recipient.id)
    for opened in open_people(session, session.scalars(wanted).all()):
        number = opened.addressee(now.date()).phone
        if number:
            suppress(session, "sms", number, reason=OPTED_OUT, now=now)
    campaign.heeded_until = rows[-1].changed_at
    session.flush()
    return len(rows)


def lift(session: Session, medium: str, address: str, *, reason: str) -> None:
    """Take an address off the stop list again, if it stands there for this very reason."""
    keystore = keystore_of(session)
    if not keystore.has(SCOPE):
        return
    found = session.get(Suppression, hash_of(keystore.of(SCOPE), medium, address))
    if found is not None and found.reason == reason:
        session.delete(found)
        session.flush()
