"""The law library as an index: found by word, recipient and how sure it is, grouped as on a map. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from responder.books.yaml_loader import load_yaml
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from responder.books.law import Duty, Regime
    from responder.books.library import Library
    from responder.books.marked import Text

_FILE: Final = Path(__file__).parent / "regions.yaml"
ELSEWHERE: Final = "elsewhere"
REGIONS: Final = {
    "europe": N_("Europe"),
    "north_america": N_("North America"),
    "latin_america": N_("Latin America and the Caribbean"),
    "middle_east": N_("Middle East"),
    "africa": N_("Africa"),
    "asia": N_("Asia"),
    "oceania": N_("Oceania"),
    ELSEWHERE: N_("Elsewhere"),
}
SURE: Final = {"verified": N_("Read from the source"), "ask": N_("Unverified: ask counsel")}
STANDING: Final = {"in_force": N_("In force"), "pending": N_("Not yet in force"), "other": N_("No binding law")}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    words: str = ""
    recipient: str = ""
    sure: str = ""
    standing: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.recipient or self.sure or self.standing)


@dataclass(frozen=True)
class Row:
    """One regime in the index."""

    regime: Regime
    duties: int
    unverified: int
    tested_outside: bool
    overdue: bool

    @property
    def verified(self) -> bool:
        """Whether the regime and each of its duties was read from its source."""
        return self.regime.verified and not self.unverified


@dataclass(frozen=True)
class Jurisdiction:
    """One jurisdiction with its regimes; ``parts`` says whether parts of it, such as states, have laws of their own."""

    place: str
    rows: Sequence[Row]

    @property
    def verified(self) -> int:
        return sum(row.verified for row in self.rows)


@dataclass(frozen=True)
class Region:
    id: str
    jurisdictions: Sequence[Jurisdiction]

    @property
    def regimes(self) -> int:
        return sum(len(each.rows) for each in self.jurisdictions)


def index(library: Library, wanted: Wanted, *, today: date, order: Callable[[str], str]) -> list[Region]:
    """The regimes that fit ``wanted``, by region and jurisdiction.

    Args:
        library: The shelf.
        wanted: What somebody looks for.
        today: What is past its review day counts as overdue.
        order: The name of a place by which jurisdictions are sorted, in the reader's language.
    """
    regions: dict[str, dict[str, list[Row]]] = {id_: {} for id_ in REGIONS}
    for regime in library.regimes.values():
        row = row_of(regime, today=today)
        if _fits(row, wanted, library):
            whole = outermost(regime.place, library)
            regions[_regions().get(whole, ELSEWHERE)].setdefault(whole, []).append(row)
    return [
        Region(id_, [Jurisdiction(place, _sorted(found[place])) for place in sorted(found, key=order)])
        for id_, found in regions.items()
        if found
    ]


def row_of(regime: Regime, *, today: date) -> Row:
    duties = present_duties(regime)
    return Row(
        regime,
        duties=len(regime.duty_ids()),
        unverified=sum(not duty.verified for duty in duties),
        tested_outside=any(example.outside for example in regime.examples),
        overdue=regime.review_by is not None and regime.review_by < today,
    )


def present_duties(regime: Regime) -> list[Duty]:
    """Each duty once, in the newest text that the library holds of it."""
    newest: dict[str, Duty] = {}
    for duty in regime.duties:
        held = newest.get(duty.id)
        if held is None or (held.since is not None and duty.since is not None and duty.since > held.since):
            newest[duty.id] = duty
    return list(newest.values())


def former_duties(regime: Regime, id_: str) -> list[Duty]:
    """The former texts of a duty, the newest first."""
    present = {id(duty) for duty in present_duties(regime)}
    former = [duty for duty in regime.duties if duty.id == id_ and id(duty) not in present]
    return sorted(former, key=lambda duty: (duty.since is not None, duty.since), reverse=True)


def outermost(place: str, library: Library) -> str:
    """The country or union that a place lies in, itself where it lies in none."""
    found = library.places.get(place)
    return next((each for each in sorted(found.within) if _lies_in_nothing(each, library)), place) if found else place


def _lies_in_nothing(place: str, library: Library) -> bool:
    found = library.places.get(place)
    return found is not None and len(found.within) == 1


def _fits(row: Row, wanted: Wanted, library: Library) -> bool:
    regime = row.regime
    standing = regime.status if regime.status in STANDING else "other"
    told = {duty.recipient for duty in regime.duties}
    return (
        (not wanted.standing or wanted.standing == standing)
        and (not wanted.recipient or wanted.recipient in told)
        and (not wanted.sure or (wanted.sure == "verified") == row.verified)
        and wanted.words.casefold() in said_of(regime, library)
    )


def said_of(regime: Regime, library: Library) -> str:
    """Whatever a person may look for: id, name, place, instrument and whom to tell, in every language on the shelf."""
    texts: list[Text] = [regime.name, *(duty.recipient_name for duty in regime.duties)]
    found = library.places.get(regime.place)
    texts += [library.places[each].name for each in sorted(found.within) if each in library.places] if found else []
    titles = [instrument.title for instrument in regime.instruments]
    return " ".join([regime.id, regime.place, *_all(texts), *titles]).casefold()


def _all(texts: Iterable[Mapping[str, str]]) -> Iterable[str]:
    return (said for text in texts for said in text.values())


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.regime.status != "in_force", len(row.regime.place), row.regime.id))


@cache
def _regions() -> dict[str, str]:
    written = load_yaml(_FILE.read_text(encoding="utf-8"), name=_FILE.name)
    return {place: region["id"] for region in written["regions"] for place in region["places"]}
