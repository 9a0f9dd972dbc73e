"""Conditions that can never hold, whatever is found out: a path nobody will ever take."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from responder.books.law import Both, Clause, Either, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from responder.books.law import Condition


def never_true(condition: Condition, known: Mapping[str, Any] | None = None) -> str | None:
    """Why ``condition`` can never hold, or None.

    Args:
        condition: What is asked.
        known: Facts that are settled where it is asked, as by the option that leads there.
    """
    if isinstance(condition, Either):
        reasons = [never_true(part, known) for part in condition.parts]
        return reasons[0] if reasons and all(reasons) else None
    if isinstance(condition, Not):
        return None
    clauses = list(_together(condition))
    for clause in clauses:
        if "unknown" in clause.wanted and clause.operator in {"is", "includes"}:
            return f"{clause.subject} is never found to be unknown: an unknown fact leaves the condition open"
    return _clash(clauses, known or {})


def _together(condition: Condition) -> Iterator[Clause]:
    if isinstance(condition, Clause):
        yield condition
    elif isinstance(condition, Both):
        for part in condition.parts:
            yield from _together(part)


def _clash(clauses: Iterable[Clause], known: Mapping[str, Any]) -> str | None:
    by_fact: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses:
        if clause.kind == "fact":
            by_fact[clause.subject].append(clause)
    for fact, asked in by_fact.items():
        wanted = [set(clause.wanted) for clause in asked if clause.operator == "is"]
        if fact in known and not isinstance(known[fact], list):
            wanted.append({known[fact]})
        excluded = {value for clause in asked if clause.operator == "is_not" for value in clause.wanted}
        if wanted and not set.intersection(*wanted) - excluded:
            return f"{fact} cannot be all that is asked of it here"
        least = max((clause.wanted[0] for clause in asked if clause.operator == "at_least"), default=None)
        most = min((clause.wanted[0] for clause in asked if clause.operator == "at_most"), default=None)
        if least is not None and most is not None and least > most:
            return f"{fact} cannot be at least {least} and at most {most}"
    return None
