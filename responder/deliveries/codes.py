"""Which pool of codes serves a person: by the data concerned, the country and whether it is a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# A code must leave people time to use it after the letter is in the post.
LEAST_TIME_TO_ENROL: Final = timedelta(days=60)
KINDS: Final = ("adult", "minor")


@dataclass(frozen=True)
class Pool:
    """A pool as far as choosing goes. ``country`` empty serves every country; ``elements`` empty everybody."""

    id: str
    country: str
    kind: str
    elements: frozenset[str]


def pool_for(pools: Iterable[Pool], *, place: str, elements: Collection[str], minor: bool) -> Pool | None:
    """The pool a person draws from, the most exact place first; None where nothing is offered."""
    fitting = [
        pool
        for pool in pools
        if pool.kind == ("minor" if minor else "adult")
        and (not pool.country or place == pool.country or place.startswith(f"{pool.country}-"))
        and (not pool.elements or pool.elements & set(elements))
    ]
    return max(fitting, key=lambda pool: (len(pool.country), pool.id), default=None)
