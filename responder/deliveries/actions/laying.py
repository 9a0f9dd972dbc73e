"""Laying out: the approved list becomes rows of the post, some hundreds at a time, restartable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from responder.affected.queries import list_recipients, open_people
from responder.deliveries.actions.saying import say
from responder.deliveries.canary import FIRST, Canary, wave_of
from responder.deliveries.ladder import first_steps, reach_of, read_ladder, why_nobody
from responder.deliveries.queries.campaigns import selection_of
from responder.deliveries.records import Campaign, LeftOut
from responder.ids import derived_id
from responder.people.queries import SYSTEM
from responder.post.actions.groups import lay
from responder.post.queries import get_group

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

PEOPLE_AT_ONCE = 300


def lay_out(session: Session, campaign: Campaign, *, now: datetime, limit: int = PEOPLE_AT_ONCE) -> bool:
    """Lay out the next people of the list; True once there are none left.

    The place reached is kept in the same transaction and ids are derived, so that a crash repeats nothing and a
    repetition adds nothing.
    """
    if campaign.laid_at is not None:
        return True
    selection = selection_of(campaign)
    people = list_recipients(session, campaign.incident_id, selection=selection, after=campaign.laid_after, limit=limit)
    ladder, canary = read_ladder(campaign.ladder), Canary(**campaign.canary)
    rows: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for opened in open_people(session, people):
        addressee = opened.addressee(now.date())
        reach = reach_of(addressee, opened.traits)
        steps = first_steps(ladder, reach) if addressee.told else ()
        if not steps:
            left_out.append(_left_out(campaign, opened.id, addressee.reason or why_nobody(reach)))
        wave = wave_of(canary, campaign.id, opened.id, campaign.count)
        rows += [
            {
                "party_id": opened.id,
                "rung": step.rung,
                "channel": step.medium,
                "counts_as_notice": step.counts_as_notice,
                "wave": FIRST if step.medium == "letter" else wave,
            }
            for step in steps
        ]
    lay(session, get_group(session, campaign.id), rows, now=now)
    if left_out:
        session.execute(insert(LeftOut), left_out)
    campaign.seen += len(people)
    campaign.to_write += len(people) - len(left_out)
    if people:
        campaign.laid_after = people[-1].id
    if len(people) < limit:
        campaign.laid_at = now
    session.flush()
    return campaign.laid_at is not None


def complete_laying(session: Session, campaign: Campaign, *, digest: str, now: datetime) -> None:
    """Note which list was laid out, by its digest: starting compares it with the approved one."""
    campaign.laid_digest = digest
    counts = {
        "people": campaign.seen,
        "to_write": campaign.to_write,
        "left_out": campaign.seen - campaign.to_write,
        "as_approved": digest == campaign.digest,
    }
    what = "The messages of the campaign were laid out."
    say(session, campaign, SYSTEM, now, "campaign.laid_out", what, **counts)


def _left_out(campaign: Campaign, recipient_id: str, reason: str) -> dict[str, Any]:
    return {
        "id": derived_id("left out", campaign.id, recipient_id),
        "campaign_id": campaign.id,
        "recipient_id": recipient_id,
        "reason": reason,
    }
