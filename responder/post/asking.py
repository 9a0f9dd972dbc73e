"""Asking the providers' books what became of messages nobody knows the fate of.

A book that knows no id of ours is asked by address, time and text. So the text is written once more, as of the moment
of the try: the same people, the same approved words, the same letter.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from responder.channels.port import Asked, Message
from responder.errors import NotConfigured
from responder.post.actions.claims import batch_id, sweep
from responder.post.actions.receipts import apply_receipts
from responder.post.actions.unknowns import list_unknown, note_not_in_book
from responder.post.guests import NOBODY
from responder.post.queries import guests_of
from responder.post.routes import route
from responder.post.work import Batch, Claimed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Channel
    from responder.post.actions.unknowns import Lost
    from responder.post.work import Composers
    from responder.storage.session import Database

    Clock = Callable[[], datetime]

# A provider writes its book a little later than it takes a message.
BOOK_IS_WRITTEN = timedelta(minutes=10)


def ask_about_unknown(
    database: Database,
    channels: Mapping[str, Channel],
    composers: Composers,
    *,
    clock: Clock,
    group_id: str | None = None,
) -> int:
    """Ask the books of those channels that can be asked; how many messages are no longer unknown.

    What a book does not know, and had the time to, is noted with the message.
    """
    with database.writing() as session:
        sweep(session, now=clock())
    settled, after = 0, ""
    while True:
        with database.reading() as session:
            lost = list_unknown(session, group_id=group_id, after=after)
            if not lost:
                return settled
            after = lost[-1].row.id
            asked = _questions(session, lost, channels, composers)
        for channel, messages in asked:
            settled += _ask(database, channel, messages, clock)


def _ask(database: Database, channel: Channel, asked: Sequence[Asked], clock: Clock) -> int:
    book = channel.look_up(asked)
    if book is None:
        return 0
    told = [receipt for receipt in book.values() if receipt is not None]
    old = clock() - BOOK_IS_WRITTEN
    absent = [one.message_id for one in asked if one.message_id not in book and one.handed_at and one.handed_at < old]
    with database.writing() as session:
        note_not_in_book(session, absent)
        return apply_receipts(session, told, received_at=clock())


def _questions(
    session: Session, lost: Sequence[Lost], channels: Mapping[str, Channel], composers: Composers
) -> list[tuple[Channel, list[Asked]]]:
    """What each channel is to be asked. A channel on this machine knows our ids and needs no text."""
    by_channel: dict[int, tuple[Channel, list[Asked]]] = {}
    handed_over: dict[tuple[str, ...], list[Lost]] = defaultdict(list)
    for one in lost:
        key = (one.row.group_id, one.row.channel, one.attempt.life, one.attempt.started_at.isoformat())
        handed_over[key].append(one)
    for together in handed_over.values():
        first = together[0]
        try:
            guests = guests_of(session, first.row.stream) if first.row.kind != "real" else NOBODY
            channel = route(first.row.kind, first.row.channel, channels, guests)
        except NotConfigured:
            continue
        known_as, at = batch_id(first.attempt.life, first.attempt.started_at), first.attempt.started_at
        texts = _written_again(session, together, known_as, composers) if channel.leaves_machine else {}
        asked = by_channel.setdefault(id(channel), (channel, []))[1]
        asked += [Asked(one.row.id, one.row.stream, texts.get(one.row.id), at, known_as) for one in together]
    return list(by_channel.values())


def _written_again(
    session: Session, together: Sequence[Lost], known_as: str, composers: Composers
) -> dict[str, Message]:
    row, at = together[0].row, together[0].attempt.started_at
    claimed = tuple(
        Claimed(one.row.id, one.row.party_id, one.row.rung, one.row.channel, one.row.attempts, one.attempt.id)  # type: ignore[arg-type]  # a medium
        for one in together
    )
    batch = Batch(row.group_id, row.stream, row.kind, together[0].composer, claimed[0].channel, claimed, id=known_as)
    composed = composers[batch.composer](session, batch, at)
    return {one.id: one for one in composed if isinstance(one, Message)}
