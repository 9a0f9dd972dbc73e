"""Whose people a regime protects, and at which places each of its duties is owed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responder.books.law import Duty, Regime
    from responder.books.library import Library
    from responder.books.vocabulary import Vocabulary
    from responder.facts.model import Entity, Facts, Segment
    from responder.obligations.logic import Truth

_NOWHERE: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _within(words: Vocabulary, place: str) -> frozenset[str]:
    known = words.place(place)
    return known.within if known else _NOWHERE


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a regime touches one entity: the segments in its place, those that may lie in it, those elsewhere."""

    regime: Regime
    entity: Entity
    inside: tuple[Segment, ...]
    perhaps: tuple[Segment, ...]
    outside: tuple[Segment, ...]
    empty: tuple[Segment, ...]
    established: Truth
    lead: str | None
    doubtful: frozenset[Segment]
    """Those of ``perhaps``, for asking one by one."""

    @property
    def touched(self) -> Truth:
        """Whether the regime's own test of place is met."""
        by_people: Truth = True if self.inside else None if self.perhaps else False
        match self.regime.reach:
            case "people":
                return by_people
            case "establishment":
                return self.established
            case _:
                if by_people is True or self.established is True:
                    return True
                return None if by_people is None or self.established is None else False

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments that the regime judges: its own people's, else (by establishment) everybody's."""
        if self.inside or self.perhaps:
            return (*self.inside, *self.perhaps)
        return self.outside or self.empty


def reaches_of(facts: Facts, regime: Regime, library: Library) -> tuple[Reach, ...]:
    """One reach for each of our entities."""
    words = library.words
    around = _within(words, regime.place)
    places = {segment.row.where for segment in facts.segments if segment.row}
    inside = frozenset(where for where in places if where is not None and regime.place in _within(words, where))
    perhaps = frozenset(where for where in places if where is not None and where in around) - inside
    return tuple(_reach(facts, regime, entity, words, inside, perhaps) for entity in facts.entities)


def _reach(
    facts: Facts, regime: Regime, entity: Entity, words: Vocabulary, inside: frozenset[str], perhaps: frozenset[str]
) -> Reach:
    own = [
        (segment, segment.row.where if segment.row else None) for segment in facts.segments if segment.entity is entity
    ]
    within = tuple(segment for segment, where in own if where in inside)
    doubtful = tuple(segment for segment, where in own if where in perhaps)
    elsewhere = tuple(segment for segment, where in own if segment.row and where not in inside and where not in perhaps)
    empty = tuple(segment for segment, _ in own if segment.row is None)
    established = _established(entity, regime, words, _within(words, regime.place))
    lead = _lead(entity, regime, words)
    return Reach(regime, entity, within, doubtful, elsewhere, empty, established, lead, frozenset(doubtful))


def _established(entity: Entity, regime: Regime, words: Vocabulary, around: frozenset[str]) -> Truth:
    """Whether the entity sits or is led in the regime's place; a country whose part is open is unknown."""
    known = False
    found: Truth = False
    for key in ("established_in", "main_establishment", "country"):
        value = entity.values.get(key)
        if value is None:
            continue
        known = known or key == "established_in"
        for place in value if isinstance(value, tuple) else (value,):
            if regime.place in _within(words, place):
                return True
            if place in around:
                found = None
    return found if known else None


def _lead(entity: Entity, regime: Regime, words: Vocabulary) -> str | None:
    """Where the lead authority sits: at the main establishment, if it lies in the regime's place and is stated."""
    main = entity.main_establishment
    return main if main is not None and regime.place in _within(words, main) else None


def places_of(duty: Duty, reach: Reach, words: Vocabulary) -> tuple[str, ...]:
    """The places at which the duty is owed: those of the people told, or of the authority."""
    regime = reach.regime
    peopled = _peopled(reach)
    if duty.where == "people":
        return peopled or (regime.place,)
    if duty.where == "lead":
        return (reach.lead,) if reach.lead else ()
    place = words.place(regime.place)
    if duty.where == "regime" or place is None or not place.union:
        return (regime.place,)
    if duty.where == "entity" or reach.lead:
        return (reach.lead or regime.place,)
    inside = tuple(where for where in peopled if regime.place in _within(words, where))
    seats = tuple(seat for seat in reach.entity.established_in or () if regime.place in _within(words, seat))
    return inside or seats or (regime.place,)


def _peopled(reach: Reach) -> tuple[str, ...]:
    """Where the people live whom the regime judges, each place once."""
    segments = reach.inside or (() if reach.perhaps else reach.outside)
    return tuple(dict.fromkeys(segment.row.where for segment in segments if segment.row and segment.row.where))


def people_at(duty: Duty, where: str, reach: Reach, words: Vocabulary) -> tuple[Segment, ...]:
    """The segments that count for the duty at that place."""
    segments = reach.segments
    everybody = duty.where in {"regime", "lead", "entity"} or (duty.where == "authority" and reach.lead == where)
    if everybody or where == reach.regime.place:
        return segments
    there = tuple(
        segment
        for segment in segments
        if segment.row and segment.row.where and where in _within(words, segment.row.where)
    )
    return there or segments
