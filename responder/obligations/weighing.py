"""Considerations asked of facts: whether each holds for one segment, by which facts, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from responder.facts.model import Count
from responder.obligations.conditions import Check, View, compiled, judgement_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from responder.books.advice import Advice, Criterion
    from responder.books.law import Clause, Condition
    from responder.books.library import Library
    from responder.facts.model import Facts, Segment
    from responder.obligations.logic import Truth

_UTC = ZoneInfo("UTC")


@lru_cache(maxsize=4)
def _checks(advice: Advice) -> Mapping[int, Check]:
    """Condition (by identity) → compiled; kept as long as the advice is in use."""
    conditions = [condition for criterion in advice.criteria() for condition in (criterion.when, criterion.unless)]
    compiled_ones = ((id(condition), compiled(condition, None)) for condition in conditions)
    return {key: check for key, check in compiled_ones if check is not None}


@dataclass(frozen=True, eq=False)
class Weighing:
    """One incident seen through the advice."""

    facts: Facts
    library: Library
    advice: Advice

    def view(self, segment: Segment) -> View:
        """What a criterion is asked of. A list of data that nobody called incomplete is taken to be whole."""
        where = (segment.row.where if segment.row else None) or ""
        assumed = {"people_complete": True} if self.facts.people_complete is None else {}
        return View(
            self.facts, self.library.words, None, segment.entity, segment, where, _UTC, self._counter(where),
            overrides=assumed,
        )  # fmt: skip

    def people(self, where: str | None = None) -> Count:
        """How many people in all, or in one place."""
        rows = [row for row in self.facts.people or () if where is None or row.where == where]
        if not rows:
            return Count(None, None)
        most = [row.high for row in rows]
        known = [high for high in most if high is not None]
        best = [row.count.best for row in rows if row.count is not None and row.count.best is not None]
        return Count(
            sum(row.low for row in rows),
            sum(known) if len(known) == len(most) else None,
            sum(best) if len(best) == len(rows) else None,
        )

    def _counter(self, where: str) -> _Counter:
        return _Counter(self, where)

    def holds(self, criterion: Criterion, view: View) -> Truth:
        """Whether ``when`` holds and ``unless`` is not known to; None while ``when`` is open."""
        if criterion.places and not self._lies_in(criterion, view):
            return False
        wanted = self._value(criterion.when, view)
        if wanted is False or (criterion.unless is not None and self._value(criterion.unless, view) is True):
            return False
        return wanted

    def first(self, criteria: Iterable[Criterion], view: View) -> Criterion | None:
        """The first that holds."""
        return next((criterion for criterion in criteria if self.holds(criterion, view) is True), None)

    def settled_by(self, criterion: Criterion, view: View) -> tuple[str, ...]:
        """The facts by which ``when`` came out as it did."""
        check = self._check(criterion.when)
        if check is None:
            return ()
        return tuple(dict.fromkeys(key for clause, _ in check.decided_by(view) if (key := _key(clause))))

    def open_facts(self, criterion: Criterion, view: View) -> tuple[str, ...]:
        """The facts that are not known and on which the criterion hangs."""
        if not criterion.asks or (criterion.places and not self._lies_in(criterion, view)):
            return ()
        found: list[str] = []
        for condition in (criterion.when, criterion.unless):
            check = self._check(condition)
            if check is not None and check.value(view) is None:
                found.extend(_open_in(check, view))
        return tuple(dict.fromkeys(found))

    def _check(self, condition: Condition | None) -> Check | None:
        return _checks(self.advice).get(id(condition))

    def _value(self, condition: Condition | None, view: View) -> Truth:
        check = self._check(condition)
        return True if check is None else check.value(view)

    def _lies_in(self, criterion: Criterion, view: View) -> bool:
        place = self.library.words.place(view.where)
        return place is not None and any(target in place.within for target in criterion.places)


@dataclass(frozen=True, slots=True, eq=False)
class _Counter:
    weighing: Weighing
    where: str

    def __call__(self, within: str, kind: str) -> Count:
        del kind  # advice counts people alone
        return self.weighing.people(self.where if within == "where" else None)


def _open_in(check: Check, view: View) -> Iterator[str]:
    if check.clause is not None:
        key = _key(check.clause)
        if key and check.value(view) is None:
            yield key
        return
    for part in check.parts:
        if part.value(view) is None:
            yield from _open_in(part, view)


def _key(clause: Clause) -> str | None:
    if clause.kind == "judgement":
        return judgement_key(clause.subject)
    return clause.subject or None
