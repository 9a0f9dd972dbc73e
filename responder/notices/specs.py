"""What a duty wants written: its family, its items, whose people count, and the law's own exact words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from responder.errors import NotFound
from responder.notices.compose import LetterSpec
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from responder.books.law import Duty, Regime
    from responder.books.letter_rules import LetterRule
    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.books.marked import Text
    from responder.facts.model import Facts

_TITLE, _HEADING, _POINTS = "title_exact: ", "heading_exact: ", "min_font_pt: "


def spec_of(library: Library, letters: Letters, regime_id: str, duty_id: str, where: str) -> LetterSpec:
    """The letter of a duty.

    Raises:
        NotFound: no such regime or duty, a duty that tells nobody, or a rule for its letter that the shelf lacks.
    """
    regime = library.regimes.get(regime_id)
    duty = next((duty for duty in _duties(regime) if duty.id == duty_id), None) if regime else None
    if regime is None or duty is None:
        raise NotFound(N_("There is no duty {duty} in {regime}"), duty=duty_id, regime=regime_id)
    family = letters.family_for(duty.recipient)
    if family is None:
        raise NotFound(N_("The duty {duty} tells nobody by letter"), duty=duty_id)
    points = _exact(duty, _POINTS)
    rules = _rules(duty, letters)
    return LetterSpec(
        family=family.id,
        regime=regime.id,
        duty=duty.id,
        where=where,
        content=duty.content,
        places=(where,) if duty.recipient in {"media", "individuals"} else (regime.place,),
        title=next(iter(_exact(duty, _TITLE)), ""),
        headings=_exact(duty, _HEADING),
        least_points=int(points[0]) if points and points[0].isdigit() else 0,
        omits=frozenset[str]().union(*(rule.omits for rule in rules)),
        forbids=frozenset[str]().union(*(rule.forbids for rule in rules)),
        reminders=tuple(rule.says for rule in rules),
        warns=_joined(rule.warns for rule in rules),
    )


def concerning(spec: LetterSpec, facts: Facts, library: Library) -> LetterSpec:
    """``spec`` without the items that concern data which nobody it speaks of has lost; where that is open they stay."""
    told = [row for row in facts.people or () if _lies_in(row.where, spec.places, library)]
    if not told or any(row.data is None for row in told):
        return spec
    lost = frozenset[str]().union(*(row.data or () for row in told))
    content = tuple(item for item in spec.content if not item.only_for or item.only_for & lost)
    return replace(spec, content=content)


def _lies_in(where: str | None, places: tuple[str, ...], library: Library) -> bool:
    place = library.places.get(where or "")
    return not places or place is None or bool(place.within & set(places))


def _duties(regime: Regime) -> tuple[Duty, ...]:
    variants = tuple(duty for duties in regime.variants.values() for duty in duties)
    return (*regime.duties, *variants)


def _rules(duty: Duty, letters: Letters) -> tuple[LetterRule, ...]:
    names = [name for name in duty.letter if not name.startswith((_TITLE, _HEADING, _POINTS))]
    unknown = [name for name in names if name not in letters.rules]
    if unknown:
        raise NotFound(
            N_("The shelf has no letter rule {rule}"),
            rule=unknown[0],
            do=N_("Write it into _shared/letter_rules.yaml."),
        )
    return tuple(letters.rules[name] for name in names)


def _joined(texts: Iterable[Text]) -> Text:
    """Lists of words by language, put together."""
    found: dict[str, str] = {}
    for text in texts:
        for language, words in text.items():
            found[language] = f"{found[language]}, {words}" if language in found else words
    return found


def _exact(duty: Duty, prefix: str) -> tuple[str, ...]:
    return tuple(rule.removeprefix(prefix) for rule in duty.letter if rule.startswith(prefix))
