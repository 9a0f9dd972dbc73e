"""Substitute notice: owed by itself once the law's limit is crossed, published and ended by a person, watched daily."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from responder.deliveries.actions.saying import say
from responder.deliveries.queries.substitutes import list_checks, list_substitutes, public_texts, unreachable_by_place
from responder.deliveries.records import Campaign, Substitute, SubstituteCheck
from responder.deliveries.substitute import page_digest
from responder.errors import BadInput, Conflict
from responder.ids import derived_id, new_id
from responder.people.queries import SYSTEM
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.substitute import Limit

LONGEST = 730


def owe_substitutes(session: Session, campaign: Campaign, limit: Limit, *, now: datetime) -> list[Substitute]:
    """Note where so many people cannot be reached that the public must be told; which are new.

    A place that was noted stays so, with the highest count: a better address found later does not take the duty away
    by itself, a person ends it.
    """
    known = {row.place: row for row in list_substitutes(session, campaign.id)}
    fresh = []
    for place, people in unreachable_by_place(session, campaign).items():
        if place in known:
            known[place].unreachable = max(known[place].unreachable, people)
        elif people >= limit.people:
            row = Substitute(
                id=derived_id("substitute", campaign.id, place),
                campaign_id=campaign.id,
                incident_id=campaign.incident_id,
                place=place,
                why=limit.why,
                unreachable=people,
                methods=list(limit.methods),
                days=limit.days,
                owed_at=now,
            )
            session.add(row)
            fresh.append(row)
            data = {"place": place, "people": people, "limit": limit.people, "methods": list(limit.methods)}
            what = "So many people cannot be written to that the public must be told."
            say(session, campaign, SYSTEM, now, "substitute.owed", what, **data)
    session.flush()
    return fresh


def publish_substitute(
    session: Session, campaign: Campaign, row: Substitute, *, days: int, by: str, now: datetime
) -> Substitute:
    """Put the approved letter, without what speaks to one person, where everybody can read it.

    Args:
        session: The unit of work.
        campaign: Whose notice.
        row: Owed.
        days: How long it stands; at least as long as the law says.
        by: Who publishes it.
        now: The present instant.

    Raises:
        Conflict: it is published already, or nothing of the notice is approved.
        BadInput: fewer days than the law says.
    """
    if row.state != "owed":
        raise Conflict(N_("This cannot be done: the substitute notice is {state}."), state=row.state)
    if not row.days <= days <= LONGEST:
        raise BadInput(N_("This is not how long it must stand"), field="days", expected=f"{row.days} to {LONGEST}")
    texts = public_texts(session, campaign)
    if not texts:
        raise Conflict(N_("Nothing of this notice is approved. Approve it first."))
    row.texts, row.sha256, row.token = texts, page_digest(texts), secrets.token_urlsafe(12)
    row.state, row.published_at, row.published_by = "published", now, by
    row.until = now + timedelta(days=days)
    data = {
        "place": row.place, "sha256": row.sha256, "languages": sorted(texts), "token": row.token,
        "until": row.until.isoformat(),
    }  # fmt: skip
    say(session, campaign, by, now, "substitute.published", "A substitute notice was published.", **data)
    session.flush()
    return row


def end_substitute(
    session: Session, campaign: Campaign, row: Substitute, *, reason: str, by: str, now: datetime
) -> None:
    """Take the page down, or note that none is needed any more.

    Raises:
        Conflict: it is over already.
        BadInput: before its time and without a reason.
    """
    if row.state == "over":
        raise Conflict(N_("This cannot be done: the substitute notice is {state}."), state=row.state)
    early = row.until is None or now < row.until
    if early and not reason.strip():
        raise BadInput(N_("Before its time is over a reason is needed"), field="reason")
    row.state, row.ended_at = "over", now
    data = {"place": row.place, "early": early, "reason": reason.strip()}
    say(session, campaign, by, now, "substitute.ended", "A substitute notice was ended.", **data)


def note_look(
    session: Session, campaign: Campaign, row: Substitute, *, held: bool, said: str, copy_ref: str | None, now: datetime
) -> None:
    """Write down one look at the page. The timeline hears of the first look, and whenever what is seen changes."""
    last = last_look(session, row.id)
    session.add(SubstituteCheck(id=new_id(), substitute_id=row.id, at=now, held=held, said=said, copy_ref=copy_ref))
    session.flush()
    if last is None or last.held != held:
        what = "The published page was seen word for word." if held else "The published page was not seen as published."
        tag = "substitute.seen" if held else "substitute.missing"
        say(session, campaign, SYSTEM, now, tag, what, place=row.place, said=said)


def last_look(session: Session, substitute_id: str) -> SubstituteCheck | None:
    """The newest look at a page, if there was any."""
    looks = list_checks(session, substitute_id)
    return looks[0] if looks else None


def due_for_a_look(
    session: Session, rows: Sequence[Substitute], *, every: timedelta, now: datetime
) -> list[Substitute]:
    """Those that nobody looked at for ``every``."""
    found = []
    for row in rows:
        last = last_look(session, row.id)
        if last is None or last.at <= now - every:
            found.append(row)
    return found
