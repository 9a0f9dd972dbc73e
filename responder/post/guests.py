"""Whom a drill may really write to, and the gate that holds to it: the only way for a drill's message out of the house.

A message of a drill goes to the rehearsal channel. Only one whose address is a confirmed guest's of this very drill
goes out by the channel of its medium, marked as a drill in subject and text. There is no other way round.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from responder.channels.rehearsal import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import timedelta

    from responder.channels.port import Answer, Asked, Channel, Message, Receipt, Waiting

# medium of a message → what kind of address it goes to; a letter on paper reaches no guest
ADDRESSES: Final = {"email": "email", "sms": "phone", "voice": "phone"}


@dataclass(frozen=True)
class Guests:
    """Confirmed addresses of one drill, as (kind, address in one form)."""

    addresses: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.addresses)

    def holds(self, message: Message) -> bool:
        kind = ADDRESSES.get(message.medium)
        return kind is not None and (kind, one_form(message.to)) in self.addresses


NOBODY: Final = Guests()


def one_form(address: str) -> str:
    """An address as it is compared: NFKC, without blanks around it, in lower case."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


class DrillGate:
    """A channel for the messages of one drill: guests by ``outward``, everybody else into the rehearsal."""

    def __init__(self, rehearsal: Channel, outward: Channel, guests: Guests) -> None:
        self._rehearsal = rehearsal
        self._outward = outward
        self._guests = guests

    @property
    def name(self) -> str:
        return self._rehearsal.name

    @property
    def leaves_machine(self) -> bool:
        return self._outward.leaves_machine

    @property
    def largest_batch(self) -> int:
        return min(self._rehearsal.largest_batch, self._outward.largest_batch)

    @property
    def longest_call(self) -> timedelta:
        return self._rehearsal.longest_call + self._outward.longest_call

    def send(self, messages: Sequence[Message]) -> list[Answer]:
        to_guests = [message for message in messages if self._guests.holds(message)]
        others = [message for message in messages if not self._guests.holds(message)]
        outcomes: dict[str, Answer] = {}
        for channel, those in ((self._rehearsal, others), (self._outward, [marked(each) for each in to_guests])):
            answers = channel.send(those) if those else []
            outcomes.update({message.id: answer for message, answer in zip(those, answers, strict=True)})
        return [outcomes[message.id] for message in messages]

    def receipts(self) -> Iterable[Waiting]:
        return self._rehearsal.receipts()

    def forget(self, handle: str) -> None:
        self._rehearsal.forget(handle)

    def read(self, body: bytes) -> list[Receipt]:
        return self._rehearsal.read(body)

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None] | None:
        """Of both books: which of the two a message went to hangs on who was a guest at that time."""
        found: dict[str, Receipt | None] = dict(self._rehearsal.look_up(asked) or {})
        open_ones = [one for one in asked if one.message_id not in found]
        outside = self._outward.look_up(open_ones) if open_ones else {}
        found.update(dict.fromkeys((one.message_id for one in open_ones), None) if outside is None else outside)
        return found
