"""What is known of one incident, as one frozen value. None stands for "unknown" everywhere.

A *row* of people lies in one place; its datasets each have their own exposure and role; lower levels override upper
ones key by key. A *segment* is one row seen through one of its datasets: the grain at which law is applied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may be known only as a range; ``best`` is printed and never decides."""

    at_least: int | None
    at_most: int | None
    best: int | None = None

    @property
    def low(self) -> int:
        return self.at_least or 0

    def __str__(self) -> str:
        if self.at_least is not None and self.at_least == self.at_most:
            return f"{self.at_least:,}"
        if self.at_least is None and self.at_most is None:
            return f"about {self.best:,}" if self.best is not None else "an unknown number of"
        if self.at_most is None:
            return f"at least {self.at_least:,}"
        return f"at most {self.at_most:,}" if self.at_least is None else f"{self.at_least:,} to {self.at_most:,}"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as precisely as it is known and no more.

    Exactly one of ``instant`` (aware) and ``day`` is the earliest that the statement allows; ``exact`` is false for
    spans, "before", "after" and "about".
    """

    instant: datetime | None = None
    day: date | None = None
    zone: str | None = None
    exact: bool = True
    written: str = ""
    by: str | None = None
    basis: str | None = None

    @property
    def only_latest(self) -> bool:
        """Whether it is known only by when it had happened: a clock from it may have run out already."""
        return not self.exact and self.written.startswith(("before ", "to "))

    def earliest(self, zone: ZoneInfo) -> datetime:
        """The earliest instant this allows; a bare day begins at midnight in its own zone, else in ``zone``."""
        if self.instant is not None:
            return self.instant
        day = self.day or date.min
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone) if self.zone else zone)

    def day_in(self, zone: ZoneInfo) -> date:
        """The calendar day on which it fell in ``zone``; a bare day is that day everywhere."""
        return self.day if self.day is not None else self.earliest(zone).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class EventEntry:
    moment: Moment
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity on our side. Lists that were not given are None: unknown, not empty."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def timezone(self) -> str | None:
        zone = self.values.get("timezone")
        return zone if isinstance(zone, str) else None

    @property
    def established_in(self) -> tuple[str, ...] | None:
        return self.values.get("established_in")

    @property
    def main_establishment(self) -> str | None:
        return self.values.get("main_establishment")


@dataclass(frozen=True, slots=True)
class Party:
    id: str
    relation: str | None
    name: str | None
    country: str | None
    told_us_at: Moment | None = None
    told_by_us_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    id: str
    entity: str | None = None
    role: str | None = None
    special_roles: tuple[str, ...] = ()
    for_parties: tuple[str, ...] = ()
    system: str | None = None
    located_in: tuple[str, ...] = ()
    holding: str | None = None
    exposure: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """People living in one place, each of them in this row and in no other."""

    where: str | None
    entity: str
    datasets: tuple[str, ...] = ()
    relation: str | None = None
    count: Count | None = None
    records: Count | None = None
    data: frozenset[str] | None = None
    role: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def low(self) -> int:
        """The least number of people here: a row that is listed has at least one unless it says none."""
        return 1 if self.count is None or self.count.at_least is None else self.count.at_least

    @property
    def high(self) -> int | None:
        return None if self.count is None else self.count.at_most


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's answer to a test of law, for a part of the incident."""

    test: str
    answer: Any
    where: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    entity: str | None = None
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    kind: str
    authority: str | None = None
    form: str | None = None
    asked_at: Moment | None = None
    until: Moment | None = None
    covers: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    duty: str
    granted: bool | None
    until: Moment | None
    regime: str | None = None
    where: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """What was sent or filed, by whomever."""

    duty: str
    at: Moment | None
    regime: str | None = None
    where: str | None = None
    by: str | None = None
    on_behalf_of: str | None = None
    met_by: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionNotTo:
    """Two people's decision not to notify. It counts until ``look_again``, and while the facts are those of ``on``.

    ``kind`` ``exempted``: an ``authority`` let the duty off; ``withdrawn``: what was notified was taken back with it.
    """

    regime: str
    duty: str
    where: str | None
    at: Moment | None
    look_again: Moment | None
    on: str | None = None
    entity: str | None = None
    kind: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One row seen through one of its datasets: exposure and role as they hold there."""

    row: PeopleRow | None
    entity: Entity
    dataset: Dataset | None
    role: str | None
    exposure: Mapping[str, Any]

    @property
    def data(self) -> frozenset[str] | None:
        return self.row.data if self.row else None


@dataclass(frozen=True, eq=False)
class Facts:
    """One incident as it is known now."""

    title: str
    code_name: str | None
    incident: Mapping[str, Any]
    events: Mapping[str, tuple[EventEntry, ...]]
    entities: tuple[Entity, ...]
    parties: tuple[Party, ...]
    datasets: Mapping[str, Dataset]
    exposure: Mapping[str, Any]
    people: tuple[PeopleRow, ...] | None
    people_complete: bool | None
    counting: Mapping[str, Any]
    risk: Mapping[str, Any]
    judgements: tuple[Judgement, ...]
    extortion: Mapping[str, Any]
    holds: tuple[Hold, ...]
    extensions: tuple[Extension, ...]
    filings: tuple[Filing, ...]
    plain: Mapping[str, Any]
    """Flat values of the sections that have no grain of their own: ``service.…``, ``regime_facts.…``."""

    name: str = "facts"
    decisions: tuple[DecisionNotTo, ...] = ()

    def entity(self, id: str) -> Entity:  # noqa: A002 -- the word of the facts file
        return next(entity for entity in self.entities if entity.id == id)

    def event(self, name: str, entity: str) -> Moment | None:
        """When the event was, for that entity; None while it is not known."""
        entries = self.events.get(name, ())
        own = next((entry.moment for entry in entries if entry.entity == entity), None)
        return own or next((entry.moment for entry in entries if entry.entity is None), None)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Every row through every of its datasets; an entity without rows has one segment without people."""
        found = [segment for row in self.people or () for segment in self._of_row(row) if row.high != 0]
        peopled = {segment.entity.id for segment in found}
        for entity in self.entities:
            if entity.id not in peopled:
                own: list[Dataset | None] = [d for d in self.datasets.values() if d.entity in {None, entity.id}]
                found.extend(self._segment(None, entity, dataset) for dataset in own or [None])
        return tuple(found)

    @cached_property
    def alike(self) -> Mapping[Segment, Segment]:
        """Each segment with the first one that no rule can tell from it: they differ in numbers of people alone."""
        first: dict[str, Segment] = {}
        return {segment: first.setdefault(_marks(segment), segment) for segment in self.segments}

    def _of_row(self, row: PeopleRow) -> Iterator[Segment]:
        entity = self.entity(row.entity)
        if not row.datasets:
            yield self._segment(row, entity, None)
        for id in row.datasets:  # noqa: A001
            yield self._segment(row, entity, self.datasets[id])

    def _segment(self, row: PeopleRow | None, entity: Entity, dataset: Dataset | None) -> Segment:
        exposure = {**self.exposure, **(dataset.exposure if dataset else {})}
        if row is not None and row.values.get("form"):
            exposure["form"] = row.values["form"]
        role = (row.role if row else None) or (dataset.role if dataset else None) or entity.values.get("role")
        return Segment(row, entity, dataset, role, exposure)

    def value(self, key: str, *, entity: str | None = None) -> Any:
        """The value at a dotted key as it stands at the top: None while unknown. ``organisation`` is the entity's."""
        section, _, rest = key.partition(".")
        if section == "organisation":
            return self.entity(entity or self.entities[0].id).values.get(rest)
        if section == "events":
            return self.event(rest, entity or self.entities[0].id)
        if section == "people":
            return self.people if not rest else None
        if section in {"incident", "exposure", "risk", "extortion", "counting"}:
            found: Mapping[str, Any] = getattr(self, section)
            return found.get(rest)
        return self.people_complete if key == "people_complete" else self.plain.get(key)


def _marks(segment: Segment) -> str:
    """All that a rule may read of a segment, beside numbers of people and records."""
    row = segment.row
    of_row = (
        None if row is None else (row.where, row.relation, row.data and sorted(row.data), sorted(row.values.items()))
    )
    return repr((segment.entity.id, segment.dataset and segment.dataset.id, segment.role, of_row))
