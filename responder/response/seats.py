"""Who answers for a step. An empty seat falls to the deputy, then to the commander; a seat gives no permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from responder.books.playbooks.actions import ACTIONS
from responder.people.permissions import may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responder.books.playbooks.values import Step

FALLS_TO: Final = ("deputy", "commander")


# kind of due item → the seat that answers where the item names nobody; all others are the commander's
ANSWERS: Final = {
    "evidence": "forensics",
    "obligation": "privacy",
    "decision": "privacy",
    "review": "deputy",
    "review_action": "deputy",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """``holders`` are account ids; ``fell_to`` names the seat that answers because the step's own is empty."""

    role: str | None
    holders: tuple[str, ...]
    fell_to: str | None = None


def owner_of(role: str | None, seats: Mapping[str, Sequence[str]]) -> Owner:
    """Who answers for what ``role`` owns, given who sits where."""
    if role is not None and seats.get(role):
        return Owner(role, tuple(seats[role]))
    for other in FALLS_TO:
        if seats.get(other):
            return Owner(role, tuple(seats[other]), fell_to=other)
    return Owner(role, ())


def deeds_of(step: Step) -> frozenset[str]:
    """The permissions that doing this step takes."""
    needed = {"step.tick"}
    if step.asks or any(option.records for decision in step.decisions for option in decision.options):
        needed.add("fact.record")
    needed.update(ACTIONS[do.action].deed for do in step.does if do.action in ACTIONS)
    return frozenset(needed)


def lacking(step: Step, permission_set: str) -> tuple[str, ...]:
    """What the holder of a seat would need for this step and does not have."""
    return tuple(sorted(deed for deed in deeds_of(step) if not may(permission_set, deed)))
