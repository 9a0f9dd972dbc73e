"""The proof: for each person what went out, when, by which channel, and what became of it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder.affected.records import Recipient
from responder.deliveries.records import LeftOut
from responder.deliveries.wording import word_for
from responder.post.queries import courses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign
    from responder.post.queries import Course

ROWS_AT_ONCE = 500


def proof(session: Session, campaign: Campaign) -> Iterator[dict[str, Any]]:
    """One document a message, then one for each person left out.

    Addresses stand only as keyed hashes, made with the incident's look-up key.
    """
    yield from _documents(session, campaign, courses(session, campaign.id))
    left_out = select(LeftOut).where(LeftOut.campaign_id == campaign.id).order_by(LeftOut.recipient_id)
    for row in session.scalars(left_out.execution_options(yield_per=ROWS_AT_ONCE)):
        yield {"recipient": row.recipient_id, "left_out": row.reason}


def proof_of(session: Session, campaign: Campaign, recipient_id: str) -> list[dict[str, Any]]:
    """The same for one person."""
    return list(_documents(session, campaign, courses(session, campaign.id, party_id=recipient_id)))


def _documents(session: Session, campaign: Campaign, found: Iterator[Course]) -> Iterator[dict[str, Any]]:
    while page := list(islice(found, ROWS_AT_ONCE)):
        wanted = [course.message.party_id for course in page]
        columns = (
            Recipient.id,
            Recipient.place,
            Recipient.language,
            Recipient.email_hash,
            Recipient.phone_hash,
            Recipient.address_hash,
        )
        people = {row.id: row for row in session.execute(select(*columns).where(Recipient.id.in_(wanted)))}
        for course in page:
            yield _document(campaign, course, people.get(course.message.party_id))


def _document(campaign: Campaign, course: Course, person: Any) -> dict[str, Any]:
    message = course.message
    hashed = None
    if person is not None:
        hashed = {"email": person.email_hash, "sms": person.phone_hash, "letter": person.address_hash}.get(
            message.channel
        )
    return {
        "delivery": message.id,
        "recipient": message.party_id,
        "place": person.place if person is not None else None,
        "address_hash": hashed.hex() if hashed else None,
        "channel": message.channel,
        "counts_as_notice": message.counts_as_notice,
        "clause": campaign.ladder[message.rung]["clause"] or None,
        "notice": campaign.notice_id,
        "texts": campaign.texts,
        "state": message.state,
        "word": word_for(message.state, message.outcome_code).key,
        "code": message.outcome_code,
        "provider_ref": message.provider_ref,
        "attempts": [
            {
                "at": attempt.started_at.isoformat(),
                "ended": attempt.ended_at.isoformat() if attempt.ended_at else None,
                "outcome": attempt.outcome,
                "code": attempt.code,
            }
            for attempt in course.attempts
        ],
        "receipts": [{"at": event.at.isoformat(), "event": event.event, "code": event.code} for event in course.events],
    }
