"""What an incident would owe if one fact were otherwise: the differences, duty by duty. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from responder.obligations.obligation import Obligation


@dataclass(frozen=True)
class Difference:
    """One duty before and after; none where it comes or goes."""

    recipient: str
    regime: str
    duty: str
    where: str
    state: str | None
    due: datetime | None
    then_state: str | None
    then_due: datetime | None


@dataclass(frozen=True)
class Reading:
    """Another defensible end of one duty's time, beside the one that counts."""

    recipient: str
    regime: str
    duty: str
    where: str
    due: datetime | None
    other: datetime
    reading: str
    source: str | None
    owed: bool
    """Whether the duty is owed; else that cannot be said yet."""


@dataclass(frozen=True)
class Lever:
    """A fact that alone would change something, what it would have to be, and how many duties would change to what."""

    fact: str
    to: Any
    state: str
    duties: int


def differences(before: Iterable[Obligation], after: Iterable[Obligation]) -> list[Difference]:
    """What comes out otherwise: state or due time, soonest due first."""
    now, then = {each.identity: each for each in before}, {each.identity: each for each in after}
    found = [_difference(now.get(key), then.get(key)) for key in {**now, **then}]
    changed = [each for each in found if (each.state, each.due) != (each.then_state, each.then_due)]
    return sorted(changed, key=lambda each: (each.then_due is None, each.then_due or each.due or 0, each.duty))


def _difference(now: Obligation | None, then: Obligation | None) -> Difference:
    named = then or now
    if named is None:
        raise ValueError("a difference needs a duty before or after")
    return Difference(
        named.recipient_name, named.regime, named.duty, named.where,
        now.state if now else None, now.due.at if now else None, then.state if then else None,
        then.due.at if then else None,
    )  # fmt: skip


def readings(obligations: Iterable[Obligation]) -> list[Reading]:
    """Contested readings of what is or may be owed."""
    return [
        Reading(
            each.recipient_name,
            each.regime,
            each.duty,
            each.where,
            each.due.at,
            other.at,
            other.reading,
            other.source,
            each.state != "undetermined",
        )
        for each in obligations
        if each.state != "not_required"
        for other in each.due.contested
    ]


def levers(obligations: Iterable[Obligation]) -> list[Lever]:
    """Facts that alone would change what is owed, those that change most first."""
    counted: dict[tuple[str, str, str], tuple[Any, int]] = {}
    for fact, to, state in _changes(obligations):
        key = (fact, str(to), state)
        counted[key] = (to, counted.get(key, (to, 0))[1] + 1)
    found = [Lever(fact, to, state, duties) for (fact, _, state), (to, duties) in counted.items()]
    return sorted(found, key=lambda lever: (-lever.duties, lever.fact, str(lever.to), lever.state))


def _changes(obligations: Iterable[Obligation]) -> Iterator[tuple[str, Any, str]]:
    for each in obligations:
        for change in each.would_change:
            yield change.fact, change.to, change.state
