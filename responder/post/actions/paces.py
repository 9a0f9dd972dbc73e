"""The pace of each channel, kept where all workers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.channels.port import Busy, Unknown
from responder.post import pace
from responder.post.records import ChannelPace
from responder.storage.once import insert_once

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Answer


def allowance(session: Session, channel: str, per_second: float | None, *, now: datetime, largest: int) -> int:
    """How many messages ``channel`` takes now. The row is ours until the unit of work ends, so that no token is spent
    twice.
    """
    row = _row(session, channel)
    known = pace.fresh(per_second, now) if row is None else _of(row)
    return pace.allowance(known, per_second, now, largest=largest)


def spend(session: Session, channel: str, per_second: float | None, *, now: datetime, messages: int) -> None:
    """Take tokens for messages that were claimed. A channel without a limit has none to take."""
    if per_second is None:
        return
    row = _row(session, channel)
    known = pace.fresh(per_second, now) if row is None else _of(row)
    _write(session, channel, row, pace.used(known, per_second, now, messages))


def note_call(session: Session, channel: str, answers: Sequence[Answer], *, now: datetime) -> None:
    """Shut the door for a while after a call that asked for it, or of which nothing is known; open it after another."""
    row = _row(session, channel)
    known = pace.fresh(None, now) if row is None else _of(row)
    waits = [answer.wait for answer in answers if isinstance(answer, Busy)]
    failed = bool(answers) and all(isinstance(answer, Unknown) for answer in answers)
    after = pace.after_call(known, now, wait=max(waits, default=None), failed=failed)
    if after != known:
        _write(session, channel, row, after)


def _row(session: Session, channel: str) -> ChannelPace | None:
    return session.scalar(select(ChannelPace).where(ChannelPace.channel == channel).with_for_update())


def _own_row(session: Session, channel: str, new: pace.Pace) -> ChannelPace:
    """The row of a channel that had none a moment ago: another worker may have made it meanwhile."""
    values = {"tokens": new.tokens, "at": new.at, "shut_until": new.shut_until, "strikes": new.strikes}
    insert_once(session, ChannelPace, {"channel": channel, **values})
    return session.scalars(select(ChannelPace).where(ChannelPace.channel == channel).with_for_update()).one()


def _of(row: ChannelPace) -> pace.Pace:
    return pace.Pace(row.tokens, row.at, row.shut_until, row.strikes)


def _write(session: Session, channel: str, row: ChannelPace | None, to: pace.Pace) -> None:
    row = row or _own_row(session, channel, to)
    row.tokens, row.at, row.shut_until, row.strikes = to.tokens, to.at, to.shut_until, to.strikes
    session.flush()
