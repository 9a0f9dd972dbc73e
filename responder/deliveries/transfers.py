"""Where people's data would go: which provider works where, for people of which countries, and on what basis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from responder.books.yaml_loader import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REGIONS: Final = Path(__file__).parent / "regions.yaml"


@dataclass(frozen=True)
class Pair:
    """People of ``country`` and a channel that works in ``region``, by how many messages."""

    channel: str
    region: str
    country: str
    messages: int


def read_regions() -> dict[str, frozenset[str]]:
    """Region → the countries whose people's data does not leave home there. Data: see ``regions.yaml``."""
    document = load_yaml(_REGIONS.read_text(encoding="utf-8"), name=_REGIONS.name)
    return {name: frozenset(countries) for name, countries in document.items()}


def pairs_to_decide(
    messages: Iterable[tuple[str, str, int]],
    works_in: Mapping[str, tuple[str, str]],
    regions: Mapping[str, frozenset[str]],
) -> list[Pair]:
    """The pairs of provider and country that need a basis.

    Args:
        messages: Medium, country of the person, how many.
        works_in: Medium → the channel's name and the region it works in; a channel of this machine is left out.
        regions: As ``read_regions``.
    """
    pairs = []
    for medium, country, count in messages:
        if medium not in works_in:
            continue
        channel, region = works_in[medium]
        if country not in regions.get(region, frozenset()):
            pairs.append(Pair(channel, region, country, count))
    return sorted(pairs, key=lambda pair: (pair.channel, pair.country))
