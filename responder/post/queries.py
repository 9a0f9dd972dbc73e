"""Reads of the post."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, select, text
from sqlalchemy.orm import aliased

from responder.errors import NotFound
from responder.post.guests import Guests, one_form
from responder.post.records import Attempt, DrillGuest, Outgoing, OutgoingGroup, ReceiptEvent
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

# Written out: a bound value would keep both databases from the partial index.
IS_READY = text("post_outgoing.state = 'ready'")
IS_OPEN = text("post_attempt.ended_at IS NULL")
ROWS_A_READ = 500


@dataclass(frozen=True)
class Tally:
    """How many messages of a group stand alike."""

    rung: int
    channel: str
    state: str
    code: str
    counts_as_notice: str
    wave: int
    messages: int


@dataclass(frozen=True)
class Course:
    """One message from its first try to the last that is known of it."""

    message: Outgoing
    attempts: tuple[Attempt, ...]
    events: tuple[ReceiptEvent, ...]


def get_group(session: Session, group_id: str) -> OutgoingGroup:
    group = session.get(OutgoingGroup, group_id)
    if group is None:
        raise NotFound("There is no such group of messages: {group}", group=group_id)
    return group


def guests_of(session: Session, stream: str) -> Guests:
    """Whom the messages of this drill may really reach at this moment; nobody once its keys are destroyed."""
    confirmed = [guest for guest in list_guests(session, stream) if guest.confirmed_at is not None]
    if not confirmed or not keystore_of(session).has(stream):
        return Guests()
    return Guests(frozenset((guest.medium, one_form(address_of(session, guest))) for guest in confirmed))


def list_guests(session: Session, stream: str) -> Sequence[DrillGuest]:
    """Guests of a drill who were not taken off its list, confirmed or not."""
    wanted = select(DrillGuest).where(DrillGuest.stream == stream, DrillGuest.removed_at.is_(None))
    return session.scalars(wanted.order_by(DrillGuest.added_at, DrillGuest.id)).all()


def address_of(session: Session, guest: DrillGuest) -> str:
    keys, table = keystore_of(session).of(guest.stream), DrillGuest.__tablename__
    return unseal(keys, guest.address_sealed, table=table, column="address_sealed", row_id=guest.id)


def list_claimable_groups(session: Session, now: datetime) -> Sequence[OutgoingGroup]:
    """Groups whose gate is open at ``now`` and that have something ready, most urgent first.

    What was sent stays: a house has thousands of groups of one reminder each that nobody need look into again.
    """
    something = exists().where(Outgoing.group_id == OutgoingGroup.id, IS_READY)
    return session.scalars(
        select(OutgoingGroup)
        .where(OutgoingGroup.running.is_(True), OutgoingGroup.not_before <= now, something)
        .order_by(OutgoingGroup.urgency.desc(), OutgoingGroup.id)
    ).all()


def tallies(session: Session, group_id: str) -> list[Tally]:
    """The messages of a group counted by all that tells them apart."""
    columns = (
        Outgoing.rung,
        Outgoing.channel,
        Outgoing.state,
        func.coalesce(Outgoing.outcome_code, ""),
        Outgoing.counts_as_notice,
        Outgoing.wave,
    )
    rows = session.execute(select(*columns, func.count()).where(Outgoing.group_id == group_id).group_by(*columns))
    return [Tally(*row) for row in rows]


def list_messages(session: Session, group_id: str, *, state: str, limit: int) -> Sequence[Outgoing]:
    wanted = select(Outgoing).where(Outgoing.group_id == group_id, Outgoing.state == state)
    return session.scalars(wanted.order_by(Outgoing.id).limit(limit)).all()


def count_complaints(session: Session, group_id: str) -> int:
    complained = select(func.count()).where(Outgoing.group_id == group_id, Outgoing.complained.is_(True))
    return session.scalar(complained) or 0


def count_perhaps_twice(session: Session, group_id: str) -> int:
    """Messages that were handed over once more after a try of which nothing is known."""
    lost, later = aliased(Attempt), aliased(Attempt)
    again = (
        select(func.count(Outgoing.id.distinct()))
        .join(lost, and_(lost.outgoing_id == Outgoing.id, lost.outcome == "unknown"))
        .join(later, and_(later.outgoing_id == Outgoing.id, later.number > lost.number))
        .where(Outgoing.group_id == group_id)
    )
    return session.scalar(again) or 0


def last_change(session: Session, group_id: str, *, wave: int) -> datetime | None:
    """When a message of ``wave`` last changed its state."""
    return session.scalar(
        select(func.max(Outgoing.changed_at)).where(Outgoing.group_id == group_id, Outgoing.wave == wave)
    )


def courses(session: Session, group_id: str, *, party_id: str | None = None) -> Iterator[Course]:
    """Every message of a group with its tries and receipts, by id; a few hundred are in memory at a time."""
    after = ""
    while True:
        wanted = select(Outgoing).where(Outgoing.group_id == group_id, Outgoing.id > after)
        if party_id is not None:
            wanted = wanted.where(Outgoing.party_id == party_id)
        messages = session.scalars(wanted.order_by(Outgoing.id).limit(ROWS_A_READ)).all()
        if not messages:
            return
        ids = [message.id for message in messages]
        attempts: dict[str, list[Attempt]] = defaultdict(list)
        for attempt in session.scalars(select(Attempt).where(Attempt.outgoing_id.in_(ids)).order_by(Attempt.number)):
            attempts[attempt.outgoing_id].append(attempt)
        events: dict[str, list[ReceiptEvent]] = defaultdict(list)
        told = select(ReceiptEvent).where(ReceiptEvent.outgoing_id.in_(ids)).order_by(ReceiptEvent.at, ReceiptEvent.id)
        for event in session.scalars(told):
            events[event.outgoing_id].append(event)
        for message in messages:
            course = Course(message, tuple(attempts[message.id]), tuple(events[message.id]))
            for row in (message, *course.attempts, *course.events):
                session.expunge(row)  # a million of them would not fit
            yield course
        after = ids[-1]
