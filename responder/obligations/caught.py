"""Which people the test of a law catches, and what a duty's own conditions make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from responder.facts.model import Count
from responder.obligations.conditions import Check, View, role_is
from responder.obligations.logic import Truth, both, either, opposite
from responder.obligations.reach import people_at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from responder.books.vocabulary import Vocabulary
    from responder.facts.model import Facts, PeopleRow, Segment
    from responder.obligations.reach import Reach
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
    tested: dict[Hashable, Truth] = field(default_factory=dict)
    """What the law's own test made of each kind of segment at each place, shared by the duties of one regime."""


@dataclass(slots=True)
class Tally:
    """Numbers of people and of records in the rows that are alike."""

    kinds: tuple[Segment, ...]
    perhaps: bool
    least: dict[str, int] = field(default_factory=lambda: {"people": 0, "records": 0})
    largest: dict[str, int] = field(default_factory=lambda: {"people": 0, "records": 0})
    most: dict[str, int | None] = field(default_factory=lambda: {"people": 0, "records": 0})

    def add(self, row: PeopleRow) -> None:
        for kind, least, most in (
            ("people", row.low, row.high),
            ("records", row.records.low if row.records else 0, row.records.at_most if row.records else None),
        ):
            self.least[kind] += least
            self.largest[kind] = max(self.largest[kind], least)
            known = self.most[kind]
            self.most[kind] = None if most is None or known is None else known + most


@dataclass(slots=True)
class Caught:
    """One duty (or, without rule, the regime alone) asked of the segments of one reach.

    Segments that no rule can tell apart are asked once, so that a long list of people costs little more than a short.
    """

    setting: Setting
    reach: Reach
    rule: DutyRule | None
    everybody: tuple[Segment, ...]
    overrides: Mapping[str, Any] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    """The segments that count at the place in question."""
    kinds: tuple[Segment, ...] = ()
    """The first of each kind of those segments."""
    _tallies: dict[str, tuple[Tally, ...]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, bool], Count] = field(default_factory=dict)
    _live: dict[Segment, Truth] = field(default_factory=dict)
    _answers: dict[Segment, Truth] = field(default_factory=dict)
    _supposed: dict[tuple[str, Hashable], Caught] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.segments:
            self.segments = (
                people_at(self.rule.duty, self.setting.where, self.reach, self.setting.words)
                if self.rule
                else self.everybody
            )
        if not self.kinds:
            alike = self.setting.facts.alike
            self.kinds = tuple(dict.fromkeys(alike[segment] for segment in self.segments))

    def supposing(self, key: str, value: Any) -> Caught:
        """The same duty if that fact were otherwise."""
        asked = (key, value)
        if asked not in self._supposed:
            supposed = Caught(
                self.setting, self.reach, self.rule, self.everybody, {key: value}, self.segments, self.kinds,
                self._tallies,
            )  # fmt: skip
            if self.rule is not None and key not in self.setting.rule.tests_by and key not in self.rule.frees_by:
                supposed._live, supposed._counts = self._live, self._counts
            self._supposed[asked] = supposed
        return self._supposed[asked]

    def view(self, segment: Segment, *, counting: bool = True) -> View:
        setting = self.setting
        return View(
            setting.facts, setting.words, setting.rule.regime, self.reach.entity, segment, setting.where, setting.zone,
            self._count if counting else self._rows, setting.owed, self.overrides,
        )  # fmt: skip

    def live(self, segment: Segment) -> Truth:
        """Whether the law's test catches this segment and no safe harbour or exception frees it."""
        kind = self.setting.facts.alike[segment]
        if kind not in self._live:
            self._live[kind] = both(self._factors(kind))
        return self._live[kind]

    def _factors(self, kind: Segment) -> Iterator[Truth]:
        view = self.view(kind, counting=False)
        if self.rule is not None and self.rule.duty.role != "any":
            yield role_is(view.overrides.get("organisation.role", kind.role), self.rule.duty.role)
        yield self._tested(kind, view)
        for exemption in self.rule.exceptions if self.rule else ():
            if exemption.exemption.makes == "not_required":
                yield opposite(freed(exemption, view))

    def _tested(self, kind: Segment, view: View) -> Truth:
        """The law's own test and its safe harbours, which all its duties share."""
        reads, tested = self.setting.rule.tests_by, self.setting.tested
        key = (kind, self.setting.where, *(item for item in self.overrides.items() if item[0] in reads))
        if key not in tested:
            tested[key] = both(self._test(kind, view))
        return tested[key]

    def _test(self, kind: Segment, view: View) -> Iterator[Truth]:
        rule = self.setting.rule
        for check in (rule.applies, rule.trigger):
            if check is not None:
                yield check.value(view)
        for harbour in rule.harbours:
            if harbour.exemption.makes == "not_required":
                yield opposite(freed(harbour, view))
        if kind in self.reach.doubtful:
            yield None

    @property
    def nobody(self) -> bool:
        """Whether the duty is to tell people, and it is known that there are none. Sector laws may mean others."""
        if self.rule is None or self.rule.duty.recipient != "individuals" or self.reach.regime.reach == "entity":
            return False
        return self.setting.facts.people_complete is True and all(kind.row is None for kind in self.kinds)

    def exemptions(self) -> tuple[ExemptionRule, ...]:
        return (*self.setting.rule.harbours, *(self.rule.exceptions if self.rule else ()))

    def answer(self, segment: Segment) -> Truth:
        """Whether the duty is owed because of this segment."""
        kind = self.setting.facts.alike[segment]
        if kind not in self._answers:
            self._answers[kind] = self._answer(kind)
        return self._answers[kind]

    def _answer(self, kind: Segment) -> Truth:
        if self.nobody:
            return False
        live = self.live(kind)
        if live is False or self.rule is None or self.rule.when is None:
            return live
        return both((live, self.rule.when.value(self.view(kind))))

    def owed(self) -> Truth:
        """Whether the duty is owed at all."""
        return either(self.answer(kind) for kind in self.kinds)

    def holds(self, check: Check) -> Truth:
        """A condition asked of the whole: true if it holds for one segment."""
        return either(check.value(self.view(kind)) for kind in self.kinds)

    def softened(self) -> str | None:
        """The lesser state that exceptions make of an owed duty, if every segment owing it has one."""
        lesser = [exemption for exemption in self.exemptions() if exemption.exemption.makes != "not_required"]
        owing = [kind for kind in self.kinds if self.answer(kind) is True] if lesser else []
        if not owing:
            return None
        soft = all(any(freed(exemption, self.view(kind)) is True for exemption in lesser) for kind in owing)
        return lesser[0].exemption.makes if soft else None

    def _count(self, within: str, kind: str) -> Count:
        return self._total(within, kind, filtered=True)

    def _rows(self, within: str, kind: str) -> Count:
        return self._total(within, kind, filtered=False)

    def _total(self, within: str, kind: str, *, filtered: bool) -> Count:
        """How many people (or records) the test catches: surely at least, possibly at most."""
        key = (within, kind, filtered)
        if key not in self._counts:
            self._counts[key] = self._counted(within, kind, filtered=filtered)
        return self._counts[key]

    def _counted(self, within: str, kind: str, *, filtered: bool) -> Count:
        tallies = self._tallied(within)
        facts = self.setting.facts
        if not tallies:
            return Count(0, 0) if facts.people_complete else Count(None, None)
        found = [
            (either(self.live(each) for each in tally.kinds) if filtered else None if tally.perhaps else True, tally)
            for tally in tallies
        ]
        overlapping = facts.counting.get("overlap") in {"unknown", "overlapping"}
        sure = [tally.largest[kind] if overlapping else tally.least[kind] for value, tally in found if value is True]
        most = [tally.most[kind] for value, tally in found if value is not False]
        known = [number for number in most if number is not None]
        return Count(
            max(sure, default=0) if overlapping else sum(sure), sum(known) if len(known) == len(most) else None
        )

    def _tallied(self, within: str) -> tuple[Tally, ...]:
        """The rows whose people count there, those that are alike together."""
        if within not in self._tallies:
            reach = self.reach
            segments = self.segments if within == "where" else reach.segments
            if within == "all":
                segments = (*reach.inside, *reach.perhaps, *reach.outside)
            self._tallies[within] = tuple(_tallies(segments, reach, self.setting.facts))
        return self._tallies[within]


def _tallies(segments: Iterable[Segment], reach: Reach, facts: Facts) -> Iterable[Tally]:
    alike = facts.alike
    rows: dict[int, tuple[PeopleRow, list[Segment]]] = {}
    for segment in segments:
        if segment.row is not None:
            rows.setdefault(id(segment.row), (segment.row, []))[1].append(alike[segment])
    found: dict[tuple[Segment, ...], Tally] = {}
    for row, seen in rows.values():
        kinds = tuple(seen)
        if kinds not in found:
            found[kinds] = Tally(kinds, all(kind in reach.doubtful for kind in kinds))
        found[kinds].add(row)
    return found.values()


def freed(rule: ExemptionRule, view: View) -> Truth:
    """Whether an exemption frees this segment. Where the notifier bears the burden, an open one does not."""
    value = rule.check.value(view)
    return False if value is None and rule.exemption.burden == "notifier" else value
