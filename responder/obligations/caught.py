"""Which people the test of a law catches, and what a duty's own conditions make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from responder.facts.model import Count, Facts, PeopleRow, Segment
from responder.obligations.conditions import Check, View, role_is
from responder.obligations.logic import Truth, both, either, opposite
from responder.obligations.reach import Reach, people_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from responder.books.vocabulary import Vocabulary
    from responder.obligations.rules import DutyRule, ExemptionRule, RegimeRule


@dataclass(frozen=True, slots=True)
class Setting:
    """One regime at one place, with what was derived there before."""

    facts: Facts
    words: Vocabulary
    rule: RegimeRule
    where: str
    zone: ZoneInfo
    owed: Mapping[str, Truth] = field(default_factory=dict)
    tested: dict[tuple[int, str], Truth] = field(default_factory=dict)
    """What the law's own test made of each segment at each place, shared by the duties of one regime."""


@dataclass(slots=True)
class Caught:
    """One duty (or, without rule, the regime alone) asked of the segments of one reach."""

    setting: Setting
    reach: Reach
    rule: DutyRule | None
    everybody: tuple[Segment, ...]
    overrides: Mapping[str, Any] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    """The segments that count at the place in question."""
    _live: dict[int, Truth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.segments:
            self.segments = (
                people_at(self.rule.duty, self.setting.where, self.reach, self.setting.words)
                if self.rule
                else self.everybody
            )

    def supposing(self, overrides: Mapping[str, Any]) -> Caught:
        """The same duty if those facts were otherwise."""
        return Caught(self.setting, self.reach, self.rule, self.everybody, overrides, self.segments)

    def view(self, segment: Segment, *, counting: bool = True) -> View:
        setting = self.setting
        return View(
            setting.facts, setting.words, setting.rule.regime, self.reach.entity, segment, setting.where, setting.zone,
            self._count if counting else self._rows, setting.owed, self.overrides,
        )  # fmt: skip

    def live(self, segment: Segment) -> Truth:
        """Whether the law's test catches this segment and no safe harbour or exception frees it."""
        key = id(segment)
        if key not in self._live:
            self._live[key] = both(self._factors(segment))
        return self._live[key]

    def _factors(self, segment: Segment) -> Iterator[Truth]:
        view = self.view(segment, counting=False)
        if self.rule is not None and self.rule.duty.role != "any":
            yield role_is(view.overrides.get("organisation.role", segment.role), self.rule.duty.role)
        yield self._tested(segment, view)
        for exemption in self.rule.exceptions if self.rule else ():
            if exemption.exemption.makes == "not_required":
                yield opposite(freed(exemption, view))

    def _tested(self, segment: Segment, view: View) -> Truth:
        """The law's own test and its safe harbours, which all its duties share."""
        key = (id(segment), self.setting.where)
        if self.overrides:
            return both(self._test(segment, view))
        if key not in self.setting.tested:
            self.setting.tested[key] = both(self._test(segment, view))
        return self.setting.tested[key]

    def _test(self, segment: Segment, view: View) -> Iterator[Truth]:
        rule = self.setting.rule
        for check in (rule.applies, rule.trigger):
            if check is not None:
                yield check.value(view)
        for harbour in rule.harbours:
            if harbour.exemption.makes == "not_required":
                yield opposite(freed(harbour, view))
        if segment in self.reach.perhaps:
            yield None

    def exemptions(self) -> tuple[ExemptionRule, ...]:
        return (*self.setting.rule.harbours, *(self.rule.exceptions if self.rule else ()))

    def answer(self, segment: Segment) -> Truth:
        """Whether the duty is owed because of this segment."""
        live = self.live(segment)
        if live is False or self.rule is None or self.rule.when is None:
            return live
        return both((live, self.rule.when.value(self.view(segment))))

    def owed(self) -> Truth:
        """Whether the duty is owed at all."""
        return either(self.answer(segment) for segment in self.segments)

    def holds(self, check: Check) -> Truth:
        """A condition asked of the whole: true if it holds for one segment."""
        return either(check.value(self.view(segment)) for segment in self.segments)

    def softened(self) -> str | None:
        """The lesser state that exceptions make of an owed duty, if every segment owing it has one."""
        lesser = [exemption for exemption in self.exemptions() if exemption.exemption.makes != "not_required"]
        owing = [segment for segment in self.segments if self.answer(segment) is True]
        if not lesser or not owing:
            return None
        soft = all(any(freed(exemption, self.view(segment)) is True for exemption in lesser) for segment in owing)
        return lesser[0].exemption.makes if soft else None

    def _count(self, within: str, kind: str) -> Count:
        return self._total(within, kind, filtered=True)

    def _rows(self, within: str, kind: str) -> Count:
        return self._total(within, kind, filtered=False)

    def _total(self, within: str, kind: str, *, filtered: bool) -> Count:
        """How many people (or records) the test catches: surely at least, possibly at most."""
        segments = self.segments if within == "where" else self.reach.segments
        if within == "all":
            segments = (*self.reach.inside, *self.reach.perhaps, *self.reach.outside)
        rows: dict[int, tuple[PeopleRow, list[Truth]]] = {}
        for segment in segments:
            if segment.row is not None:
                live = self.live(segment) if filtered else (None if segment in self.reach.perhaps else True)
                rows.setdefault(id(segment.row), (segment.row, []))[1].append(live)
        if not rows:
            return Count(0, 0) if self.setting.facts.people_complete else Count(None, None)
        sure = [_least(row, kind) for row, values in rows.values() if either(values) is True]
        possible = [_most(row, kind) for row, values in rows.values() if either(values) is not False]
        low = (
            max(sure, default=0)
            if self.setting.facts.counting.get("overlap") in {"unknown", "overlapping"}
            else sum(sure)
        )
        known = [most for most in possible if most is not None]
        return Count(low, sum(known) if len(known) == len(possible) else None)


def freed(rule: ExemptionRule, view: View) -> Truth:
    """Whether an exemption frees this segment. Where the notifier bears the burden, an open one does not."""
    value = rule.check.value(view)
    return False if value is None and rule.exemption.burden == "notifier" else value


def _least(row: PeopleRow, kind: str) -> int:
    return row.low if kind == "people" else row.records.low if row.records else 0


def _most(row: PeopleRow, kind: str) -> int | None:
    return row.high if kind == "people" else row.records.at_most if row.records else None
