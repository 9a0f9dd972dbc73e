"""Which facts to ask for next: those that would settle most of what cannot be said yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g

from responder.console.answers import asked_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.library import Library
    from responder.console.answers import Asked


@dataclass(frozen=True)
class Question:
    """A fact to ask for, and how many duties wait for it."""

    asked: Asked
    settles: int


def questions(library: Library, *, most: int) -> list[Question]:
    """Questions of the incident of this page, the most decisive first."""
    waiting = Counter(
        fact for duty in g.head.owed if duty.state == "undetermined" for fact in set(facts_missing(duty.answer))
    )
    asked = asked_of(library)
    return [Question(asked[key], number) for key, number in waiting.most_common() if key in asked][:most]


def facts_missing(answer: Mapping[str, Any]) -> list[str]:
    """Keys of the facts an obligation waits for."""
    return [each["fact"] for each in answer.get("missing", ())]
