"""What the facts say to a playbook: whether a condition holds, and when an event was."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from responder.books.law import Clause, Not
from responder.facts.model import Count
from responder.obligations.conditions import View, compiled
from responder.obligations.logic import Truth, either

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from responder.books.law import Condition
    from responder.books.library import Library
    from responder.facts.model import Facts, Segment

_UTC = ZoneInfo("UTC")


class Knowledge:
    """The facts of one moment. A condition holds for the incident if it holds for any part of it."""

    def __init__(self, facts: Facts, library: Library) -> None:
        self._facts = facts
        self._library = library

    def holds(self, condition: Condition | None) -> Truth:
        """True, false, or None while the facts do not settle it. No condition always holds."""
        check = compiled(condition, None)
        if check is None:
            return True
        return either(check.value(self._view(segment)) for segment in self._facts.segments)

    def open_facts(self, condition: Condition | None) -> tuple[str, ...]:
        """The facts that are asked for and not known, in order, each once."""
        asked = (clause for clause in _clauses(condition) if self.holds(clause) is None)
        keys = (f"events.{clause.subject}" if clause.kind == "happened" else clause.subject for clause in asked)
        return tuple(dict.fromkeys(keys))

    def knows(self, key: str) -> bool:
        """Whether a fact has a value for any part of the incident."""
        section, _, rest = key.partition(".")
        if section == "events":
            return self.instant(key) is not None
        if section == "exposure":
            return any(segment.exposure.get(rest) is not None for segment in self._facts.segments)
        if section == "people" and rest:
            return any(segment.row is not None for segment in self._facts.segments)
        return self._facts.value(key) is not None

    def instant(self, key: str) -> datetime | None:
        """The earliest instant of ``events.…`` over our entities; None while it is not known."""
        name = key.removeprefix("events.")
        moments = (self._facts.event(name, entity.id) for entity in self._facts.entities)
        return min((moment.earliest(_UTC) for moment in moments if moment is not None), default=None)

    def _view(self, segment: Segment) -> View:
        zone = segment.entity.timezone
        return View(
            facts=self._facts,
            words=self._library.words,
            regime=next(iter(self._library.regimes.values())),  # a playbook's conditions never ask a regime of its own
            entity=segment.entity,
            segment=segment,
            where="",
            zone=ZoneInfo(zone) if zone else _UTC,
            counted=self._counted,
        )

    def _counted(self, _within: str, kind: str) -> Count:
        """People or records everywhere: a playbook is followed for the whole incident."""
        rows = self._facts.people or ()
        counts = [row.count if kind == "people" else row.records for row in rows]
        least = sum((count.low for count in counts if count is not None), start=0)
        most = [None if count is None else count.at_most for count in counts]
        bounded = rows and self._facts.people_complete and all(bound is not None for bound in most)
        return Count(least, sum(bound or 0 for bound in most) if bounded else None)


def _clauses(condition: Condition | None) -> Iterator[Clause]:
    if condition is None:
        return
    if isinstance(condition, Clause):
        yield condition
    elif isinstance(condition, Not):
        yield from _clauses(condition.part)
    else:
        for part in condition.parts:
            yield from _clauses(part)
