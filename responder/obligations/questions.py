"""The questions that would settle most, first: what a person should find out next, and who can answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.books.library import Library
    from responder.facts.model import Facts
    from responder.obligations.obligation import Obligation


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to be found out: how many undetermined duties hang on it, and how many hang on it most."""

    fact: str
    text: Mapping[str, str]
    choices: tuple[str, ...]
    type: str
    who: tuple[str, ...]
    settles: int
    first_for: int
    regimes: tuple[str, ...]


def questions(facts: Facts, library: Library, obligations: Iterable[Obligation]) -> list[Question]:
    """Questions behind the undetermined duties, most decisive first; then those that could lift one that stands."""
    undetermined: dict[str, list[tuple[int, Obligation]]] = {}
    lifting: dict[str, list[Obligation]] = {}
    for obligation in obligations:
        for rank, missing in enumerate(obligation.missing if obligation.state == "undetermined" else ()):
            undetermined.setdefault(missing.fact, []).append((rank, obligation))
        for change in obligation.would_change if obligation.state == "required" else ():
            if change.fact.startswith("risk.judgements."):
                lifting.setdefault(change.fact, []).append(obligation)
    found = [
        _question(fact, [o for _, o in seen], sum(rank == 0 for rank, _ in seen), len(seen), library)
        for fact, seen in undetermined.items()
    ]
    found += [_question(fact, [], 0, 0, library) for fact in _whose(facts) if fact not in undetermined]
    known = {judgement.test for judgement in facts.judgements if judgement.answer is not None}
    for fact, seen in lifting.items():
        if fact not in undetermined and fact.removeprefix("risk.judgements.") not in known:
            found.append(_question(fact, seen, 0, 0, library))
    first = set(_whose(facts))
    return sorted(found, key=lambda q: (q.fact not in first, -q.first_for, -q.settles, q.fact))


def _whose(facts: Facts) -> list[str]:
    """Without knowing where people live, no law of theirs comes up at all: the first thing to ask."""
    if facts.people is None:
        return ["people"]
    return ["people.where"] if any(row.where is None for row in facts.people) else []


def _question(fact: str, seen: list[Obligation], first: int, settles: int, library: Library) -> Question:
    text, choices, type_, who = asked(fact, library)
    regimes = tuple(dict.fromkeys(obligation.regime for obligation in seen))
    return Question(fact, text, choices, type_, who, settles, first, regimes)


def asked(fact: str, library: Library) -> tuple[Mapping[str, str], tuple[str, ...], str, tuple[str, ...]]:
    definition = library.facts.get(fact)
    if definition is not None:
        return definition.question, definition.choices, definition.type, definition.who_can_answer
    judgement = library.judgements.get(fact.removeprefix("risk.judgements."))
    if judgement is not None:
        return judgement.question, judgement.answers, "choice", (judgement.who,) if judgement.who else ()
    event = library.events.get(fact.removeprefix("events."))
    if event is not None:
        return event.question, (), "instant", event.who
    return {"en": fact}, (), "text", ()
