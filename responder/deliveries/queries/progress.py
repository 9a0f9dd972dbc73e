"""How far a campaign is, in true counts and words a person understands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.affected.records import Recipient
from responder.deliveries.records import LeftOut
from responder.deliveries.wording import NOT_KNOWN, WORDS, word_for
from responder.post.queries import count_perhaps_twice, get_group, tallies
from responder.post.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign


@dataclass(frozen=True)
class Progress:
    """Counts of messages by delivery word, in the order of the words; ``left_out`` counts people by reason.

    ``told`` are people with a delivered message that the law counts as notice; ``reached`` those with any delivered.
    ``not_known`` messages may have arrived or not; ``perhaps_twice`` were sent once more after being so.
    """

    campaign: str
    state: str
    why: str
    people: int
    to_write: int
    messages: int
    words: dict[str, int]
    by_channel: dict[str, dict[str, int]]
    left_out: dict[str, int]
    reached: int
    told: int
    waits_for_canary: int
    is_laid_out: bool
    not_known: int = 0
    perhaps_twice: int = 0

    def to_document(self) -> dict[str, Any]:
        return {"format": "responder/campaign-progress/1", **self.__dict__}


def progress(session: Session, campaign: Campaign) -> Progress:
    """Where the campaign stands now."""
    counts = tallies(session, campaign.id)
    wave_open = get_group(session, campaign.id).wave_open
    words: Counter[str] = Counter()
    by_channel: dict[str, Counter[str]] = defaultdict(Counter)
    for tally in counts:
        key = word_for(tally.state, tally.code).key
        words[key] += tally.messages
        by_channel[tally.channel][key] += tally.messages
    delivered = select(func.count(Outgoing.party_id.distinct())).where(
        Outgoing.group_id == campaign.id, Outgoing.state == "delivered"
    )
    return Progress(
        campaign=campaign.number,
        state=campaign.state,
        why=campaign.why,
        people=campaign.seen if campaign.laid_at else campaign.count,
        to_write=campaign.to_write,
        messages=sum(words.values()),
        words={word.key: words[word.key] for word in WORDS if words[word.key]},
        by_channel={channel: dict(counted) for channel, counted in sorted(by_channel.items())},
        left_out=left_out_by_reason(session, campaign.id),
        reached=session.scalar(delivered) or 0,
        told=session.scalar(delivered.where(Outgoing.counts_as_notice == "yes")) or 0,
        waits_for_canary=sum(tally.messages for tally in counts if tally.state == "ready" and tally.wave > wave_open),
        is_laid_out=campaign.laid_digest is not None,
        not_known=words[NOT_KNOWN.key],
        perhaps_twice=count_perhaps_twice(session, campaign.id),
    )


def left_out_by_reason(session: Session, campaign_id: str) -> dict[str, int]:
    """Reason → how many people."""
    counted = select(LeftOut.reason, func.count()).where(LeftOut.campaign_id == campaign_id).group_by(LeftOut.reason)
    return {reason: people for reason, people in session.execute(counted.order_by(LeftOut.reason))}  # noqa: C416 -- typed


def coverage(session: Session, campaign: Campaign) -> dict[str, dict[str, int]]:
    """Place → people by the best that is known of them.

    ``told``: delivered by a channel the law counts; ``told_if_counted``: delivered, and whether the law counts it is
    unknown; ``courtesy``: delivered, and it does not; ``handed_over``, ``not_known``, ``waiting``, ``not_reached``;
    ``left_out``: nothing is written to them.
    """
    rows = session.execute(
        select(Recipient.place, Outgoing.party_id, Outgoing.state, Outgoing.counts_as_notice)
        .join(Recipient, Recipient.id == Outgoing.party_id)
        .where(Outgoing.group_id == campaign.id)
        .order_by(Outgoing.party_id)
        .execution_options(yield_per=5_000)
    )
    best: dict[str, Counter[str]] = defaultdict(Counter)
    current: tuple[str, str, str] | None = None  # place, person, best standing
    for place, person, state, counts in rows:
        standing = _standing(state, counts)
        if current and current[1] == person:
            current = (place, person, min(current[2], standing, key=_STANDINGS.index))
            continue
        if current:
            best[current[0]][current[2]] += 1
        current = (place, person, standing)
    if current:
        best[current[0]][current[2]] += 1
    for place, people in _left_out_by_place(session, campaign.id).items():
        best[place]["left_out"] += people
    return {place: dict(counted) for place, counted in sorted(best.items())}


def four_columns(standings: Mapping[str, int]) -> dict[str, int]:
    """People of a place in the four columns that every answer on coverage has, none left out for being zero.

    ``told``: delivered by a channel the law counts; ``counting_unknown``: delivered, and whether the law counts it is
    not known; ``courtesy``: delivered, and it does not count; ``not_told``: everybody else.
    """
    told, unknown, courtesy = (standings.get(key, 0) for key in ("told", "told_if_counted", "courtesy"))
    rest = sum(standings.values()) - told - unknown - courtesy
    return {"told": told, "counting_unknown": unknown, "courtesy": courtesy, "not_told": rest}


_STANDINGS = ("told", "told_if_counted", "courtesy", "handed_over", "not_known", "waiting", "not_reached")
_OF_STATE = {"accepted": "handed_over", "unknown": "not_known", "ready": "waiting", "claimed": "waiting"}


def _standing(state: str, counts: str) -> str:
    if state == "delivered":
        return {"yes": "told", "unknown": "told_if_counted"}.get(counts, "courtesy")
    return _OF_STATE.get(state, "not_reached")


def _left_out_by_place(session: Session, campaign_id: str) -> dict[str, int]:
    """People left out from the start; those whose ladder is exhausted stand under ``not_reached``."""
    written_to = select(Outgoing.id).where(Outgoing.group_id == campaign_id, Outgoing.party_id == LeftOut.recipient_id)
    counted = (
        select(Recipient.place, func.count())
        .join(LeftOut, LeftOut.recipient_id == Recipient.id)
        .where(LeftOut.campaign_id == campaign_id, ~written_to.exists())
        .group_by(Recipient.place)
    )
    return {place: people for place, people in session.execute(counted)}  # noqa: C416 -- typed
