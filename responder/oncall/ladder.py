"""How a page goes on: whom it calls next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from responder.oncall.paths import Level


@dataclass(frozen=True, slots=True)
class Turn:
    """``number`` counts over all rounds; ``people`` are the account ids to call now."""

    number: int
    level: Level
    people: tuple[str, ...]


def next_turn(
    levels: Sequence[Level],
    rounds: int,
    *,
    after: int,
    called: Collection[tuple[int, str]],
    whom: Callable[[Level], Sequence[str]],
) -> Turn | None:
    """The next turn that calls somebody who was not called in this round; None at the end of the path.

    Args:
        levels: The path.
        rounds: How often it is gone through.
        after: How many turns were taken or passed over.
        called: (turn, account id) of everybody called so far.
        whom: Whom a level means at this moment.
    """
    for number in range(after, len(levels) * rounds):
        first_of_round = number - number % len(levels)
        told = {account for turn, account in called if turn >= first_of_round}
        fresh = tuple(one for one in dict.fromkeys(whom(levels[number % len(levels)])) if one not in told)
        if fresh:
            return Turn(number, levels[number % len(levels)], fresh)
    return None
