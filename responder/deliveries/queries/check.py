"""The check before sending: how many, who is left out and why, three letters as they will read, time against due."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.affected.queries import open_people
from responder.affected.records import Recipient
from responder.deliveries.pace import time_needed
from responder.deliveries.queries.progress import left_out_by_reason
from responder.errors import Conflict
from responder.post.queries import tallies
from responder.post.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from responder.deliveries.queries.letters import Letters
    from responder.deliveries.records import Campaign

EXAMPLES = 3
SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Example:
    """One letter as its reader will get it."""

    recipient_id: str
    channel: str
    language: str
    addressee: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Check:
    """What one reads before typing the number. ``problems`` are reasons why starting would be refused or is unwise."""

    campaign: str
    state: str
    people: int
    to_write: int
    messages: dict[str, int]
    counts_as_notice: dict[str, int]
    languages: dict[str, int]
    left_out: dict[str, int]
    examples: tuple[Example, ...]
    needs: timedelta
    due_at: datetime | None
    ends_by: datetime
    in_time: bool
    undo_seconds: int
    canary_people: int
    canary_seconds: int
    problems: tuple[str, ...]

    def to_document(self) -> dict[str, Any]:
        """As JSON. The examples are personal and stay out."""
        document = {key: value for key, value in self.__dict__.items() if key != "examples"}
        document |= {
            "needs": int(self.needs.total_seconds()),
            "due_at": self.due_at and self.due_at.isoformat(),
            "ends_by": self.ends_by.isoformat(),
            "problems": list(self.problems),
        }
        return {"format": "responder/campaign-check/1", **document}


def check(
    session: Session, campaign: Campaign, letters: Letters, *, now: datetime, rates: Mapping[str, float] | None = None
) -> Check:
    """What would happen if the campaign were started now.

    Args:
        session: The unit of work.
        campaign: Laid out.
        letters: Where the approved texts come from.
        now: The present instant.
        rates: Medium → messages a second that its provider takes; they win over the campaign's own.
    """
    counts = tallies(session, campaign.id)
    messages: Counter[str] = Counter()
    as_notice: Counter[str] = Counter()
    for tally in counts:
        messages[tally.channel] += tally.messages
        as_notice[tally.counts_as_notice] += tally.messages
    limits = {medium: rate * SECONDS_AN_HOUR for medium, rate in (rates or {}).items()}
    needs = time_needed(messages, {**campaign.pace, **limits})
    waits = campaign.undo_seconds + (campaign.canary["seconds"] if any(tally.wave for tally in counts) else 0)
    ends_by = now + needs + type(needs)(seconds=waits)
    in_time = campaign.due_at is None or ends_by <= campaign.due_at
    examples, without_text = _examples(session, campaign, letters, now)
    return Check(
        campaign=campaign.number,
        state=campaign.state,
        people=campaign.seen,
        to_write=campaign.to_write,
        messages=dict(messages),
        counts_as_notice=dict(as_notice),
        languages=_languages(session, campaign.id),
        left_out=left_out_by_reason(session, campaign.id),
        examples=tuple(examples),
        needs=needs,
        due_at=campaign.due_at,
        ends_by=ends_by,
        in_time=in_time,
        undo_seconds=campaign.undo_seconds,
        canary_people=sum(tally.messages for tally in counts if tally.wave == 0),
        canary_seconds=campaign.canary["seconds"],
        problems=(*_problems(campaign, in_time=in_time), *(["no_text_for_a_channel"] if without_text else [])),
    )


def _problems(campaign: Campaign, *, in_time: bool) -> tuple[str, ...]:
    found = []
    if campaign.laid_digest is None:
        found.append("still_laying_out")
    elif campaign.laid_digest != campaign.digest:
        found.append("list_changed_since_approval")
    if not in_time:
        found.append("ends_after_due")
    return tuple(found)


def _languages(session: Session, campaign_id: str) -> dict[str, int]:
    counted = (
        select(Recipient.language, func.count(Recipient.id.distinct()))
        .join(Outgoing, Outgoing.party_id == Recipient.id)
        .where(Outgoing.group_id == campaign_id)
        .group_by(Recipient.language)
    )
    return {language or "unknown": people for language, people in session.execute(counted)}


def _examples(session: Session, campaign: Campaign, letters: Letters, now: datetime) -> tuple[list[Example], set[str]]:
    """Letters as they will read, and channels for which no text is approved."""
    examples, without_text = [], set()
    for message in _chosen(session, campaign.id):
        recipient = session.get(Recipient, message.party_id)
        if recipient is None:
            continue
        (opened,) = open_people(session, [recipient])
        addressee = opened.addressee(now.date())
        try:
            letter = letters(session, campaign.notice_id, opened.traits.language, message.channel)
        except Conflict:
            without_text.add(message.channel)
            continue
        rendered = letter.render(opened.person, addressee)
        examples.append(
            Example(opened.id, message.channel, letter.language, addressee.name, rendered.subject, rendered.text)
        )
    return examples, without_text


def _chosen(session: Session, campaign_id: str) -> Sequence[Outgoing]:
    """One message of each language, as far as three go; then the first ones of the list."""
    of_language = (
        select(func.min(Outgoing.id))
        .join(Recipient, Recipient.id == Outgoing.party_id)
        .where(Outgoing.group_id == campaign_id)
        .group_by(Recipient.language)
        .order_by(func.count().desc())
        .limit(EXAMPLES)
    )
    chosen = list(session.scalars(select(Outgoing).where(Outgoing.id.in_(of_language.scalar_subquery()))))
    rest = select(Outgoing).where(
        Outgoing.group_id == campaign_id, Outgoing.id.not_in([message.id for message in chosen])
    )
    return [*chosen, *session.scalars(rest.order_by(Outgoing.id).limit(EXAMPLES - len(chosen)))]
