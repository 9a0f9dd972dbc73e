"""Deciding whether two suggested recipients are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from responder.affected import queries
from responder.affected.records import Recipient, SuggestedPair
from responder.errors import Conflict, NotFound
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def decide_pair(
    session: Session, incident_id: str, pair_id: str, *, same: bool, by: str, now: datetime
) -> SuggestedPair:
    """Record a person's word that the two of a pair are one person, or are not.

    Raises:
        NotFound: the incident has no such pair.
        Conflict: it was decided already.
    """
    wanted = select(SuggestedPair).where(SuggestedPair.id == pair_id, SuggestedPair.incident_id == incident_id)
    pair = session.scalars(wanted.with_for_update()).one_or_none()
    if pair is None:
        raise NotFound(N_("There is no such pair"), field="pair")
    if pair.state != "suggested":
        raise Conflict(N_("This pair was decided already: {state}"), state=pair.state)
    pair.state, pair.decided_by, pair.decided_at = ("joined" if same else "apart"), by, now
    if same:
        first, second = (queries.root_of(session, row_id) for row_id in (pair.first_id, pair.second_id))
        if first != second:
            session.execute(
                update(Recipient)
                .where((Recipient.id == second) | (Recipient.joined_to == second))
                .values(joined_to=first)
            )
    append(
        session,
        pair.incident_id,
        by=by,
        at=own_time(session, pair.incident_id, now),
        tag="recipients.joined" if same else "recipients.kept_apart",
        what="Two rows were found to be one person." if same else "Two rows were found to be two people.",
        data={"pair": pair.id, "first": pair.first_id, "second": pair.second_id},
    )
    return pair
