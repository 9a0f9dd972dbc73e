"""Two providers of one medium: when the first is out, its messages go by the second.

Only what was certainly not handed over changes its way. A message whose outcome is unknown is never given to the other
provider: it may have arrived.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from responder.channels.port import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from responder.channels.port import Answer, Asked, Channel, Message, Receipt, Waiting

# After this long the first provider is tried again, with whatever is due then.
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)
OUTAGES: Final = frozenset({"no_connection", "provider_failed", "provider_down"})


class Failover:
    """A channel of two.

    Args:
        first: Used as long as it can be reached.
        second: Used from an outage on, until the first is tried again.
    """

    def __init__(self, first: Channel, second: Channel, *, try_again_after: timedelta = TRY_AGAIN_AFTER) -> None:
        self._first, self._second = first, second
        self._pause = try_again_after.total_seconds()
        self._out_until = 0.0

    @property
    def name(self) -> str:
        return self._first.name

    @property
    def second(self) -> Channel:
        """The provider that steps in; its receipts come under its own name."""
        return self._second

    @property
    def leaves_machine(self) -> bool:
        return self._first.leaves_machine or self._second.leaves_machine

    @property
    def largest_batch(self) -> int:
        return min(self._first.largest_batch, self._second.largest_batch)

    @property
    def longest_call(self) -> timedelta:
        return self._first.longest_call + self._second.longest_call

    def send(self, messages: Sequence[Message]) -> list[Answer]:
        if time.monotonic() < self._out_until:
            return list(self._second.send(messages))
        answers = list(self._first.send(messages))
        stranded = [at for at, answer in enumerate(answers) if _is_outage(answer)]
        if stranded:
            self._out_until = time.monotonic() + self._pause
            for at, answer in zip(stranded, self._second.send([messages[at] for at in stranded]), strict=True):
                answers[at] = answer
        return answers

    def receipts(self) -> Iterable[Waiting]:
        return self._first.receipts()

    def forget(self, handle: str) -> None:
        self._first.forget(handle)

    def read(self, body: bytes) -> list[Receipt]:
        return self._first.read(body)

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None] | None:
        """Ask both books. Absent means absent from both; where one cannot be asked, nobody can say so."""
        one, other = self._first.look_up(asked), self._second.look_up(asked)
        found = {**(other or {}), **(one or {})}
        if one is None and other is None:
            return None
        if one is None or other is None:
            return {**dict.fromkeys((each.message_id for each in asked), None), **found}
        return found


def _is_outage(answer: Answer) -> bool:
    return isinstance(answer, Unreachable) and answer.reason in OUTAGES
