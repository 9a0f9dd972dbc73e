"""The address block of a letter, in the form of the country it goes to (UPU S42: what follows what, country last)."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from typing import Final

from babel import Locale

MOST_LINES: Final = 6
LONGEST_LINE: Final = 45
# Where the address goes from the large to the small and the name stands last.
NAME_LAST: Final = frozenset({"CN", "JP", "KR", "TW"})
_WIDE = re.compile(r"[\u3000-\u9fff\uac00-\ud7af]")
_BREAKS = re.compile(r"\s*(?:\r?\n|;|\|)\s*")
_COMMAS = re.compile(r"\s*,\s*")


def address_block(name: str, postal_address: str, country: str, *, posted_in: str = "") -> tuple[str, ...]:
    """The lines for the window of the envelope.

    Args:
        name: The addressee; empty where only the household is known.
        postal_address: As the list has it: in lines, or in one line with commas.
        country: ISO 3166-1 of the addressee; empty if it is not known.
        posted_in: ISO 3166-1 of where the letter is posted; from there the country's name is left out.
    """
    lines = [line for line in _BREAKS.split(postal_address.strip()) if line]
    if len(lines) == 1 and not _WIDE.search(lines[0]):
        lines = [line for line in _COMMAS.split(lines[0]) if line]
    lines = [part for line in lines for part in textwrap.wrap(line, LONGEST_LINE) or [line]]
    named = [name] if name else []
    abroad = country and country != posted_in
    last = _country(country) if abroad and not _ends_with(lines, country) else ""
    room = MOST_LINES - len(named) - bool(last)
    if len(lines) > room:
        lines = [*lines[: room - 1], ", ".join(lines[room - 1 :])]
    whole = [*lines, *named] if country in NAME_LAST and not abroad else [*named, *lines]
    return tuple([*whole, last] if last else whole)


def _ends_with(lines: list[str], country: str) -> bool:
    names = {name.casefold() for name in _names(country)}
    return bool(lines) and lines[-1].casefold() in names


def _country(country: str) -> str:
    return _names(country)[0].upper()


@cache
def _names(country: str) -> tuple[str, ...]:
    """What a country is called: in English first, and in its own languages as far as they are told by its code."""
    names = (Locale(language).territories.get(country) for language in ("en", "de", "fr", "es", "it", "zh"))
    return tuple(name for name in names if name) or (country,)
