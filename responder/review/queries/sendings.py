"""What the deliveries room holds of an incident, as the review counts it: people, never messages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.deliveries.queries.campaigns import list_campaigns
from responder.deliveries.queries.progress import left_out_by_reason
from responder.deliveries.queries.proof import proof
from responder.post.queries import tallies
from responder.post.records import Attempt, Outgoing
from responder.review.matter import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign as Row
    from responder.intake.records import Incident

LEFT_OUT = "left_out"


def list_sendings(session: Session, incident: Incident) -> tuple[Campaign, ...]:
    """Each campaign with its four numbers, and what it did not hear of."""
    return tuple(_sending(session, row) for row in list_campaigns(session, incident.id))


def receipts(session: Session, incident: Incident) -> Iterator[dict[str, Any]]:
    """One document a message and one a person left out, with its campaign and state."""
    for row in list_campaigns(session, incident.id):
        for document in proof(session, row):
            yield {"campaign": row.id, **document, "state": document.get("state", LEFT_OUT)}


def _sending(session: Session, row: Row) -> Campaign:
    states: Counter[str] = Counter()
    for tally in tallies(session, row.id):
        states[tally.state] += tally.messages
    left_out = sum(left_out_by_reason(session, row.id).values())
    if left_out:
        states[LEFT_OUT] = left_out

    def people(*those: ColumnElement[bool]) -> int:
        wanted = select(func.count(Outgoing.party_id.distinct())).where(Outgoing.group_id == row.id, *those)
        return session.scalar(wanted) or 0

    first, last = session.execute(
        select(func.min(Attempt.started_at), func.max(Attempt.started_at))
        .join(Outgoing, Outgoing.id == Attempt.outgoing_id)
        .where(Outgoing.group_id == row.id)
    ).one()
    return Campaign(
        id=row.id,
        notice_id=row.notice_id,
        state=row.state,
        count=row.count,
        states=dict(states),
        attempted=people(Outgoing.attempts > 0),
        delivered=people(Outgoing.state == "delivered"),
        counted=people(Outgoing.state == "delivered", Outgoing.counts_as_notice == "yes"),
        returned=people(Outgoing.state == "refused"),
        unclear=people(Outgoing.state == "unknown"),
        started_at=row.started_at,
        first_sent_at=first,
        last_sent_at=last,
    )
