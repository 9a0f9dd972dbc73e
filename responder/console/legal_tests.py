"""Tests that laws put to a person, each in that law's own words: which of them an incident turns on. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from responder.books.law import JudgementDefinition
    from responder.books.library import Library

PREFIX: Final = "risk.judgements."
_TRUTHS: Final = {"true": True, "false": False}


@dataclass(frozen=True)
class LegalTest:
    """One test: who asks it in this incident, and what people have answered so far."""

    definition: JudgementDefinition
    regimes: Sequence[str]
    waiting: int
    """How many duties cannot be said before it is answered."""

    answers: Sequence[Mapping[str, Any]]

    @property
    def id(self) -> str:
        return self.definition.id


def tests_of(
    answers: Iterable[Mapping[str, Any]], judged: Sequence[Mapping[str, Any]], library: Library
) -> list[LegalTest]:
    """The tests that the duties of an incident turn on, those that hold up most first, answered ones last.

    Args:
        answers: Entries of ``responder/obligations/1``.
        judged: ``risk.judgements`` as recorded.
        library: Knows the tests.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    waiting: dict[str, int] = defaultdict(int)
    for answer in answers:
        for test in set(_turned_on(answer)):
            asked[test].add(str(answer["regime"]))
        for test in {_test(each["fact"]) for each in answer.get("missing", ())} - {""}:
            waiting[test] += answer["state"] == "undetermined"
    for entry in judged:
        asked.setdefault(str(entry["test"]), set())
    found = [
        LegalTest(
            library.judgements[test], sorted(regimes), waiting[test],
            [entry for entry in judged if entry["test"] == test],
        )
        for test, regimes in asked.items()
        if test in library.judgements
    ]  # fmt: skip
    return sorted(found, key=lambda test: (bool(test.answers), -test.waiting, -len(test.regimes), test.id))


def _turned_on(answer: Mapping[str, Any]) -> Iterator[str]:
    keys = [fact for reason in answer.get("because", ()) for fact in reason["facts"]]
    keys += [each["fact"] for name in ("missing", "would_change") for each in answer.get(name, ())]
    yield from (_test(key) for key in keys if key.startswith(PREFIX))


def _test(key: str) -> str:
    return key.removeprefix(PREFIX) if key.startswith(PREFIX) else ""


def judged_anew(
    held: Iterable[Mapping[str, Any]],
    test: str,
    scope: Mapping[str, Any],
    answer: str,
    *,
    by: str,
    at: str,
    reason: str,
) -> list[dict[str, Any]]:
    """``risk.judgements`` with the new answer in place of the former one for the same test and scope.

    ``answer`` "unknown" takes the former one back.
    """
    kept = [dict(entry) for entry in held if entry["test"] != test or (entry.get("scope") or {}) != scope]
    if answer == "unknown":
        return kept
    entry: dict[str, Any] = {"test": test, "answer": _TRUTHS.get(answer, answer), "by": by, "at": at, "reason": reason}
    if scope:
        entry["scope"] = dict(scope)
    return [*kept, entry]
