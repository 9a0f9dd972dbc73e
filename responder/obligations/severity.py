"""ENISA's severity of a personal data breach: SE = DPC x EI + CB, each input shown with its reason.

DPC is the context of the data (1 to 4), EI how easily people are identified (0.25 to 1), CB what happened (0 to 2). The
tables are data (``_shared/risk.yaml``). The score advises: it and the duty to notify diverge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.obligations.reasons import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.books.advice import Criterion, Severity
    from responder.obligations.conditions import View
    from responder.obligations.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Input:
    """One number that goes into the score, or a flag beside it, and why it is what it is."""

    criterion: str
    id: str
    value: float | None
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """``dpc`` and what hangs on it are None while it is not known which data is affected."""

    dpc: int | None
    ei: float
    cb: float
    score: float | None
    band: str | None
    inputs: tuple[Input, ...]


def score_of(dpc: int, ei: float, circumstances: Iterable[float]) -> float:
    """SE = DPC x EI + CB, from 0.25 to 6 (ENISA, December 2013)."""
    return dpc * ei + sum(circumstances)


def band_of(score: float, bands: Iterable[tuple[str, float | None]]) -> str:
    """The band of a score; an exact edge belongs to the band above it."""
    return next(name for name, below in bands if below is None or score < below)


def clamped(dpc: int, severity: Severity) -> int:
    """The context score within its range: whole steps may lead to any value from 1 to 4."""
    return min(max(dpc, severity.least), severity.most)


def severity_of(weighing: Weighing, view: View, kinds: Iterable[str], lang: str) -> Score:
    """The score of one segment in which ``kinds`` of harm to data are there."""
    tables = weighing.advice.severity
    context, dpc = _context(weighing, view, lang)
    identified = weighing.first(tables.identifiability, view)
    ei = identified.value if identified else 1.0
    if view.segment.data is None:
        ei = 1.0
        text = in_language(weighing.advice.texts["dpc_unknown"], lang)
        inputs = [*context, Input("ei", "not_known", ei, text, ("people.data",))]
    else:
        inputs = [*context, *([_input("ei", identified, weighing, view, lang)] if identified else [])]
    breach = list(_circumstances(weighing, view, kinds, lang))
    cb = sum(found.value or 0 for found in breach)
    flags = [
        _input("flag", flag, weighing, view, lang, value=None)
        for flag in tables.flags
        if weighing.holds(flag, view) is True
    ]
    score = None if dpc is None else score_of(dpc, ei, (found.value or 0 for found in breach))
    band = None if score is None else band_of(score, tables.bands)
    return Score(dpc, ei, cb, score, band, (*inputs, *breach, *flags))


def _context(weighing: Weighing, view: View, lang: str) -> tuple[list[Input], int | None]:
    """Every category present, adjusted in whole steps; the highest counts."""
    tables, data = weighing.advice.severity, view.segment.data
    if not data:
        text = in_language(weighing.advice.texts["dpc_unknown"], lang)
        return [Input("dpc", "not_known", None, text, ("people.data",))], None
    by_category = _by_category(data, tables)
    steps = [criterion for criterion in tables.adjustments if weighing.holds(criterion, view) is True]
    inputs = [
        Input("dpc", category, float(tables.categories[category]), _said(category, elements, weighing, lang),
              ("people.data",))
        for category, elements in by_category.items()
    ]  # fmt: skip
    inputs += [_input("dpc", criterion, weighing, view, lang) for criterion in steps]
    highest = max(tables.categories[category] for category in by_category)
    return inputs, clamped(highest + int(sum(criterion.value for criterion in steps)), tables)


def _by_category(data: Iterable[str], tables: Severity) -> Mapping[str, list[str]]:
    simple = min(tables.categories, key=lambda name: tables.categories[name])
    found: dict[str, list[str]] = {}
    inherited = []
    for element in sorted(data):
        if element in tables.inherits:
            inherited.append(element)
        else:
            found.setdefault(tables.category_of.get(element, simple), []).append(element)
    if inherited:
        highest = max(found, key=lambda name: tables.categories[name], default=simple)
        found.setdefault(highest, []).extend(inherited)
    return found


def _said(category: str, elements: Iterable[str], weighing: Weighing, lang: str) -> str:
    words, advice = weighing.library.words, weighing.advice
    separator = in_language(advice.texts["list"], lang)
    named = separator.join(in_language(words.elements[element], lang) for element in elements)
    name = in_language(advice.severity.category_names[category], lang)
    return in_language(advice.texts["category"], lang).format(category=name, elements=named)


def _circumstances(weighing: Weighing, view: View, kinds: Iterable[str], lang: str) -> Iterable[Input]:
    tables = weighing.advice.severity
    present = set(kinds)
    for name, criteria in tables.circumstances.items():
        if name in {"confidentiality", "integrity", "availability"} and name not in present:
            continue
        found = weighing.first(criteria, view)
        if found is not None:
            yield _input(f"cb.{name}", found, weighing, view, lang)


def _input(
    criterion: str, found: Criterion, weighing: Weighing, view: View, lang: str, *, value: float | None = 0
) -> Input:
    number = found.value if value is not None else None
    return Input(criterion, found.id, number, in_language(found.text, lang), weighing.settled_by(found, view))
