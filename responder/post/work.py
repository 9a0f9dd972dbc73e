"""What passes between the tables and the wire: a claimed row, a batch of them, what a composer makes of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from responder.channels.port import Medium, Message, Outcome


class Claimed(NamedTuple):
    """A row that is ours to send."""

    id: str
    party_id: str
    rung: int
    channel: Medium
    attempts: int
    attempt_id: str


@dataclass(frozen=True)
class Batch:
    """Rows of one group for one channel, claimed together. ``id`` is told to the provider and found again by it."""

    group_id: str
    stream: str
    kind: str
    composer: str
    channel: Medium
    rows: tuple[Claimed, ...]
    id: str = ""


@dataclass(frozen=True)
class Withheld:
    """A row for which there is nothing to send: no address after all, suppressed, destroyed."""

    code: str


@dataclass(frozen=True)
class Later:
    """A row that must wait: the person's night, a provider's limit. It counts as no try."""

    not_before: datetime


Composed = Message | Withheld | Later
Composer = Callable[[Session, Batch, datetime], Sequence[Composed]]
Composers = Mapping[str, Composer]
Result = Outcome | Withheld | Later
