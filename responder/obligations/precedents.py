"""Published examples of authorities: which lie nearest to an incident, what is alike and what differs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from responder.facts.parse import FORMAT, facts_from_document
from responder.obligations.conditions import read_fact
from responder.obligations.reasons import in_language
from responder.obligations.weighing import Weighing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.advice import Advice, Feature, Precedent
    from responder.books.library import Library
    from responder.facts.model import Count, Facts, Segment
    from responder.obligations.reasons import Speaker


@dataclass(frozen=True, slots=True)
class Nearest:
    """One precedent beside the incident. ``distance`` 0 is alike in all that is compared, 1 in nothing."""

    precedent: Precedent
    distance: float
    alike: tuple[str, ...]
    differs: tuple[str, ...]


def level_of(precedent: Precedent) -> str | None:
    """The level that the authority's conclusion amounts to; None where it hangs on what the example leaves open."""
    if precedent.individuals == "yes":
        return "high"
    if precedent.authority == "yes":
        return "risk"
    return "unlikely" if (precedent.authority, precedent.individuals) == ("no", "no") else None


def precedent_facts(precedent: Precedent, library: Library) -> Facts:
    """The facts of a precedent, read as any facts file. Raises BadInput for what is wrong in them."""
    return facts_from_document({"format": FORMAT, **precedent.facts}, name=precedent.file, library=library)


def nearest(weighing: Weighing, segment: Segment, speaker: Speaker, *, limit: int = 3) -> tuple[Nearest, ...]:
    """The precedents nearest to this segment, the nearest first; none while nothing is known to compare."""
    here = features(weighing, segment)
    if all(value is None for value in here.values()):
        return ()
    compared = [
        _compared(precedent, there, here, weighing.advice, speaker)
        for precedent, there in _features_of_all(weighing.library, weighing.advice)
    ]
    return tuple(sorted(compared, key=lambda found: (found.distance, found.precedent.id))[:limit])


def features(weighing: Weighing, segment: Segment) -> Mapping[str, Any]:
    """What is known of a segment in the terms that precedents are compared by."""
    return {feature.id: _value(feature, weighing, segment) for feature in weighing.advice.compare}


@lru_cache(maxsize=4)
def _features_of_all(library: Library, advice: Advice) -> tuple[tuple[Precedent, Mapping[str, Any]], ...]:
    found = []
    for precedent in advice.precedents:
        if not precedent.rule:
            facts = precedent_facts(precedent, library)
            telling = max(facts.segments, key=lambda segment: len(segment.data or ()))
            found.append((precedent, features(Weighing(facts, library, advice), telling)))
    return tuple(found)


def _value(feature: Feature, weighing: Weighing, segment: Segment) -> Any:
    if feature.sets:
        data = segment.data
        return None if data is None else frozenset(name for name in feature.sets if data & weighing.advice.sets[name])
    if feature.people:
        return _banded(weighing.people(), feature.people)
    value = read_fact(weighing.view(segment), feature.fact or "")
    if feature.hours:
        return None if value is None else bisect_left(feature.hours, value)
    if feature.some:
        return None if value is None else bool(value)
    return frozenset(value) if isinstance(value, tuple) else value


def _banded(count: Count, bands: tuple[int, ...]) -> int | None:
    if count.best is not None:
        return bisect_left(bands, count.best)
    low = None if count.at_least is None else bisect_left(bands, count.at_least)
    high = len(bands) if count.at_most is None else bisect_left(bands, count.at_most)
    return low if low == high else None


def _compared(
    precedent: Precedent, there: Mapping[str, Any], here: Mapping[str, Any], advice: Advice, speaker: Speaker
) -> Nearest:
    apart, known, alike, differs = 0.0, 0.0, [], []
    for feature in sorted(advice.compare, key=lambda each: -each.weight):
        own, other = here[feature.id], there[feature.id]
        if own is None and other is None:
            continue
        known += feature.weight
        label = speaker.text(feature.label)
        if own == other:
            alike.append(_text(advice, "alike", speaker, label=label, here=_shown(feature, own, advice, speaker)))
            continue
        apart += feature.weight * _apart(own, other)
        said = "differs_open" if own is None else "differs_there" if other is None else "differs"
        there_shown = "" if other is None else _shown(feature, other, advice, speaker)
        here_shown = "" if own is None else _shown(feature, own, advice, speaker)
        differs.append(_text(advice, said, speaker, label=label, there=there_shown, here=here_shown))
    return Nearest(precedent, apart / known if known else 1.0, tuple(alike), tuple(differs))


def _apart(own: Any, other: Any) -> float:
    if own is None or other is None:
        return 0.5
    if isinstance(own, frozenset) and isinstance(other, frozenset):
        return len(own ^ other) / len(own | other)
    return 1


def _shown(feature: Feature, value: Any, advice: Advice, speaker: Speaker) -> str:
    if feature.sets:
        separator = _text(advice, "list", speaker)
        named = separator.join(_text(advice, f"set_{name}", speaker) for name in sorted(value))
        return named or _text(advice, "set_none", speaker)
    for name, bands in (("people", feature.people), ("hours", feature.hours)):
        if bands and value < len(bands):
            return _text(advice, f"{name}_up_to", speaker, n=f"{bands[value]:,}")
        if bands:
            return _text(advice, f"{name}_over", speaker, n=f"{bands[-1]:,}")
    if feature.some:
        return _text(advice, "some" if value else "none", speaker)
    return speaker.value(value)


def _text(advice: Advice, name: str, speaker: Speaker, **values: object) -> str:
    return in_language(advice.texts[name], speaker.lang).format_map(values)
