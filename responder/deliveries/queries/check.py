"""The check before sending: how many, who is left out and why, three letters as they will read, time against due."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.affected.queries import open_people
from responder.affected.records import Recipient
from responder.deliveries.pace import time_needed
from responder.deliveries.queries.campaigns import selection_of
from responder.deliveries.queries.codes import stocks
from responder.deliveries.queries.gates import gates_before
from responder.deliveries.queries.progress import left_out_by_reason
from responder.deliveries.queries.transfers import transfers_of
from responder.deliveries.sms_rules import blocked, read_sms_rules
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
    transfers: tuple[dict[str, Any], ...] = ()
    codes_lacking: int = 0
    sms_blocked: dict[str, list[str]] = field(default_factory=dict)
    gates: tuple[Mapping[str, Any], ...] = ()

    def to_document(self) -> dict[str, Any]:
        """As JSON. The examples are personal and stay out."""
        document = {key: value for key, value in self.__dict__.items() if key != "examples"}
        document |= {
            "needs": int(self.needs.total_seconds()),
            "due_at": self.due_at and self.due_at.isoformat(),
            "ends_by": self.ends_by.isoformat(),
            "problems": list(self.problems),
            "transfers": list(self.transfers),
            "gates": [dict(gate) for gate in self.gates],
        }
        return {"format": "responder/campaign-check/1", **document}


@dataclass(frozen=True)
class Ways:
    """How messages would leave: medium → messages a second, and medium → name and region of a provider that reaches
    people. ``has_template``: the SMS channel sends registered templates.
    """

    rates: Mapping[str, float] = field(default_factory=dict)
    works_in: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    has_template: bool = False


def check(session: Session, campaign: Campaign, letters: Letters, *, now: datetime, ways: Ways | None = None) -> Check:
    """What would happen if the campaign were started now.

    Args:
        session: The unit of work.
        campaign: Laid out.
        letters: Where the approved texts come from.
        now: The present instant.
        ways: How messages would leave; the rates win over the campaign's own.
    """
    ways = ways or Ways()
    counts = tallies(session, campaign.id)
    messages: Counter[str] = Counter()
    as_notice: Counter[str] = Counter()
    for tally in counts:
        messages[tally.channel] += tally.messages
        as_notice[tally.counts_as_notice] += tally.messages
    limits = {medium: rate * SECONDS_AN_HOUR for medium, rate in ways.rates.items()}
    needs = time_needed(messages, {**campaign.pace, **limits})
    waits = campaign.undo_seconds + (campaign.canary["seconds"] if any(tally.wave for tally in counts) else 0)
    ends_by = now + needs + type(needs)(seconds=waits)
    in_time = campaign.due_at is None or ends_by <= campaign.due_at
    examples, without_text = _examples(session, campaign, letters, now)
    transfers = [found for found in transfers_of(session, campaign, ways.works_in) if found.decided is None]
    codes = stocks(session, campaign.incident_id, selection=selection_of(campaign), on=now.date())
    stopped = blocked_texts(session, campaign, letters, ways)
    gates = gates_before(session, campaign)
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
        transfers=tuple(asdict(found.pair) for found in transfers),
        codes_lacking=sum(stock.short for stock in codes),
        sms_blocked=stopped,
        gates=tuple(gates),
        problems=(
            *(["must_wait"] if gates else []),
            *_problems(campaign, in_time=in_time),
            *(["no_text_for_a_channel"] if without_text else []),
            *(["transfer_without_basis"] if transfers else []),
            *(["codes_lacking"] if any(stock.short for stock in codes) else []),
            *(["too_soon_to_enrol"] if any(stock.too_soon and stock.need + stock.drawn for stock in codes) else []),
            *(["sms_would_be_blocked"] if stopped else []),
        ),
    )


def blocked_texts(session: Session, campaign: Campaign, letters: Letters, ways: Ways) -> dict[str, list[str]]:
    """Country → why carriers there would block the approved SMS, for countries that SMS go to."""
    rules = read_sms_rules()
    countries = (
        select(Recipient.country, Recipient.language)
        .join(Outgoing, Outgoing.party_id == Recipient.id)
        .where(Outgoing.group_id == campaign.id, Outgoing.channel == "sms", Recipient.country.in_(list(rules)))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for country, language in session.execute(countries):
        try:
            letter = letters(session, campaign.notice_id, language, "sms")
        except Conflict:
            continue
        text = letter.render(Person(), Addressee("self", "")).text
        found.setdefault(country, set()).update(blocked(text, rules[country], has_template=ways.has_template))
    return {country: sorted(why) for country, why in found.items() if why}


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
