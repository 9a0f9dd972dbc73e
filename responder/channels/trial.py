"""Trial mode: until an installation goes live, a channel that leaves the machine reaches staff and guests alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.channels.port import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import timedelta

    from responder.channels.port import Answer, Asked, Channel, Message, Receipt, Waiting

HELD_BACK = "trial_mode"


class TrialGate:
    """A channel with a gate before it. Whoever is not on the list gets nothing, and the outcome says so.

    Args:
        channel: The real one.
        reachable: Tells the addresses of staff and guests, asked once a call.
    """

    def __init__(self, channel: Channel, reachable: Callable[[], Collection[str]]) -> None:
        self._channel = channel
        self._reachable = reachable

    @property
    def name(self) -> str:
        return self._channel.name

    @property
    def leaves_machine(self) -> bool:
        return self._channel.leaves_machine

    @property
    def largest_batch(self) -> int:
        return self._channel.largest_batch

    @property
    def longest_call(self) -> timedelta:
        return self._channel.longest_call

    def send(self, messages: Sequence[Message]) -> list[Answer]:
        reachable = {address.casefold() for address in self._reachable()}
        allowed = [message for message in messages if message.to.casefold() in reachable]
        sent = self._channel.send(allowed) if allowed else []
        outcomes = {message.id: outcome for message, outcome in zip(allowed, sent, strict=True)}
        return [outcomes.get(message.id, Refused(HELD_BACK, permanent=True)) for message in messages]

    def receipts(self) -> Iterable[Waiting]:
        return self._channel.receipts()

    def forget(self, handle: str) -> None:
        self._channel.forget(handle)

    def read(self, body: bytes) -> list[Receipt]:
        return self._channel.read(body)

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None] | None:
        return self._channel.look_up(asked)


def gated(channel: Channel, *, live: bool, reachable: Callable[[], Collection[str]]) -> Channel:
    """``channel`` as it may be used: behind the gate while the installation is not live."""
    return channel if live or not channel.leaves_machine else TrialGate(channel, reachable)
