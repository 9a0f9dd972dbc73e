"""The engine: claim, commit, send with no transaction open, settle, commit.

Whatever kills the process between the two commits leaves open attempts, and those become ``unknown``. Each function
does one bounded piece of work and says how much; the worker calls them again until there is none. Claims and
settlements lock their own rows, in the order of their ids, so that many workers go beside each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.channels.port import Busy, Message, Unknown
from responder.errors import NotConfigured
from responder.post.actions.claims import claim, give_back, settle
from responder.post.actions.paces import allowance, note_call, spend
from responder.post.actions.receipts import match_receipts, store_receipt
from responder.post.guests import NOBODY
from responder.post.queries import guests_of
from responder.post.routes import route
from responder.post.work import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from responder.channels.port import Answer, Channel
    from responder.post.actions.claims import Worker
    from responder.post.work import Batch, Composed, Composers, Result
    from responder.storage.session import Database

    Clock = Callable[[], datetime]
    Channels = Mapping[str, Channel]

LARGEST_BATCH = 1000


def pump(
    database: Database,
    channels: Channels,
    composers: Composers,
    *,
    worker: Worker,
    clock: Clock,
    largest_batch: int = LARGEST_BATCH,
    rates: Mapping[str, float] | None = None,
    only: Collection[str] | None = None,
) -> int:
    """Send the next batch; how many rows it had, 0 if nothing was due.

    Args:
        database: Where the outbox lies.
        channels: By medium, and the rehearsal under its own name.
        composers: By the name that groups carry.
        worker: Whose attempts these are; it has ``arrive``d.
        clock: Tells the present instant.
        largest_batch: No batch is larger, whatever the channel takes: it bounds what a kill leaves unknown.
        rates: Medium → messages a second that its channel takes from all workers together, where it has a limit.
        only: Names of composers whose groups are sent; None for all.
    """
    rates, now = rates or {}, clock()
    with database.writing(alone=False) as session:

        def size_of(kind: str, medium: str) -> int:
            try:
                channel = route(kind, medium, channels)
            except NotConfigured:
                return 0
            largest = min(channel.largest_batch, largest_batch)
            return allowance(session, channel.name, rates.get(medium), now=now, largest=largest)

        batch = claim(session, worker=worker, now=now, size_of=size_of, only=only)
        if batch is not None:
            name = route(batch.kind, batch.channel, channels).name
            spend(session, name, rates.get(batch.channel), now=now, messages=len(batch.rows))
    if batch is None:
        return 0
    composed = _composed(database, batch, composers, clock)
    with database.reading() as session:
        guests = guests_of(session, batch.stream) if batch.kind != "real" else NOBODY
    _send(database, route(batch.kind, batch.channel, channels, guests), batch, composed, clock)
    return len(batch.rows)


def take_receipts(database: Database, channels: Channels, *, clock: Clock) -> int:
    """Store what lies ready at the channels, then match a portion of what is stored; how much there was to do."""
    by_name = {channel.name: channel for channel in channels.values()}
    taken = 0
    for channel in by_name.values():
        for waiting in channel.receipts():
            with database.writing() as session:
                store_receipt(session, channel.name, waiting.body, now=clock())
            channel.forget(waiting.handle)
            taken += 1
    with database.writing() as session:
        return taken + match_receipts(session, by_name, now=clock())


def _composed(database: Database, batch: Batch, composers: Composers, clock: Clock) -> Sequence[Composed]:
    composed: Sequence[Composed] | None = None
    try:
        with database.reading() as session:
            composed = composers[batch.composer](session, batch, clock())
    finally:
        if composed is None:
            with database.writing(alone=False) as session:
                give_back(session, batch, now=clock())
    return composed


def _send(database: Database, channel: Channel, batch: Batch, composed: Sequence[Composed], clock: Clock) -> None:
    messages = [one for one in composed if isinstance(one, Message)]
    outcomes: Sequence[Answer] = [Unknown("channel_failed")] * len(messages)
    try:
        if messages:
            outcomes = channel.send(messages)
    finally:
        # Even when the channel itself breaks: what may have gone out is unknown, not left open.
        answers, now = iter(outcomes), clock()
        results = [_result(next(answers), now) if isinstance(one, Message) else one for one in composed]
        with database.writing(alone=False) as session:
            settle(session, batch, results, now=now)
            note_call(session, channel.name, outcomes, now=now)


def _result(answer: Answer, now: datetime) -> Result:
    """A provider that is busy has not refused the message: it waits, and has lost no try."""
    return Later(now + answer.wait) if isinstance(answer, Busy) else answer
