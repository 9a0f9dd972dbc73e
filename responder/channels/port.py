"""The port: what every channel takes and gives. One test (tests/channels/test_contract.py) holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

Medium = Literal["email", "sms", "voice", "letter"]
Event = Literal["accepted", "deferred", "delivered", "bounced", "dropped", "complained"]


@dataclass(frozen=True)
class Sender:
    """Who it comes from: the address the channel sends by, and the name people read."""

    address: str
    name: str


@dataclass(frozen=True)
class Message:
    """One message to one address.

    ``id`` is ours, made before the write: it becomes the Message-ID or the provider's reference, and receipts are
    matched by it. ``scope`` names the keys that seal whatever a channel keeps. ``at`` is the date it carries. ``batch``
    is ours too: what was handed over together.
    """

    id: str
    scope: str
    medium: Medium
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    from_: Sender
    at: datetime
    language: str = "en"
    html: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    batch: str = ""


@dataclass(frozen=True)
class Accepted:
    """The other side has taken it over. ``ref`` is its name for it."""

    ref: str


@dataclass(frozen=True)
class Refused:
    """The other side said no; ``permanent`` if asking again cannot help. ``code`` never holds its free text."""

    code: str
    permanent: bool


@dataclass(frozen=True)
class Unreachable:
    """It was certainly not handed over: nothing was sent, or no connection stood."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """It was handed over and no answer came: it may have arrived or not. No code sends it again by itself."""

    reason: str


@dataclass(frozen=True)
class Busy:
    """The other side takes nothing for now: it was certainly not handed over, and waiting costs no try."""

    wait: timedelta


Outcome = Accepted | Refused | Unreachable | Unknown
Answer = Outcome | Busy


@dataclass(frozen=True)
class Receipt:
    """What the other side says later of one message, found by our id or by its own."""

    event: Event
    message_id: str | None = None
    ref: str | None = None
    at: datetime | None = None
    code: str = ""


@dataclass(frozen=True)
class Waiting:
    """A raw receipt that a channel holds until it is stored: ``forget`` it by ``handle`` after the commit."""

    handle: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Asked:
    """A message whose fate is asked for.

    ``message`` is what was handed over at ``handed_at`` in ``batch``, as far as it can be written once more: some books
    know no id of ours.
    """

    message_id: str
    scope: str
    message: Message | None = None
    handed_at: datetime | None = None
    batch: str = ""


@runtime_checkable
class Channel(Protocol):
    """One way out."""

    @property
    def name(self) -> str:
        """As it stands in records: ``local``, ``smtp``."""

    @property
    def leaves_machine(self) -> bool:
        """Whether a real person can be reached by it. Trial mode concerns only such channels."""

    @property
    def largest_batch(self) -> int:
        """How many messages one call takes at most."""

    @property
    def longest_call(self) -> timedelta:
        """After this long a call has come back, whatever the other side does."""

    def send(self, messages: Sequence[Message]) -> Sequence[Answer]:
        """Hand the messages over; one outcome each, in their order. Raises for none of them."""

    def receipts(self) -> Iterable[Waiting]:
        """Raw receipts that lie ready at the channel itself. The same may come twice."""

    def forget(self, handle: str) -> None:
        """Let go of a receipt that is stored now."""

    def read(self, body: bytes) -> list[Receipt]:
        """What a raw receipt says.

        Raises:
            BadInput: it is no receipt of this channel.
        """

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None] | None:
        """What the other side's book says of these messages, by our id; None if it cannot be asked.

        A message that the answer leaves out is not in the book; one with None may be in it, and it could not be told.
        """
