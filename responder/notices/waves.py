"""Approving a rule with a ceiling, so that lists which come in waves need no full approval each.

The approval says which people are meant: their places, languages and data elements, and how many at most. A wave
within it is released by one short act; anything beyond it is another notice, and is approved as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from responder.notices.lint import Finding
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True)
class Rule:
    """Who is meant, and how many at most over all waves."""

    places: frozenset[str]
    languages: frozenset[str]
    elements: frozenset[str]
    ceiling: int

    def to_document(self) -> dict[str, Any]:
        return {
            "places": sorted(self.places),
            "languages": sorted(self.languages),
            "elements": sorted(self.elements),
            "ceiling": self.ceiling,
        }

    @classmethod
    def of_document(cls, stored: Mapping[str, Any]) -> Rule:
        places, languages, elements = (frozenset(stored[part]) for part in ("places", "languages", "elements"))
        return cls(places, languages, elements, stored["ceiling"])


@dataclass(frozen=True)
class NextWave:
    """The people of lists that no wave has released yet. ``known_before`` were written to and are not again."""

    lists: tuple[str, ...]
    digest: str
    count: int
    places: frozenset[str]
    languages: frozenset[str]
    elements: frozenset[str]
    known_before: int


def beyond(rule: Rule, wave: NextWave, *, released: int) -> list[Finding]:
    """Why a wave needs a full approval again; empty while it stays within the rule.

    Args:
        rule: What was approved.
        wave: What is to follow.
        released: People of all waves before.
    """
    found = []
    if released + wave.count > rule.ceiling:
        message = N_("With this wave {count} people would be written to; {ceiling} are approved")
        found.append(Finding("error", "ceiling", message, {"count": released + wave.count, "ceiling": rule.ceiling}))
    message_of: dict[str, tuple[Collection[str], Collection[str], str]] = {
        "place": (wave.places, rule.places, N_("A place is new: {what}")),
        "language": (wave.languages, rule.languages, N_("A language is new: {what}")),
        "element": (wave.elements, rule.elements, N_("A data element is new: {what}")),
    }
    for code, (present, approved, message) in message_of.items():
        new = sorted(set(present) - set(approved))
        if new:
            found.append(Finding("error", code, message, {"what": ", ".join(new)}))
    return found
