"""Tending a running campaign: watch the first part, move people down the ladder, end it, decide what stays unknown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, or_, select
from sqlalchemy.orm import aliased

from responder.affected.queries import open_people
from responder.affected.records import Recipient
from responder.channels.codes import reason_of
from responder.channels.trial import HELD_BACK
from responder.deliveries.actions.campaigns import pause_campaign
from responder.deliveries.actions.saying import say
from responder.deliveries.canary import FIRST, REST, Canary, Seen, spikes, verdict
from responder.deliveries.ladder import EXHAUSTED, next_step, reach_of, read_ladder
from responder.deliveries.records import Campaign, LeftOut
from responder.errors import Conflict
from responder.ids import derived_id
from responder.people.queries import SYSTEM
from responder.post.actions.groups import cancel_ready, lay, open_wave
from responder.post.actions.unknowns import LEFT, send_again
from responder.post.queries import count_complaints, get_group, last_change, tallies
from responder.post.records import Outgoing
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from responder.deliveries.ladder import Rung

PEOPLE_AT_ONCE = 300
SPIKE = N_("too many letters came back or were complained of")
_FAILED = ("refused", "unreachable", "cancelled")
_BUSY = frozenset({"ready", "claimed", "unknown"})


def watch(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Let the rest go after a first part that did well; pause by itself when too much fails."""
    if campaign.state != "running" or campaign.not_before is None or now < campaign.not_before:
        return
    group, canary = get_group(session, campaign.id), Canary(**campaign.canary)
    if group.wave_open == REST:
        if spikes(canary, seen_of(session, campaign.id, waves=(FIRST, REST))):
            pause_campaign(session, campaign, by=SYSTEM, now=now, why=SPIKE)
        return
    judged = verdict(canary, seen_of(session, campaign.id, waves=(FIRST,)), now)
    if judged == "stop":
        pause_campaign(session, campaign, by=SYSTEM, now=now, why=SPIKE)
    elif judged == "go":
        open_wave(session, campaign.id, REST)
        what = "The first part did well; the rest is being sent."
        say(session, campaign, SYSTEM, now, "campaign.canary_passed", what)


def seen_of(session: Session, campaign_id: str, *, waves: Sequence[int]) -> Seen:
    """What the canary is judged by. What trial mode or the stop list held back says nothing about the
    addresses; letters on paper come back after weeks and are looked at before they go.
    """
    counts = [tally for tally in tallies(session, campaign_id) if tally.wave in waves and tally.channel != "letter"]
    failed = [tally for tally in counts if tally.state in {"refused", "unreachable"}]
    return Seen(
        waiting=sum(tally.messages for tally in counts if tally.state in {"ready", "claimed"}),
        handed_over=sum(tally.messages for tally in counts if tally.state in {"accepted", "delivered", "unknown"}),
        failed=sum(tally.messages for tally in failed if reason_of(tally.code) != "not_allowed"),
        complained=count_complaints(session, campaign_id),
        last_change=last_change(session, campaign_id, wave=max(waves)),
    )


def move_down(session: Session, campaign: Campaign, *, now: datetime, limit: int = PEOPLE_AT_ONCE) -> int:
    """Give people whom one rung did not reach the next; how many were moved or found to have no rung left."""
    if campaign.state != "running":
        return 0
    ladder = read_ladder(campaign.ladder)
    stuck = session.scalars(_unreached(campaign, ladder, now).limit(limit)).all()
    if not stuck:
        return 0
    tried = _tried(session, campaign.id, stuck)
    people = session.scalars(select(Recipient).where(Recipient.id.in_(stuck)).order_by(Recipient.id)).all()
    rows: list[dict[str, Any]] = []
    at_the_end: list[dict[str, Any]] = []
    for opened in open_people(session, people):
        reach = reach_of(opened.addressee(now.date()), opened.traits)
        step = next_step(ladder, reach, tried=tried[opened.id])
        if step is None:
            at_the_end.append(_exhausted(campaign, opened.id))
        else:
            rows.append(
                {
                    "party_id": opened.id,
                    "rung": step.rung,
                    "channel": step.medium,
                    "counts_as_notice": step.counts_as_notice,
                }
            )
    lay(session, get_group(session, campaign.id), rows, now=now)
    if at_the_end:
        session.execute(insert(LeftOut), at_the_end)
    return len(rows) + len(at_the_end)


def finish_if_over(session: Session, campaign: Campaign, *, now: datetime) -> bool:
    """End a campaign of which nothing is waiting, in flight or unknown; whether it has ended now."""
    if campaign.state != "running" or campaign.laid_at is None:
        return False
    counts = tallies(session, campaign.id)
    if any(tally.state in _BUSY and tally.code != LEFT for tally in counts):
        return False
    if any(tally.channel == "letter" and tally.state == "accepted" for tally in counts):
        return False  # at the printer's, and not in the post: the law counts the mailing
    if _is_awaited(session, campaign, now) or session.scalar(_unreached(campaign, read_ladder(campaign.ladder), now)):
        return False  # the next channel follows, or may have to
    campaign.state, campaign.ended_at = "done", now
    delivered = sum(tally.messages for tally in counts if tally.state == "delivered")
    total = sum(tally.messages for tally in counts)
    numbers = {"messages": total, "delivered": delivered}
    what = "Every message of the campaign has come to its end."
    say(session, campaign, SYSTEM, now, "campaign.done", what, **numbers)
    return True


def cancel_rest(session: Session, campaign: Campaign, *, now: datetime) -> int:
    """After a halt: cancel what was never handed over, some at a time; how many this time."""
    return cancel_ready(session, campaign.id, code="halted", now=now) if campaign.state == "halted" else 0


def send_again_by_decision(
    session: Session, campaign: Campaign, *, state: str, code: str | None, by: str, now: datetime
) -> int:
    """A person decides that messages go out once more: unknown ones at the risk of a double, others without.

    Args:
        session: The unit of work.
        campaign: Running or paused.
        state: ``unknown``, ``refused`` or ``unreachable``.
        code: Only those with this code, as ``trial_mode`` after going live.
        by: Who decides.
        now: The present instant.

    Raises:
        Conflict: the campaign has ended by a halt.
    """
    if campaign.state not in {"running", "paused", "done"}:
        raise Conflict(N_("This cannot be done: the campaign is {state}."), state=campaign.state)
    count = send_again(session, campaign.id, state=state, code=code, now=now)
    if count and campaign.state == "done":
        campaign.state, campaign.ended_at = "running", None
    what = "A person decided that messages are sent once more."
    say(session, campaign, by, now, "campaign.sent_again", what, state=state, code=code or "", messages=count)
    return count


def _unreached(campaign: Campaign, ladder: Sequence[Rung], now: datetime) -> Any:
    """People of whom no rung that is climbed from is still open or has succeeded."""
    climbed = [number for number, rung in enumerate(ladder) if not rung.beside]
    other = aliased(Outgoing)
    still_open = (
        select(other.id)
        .where(
            other.group_id == campaign.id,
            other.party_id == Outgoing.party_id,
            other.rung.in_(climbed),
            ~_given_up(other, ladder, now),
        )
        .exists()
    )
    at_the_end = select(LeftOut.id).where(LeftOut.campaign_id == campaign.id, LeftOut.recipient_id == Outgoing.party_id)
    return (
        select(Outgoing.party_id)
        .where(
            Outgoing.group_id == campaign.id,
            Outgoing.rung.in_(climbed),
            _given_up(Outgoing, ladder, now),
            ~still_open,
            ~at_the_end.exists(),
        )
        .distinct()
    )


def _is_awaited(session: Session, campaign: Campaign, now: datetime) -> bool:
    """Whether something was handed over so lately that its rung's patience is not over."""
    lately = [
        and_(Outgoing.rung == number, Outgoing.changed_at >= now - timedelta(hours=rung.after_hours))
        for number, rung in enumerate(read_ladder(campaign.ladder))
        if rung.after_hours is not None
    ]
    if not lately:
        return False
    awaited = select(Outgoing.id).where(Outgoing.group_id == campaign.id, Outgoing.state == "accepted", or_(*lately))
    return session.scalar(awaited.limit(1)) is not None


def _given_up(row: Any, ladder: Sequence[Rung], now: datetime) -> ColumnElement[bool]:
    """Failed, or handed over so long ago without delivery that the rung's patience is over."""
    overdue = [
        and_(row.rung == number, row.state == "accepted", row.changed_at < now - timedelta(hours=rung.after_hours))
        for number, rung in enumerate(ladder)
        if rung.after_hours is not None
    ]
    held_back = func.coalesce(row.outcome_code, "") == HELD_BACK  # waits for going live, on the same rung
    return or_(and_(row.state.in_(_FAILED), ~held_back), *overdue)


def _tried(session: Session, group_id: str, people: Sequence[str]) -> dict[str, set[int]]:
    tried: dict[str, set[int]] = {person: set() for person in people}
    rungs = select(Outgoing.party_id, Outgoing.rung).where(Outgoing.group_id == group_id, Outgoing.party_id.in_(people))
    for person, rung in session.execute(rungs):
        tried[person].add(rung)
    return tried


def _exhausted(campaign: Campaign, recipient_id: str) -> dict[str, Any]:
    row_id = derived_id("left out", campaign.id, recipient_id)
    return {"id": row_id, "campaign_id": campaign.id, "recipient_id": recipient_id, "reason": EXHAUSTED}
