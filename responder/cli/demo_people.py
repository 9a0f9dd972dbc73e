"""The people of the demo: made up by chance from plainly synthetic names, with the dirt that real exports have.

Addresses end in ``example.com``, ``.org`` or ``.net`` (RFC 2606). Telephone numbers come from the ranges that Ofcom,
the Bundesnetzagentur, Arcep and the North American plan keep for fiction; China keeps none, so its people have none.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass

HEADER = (
    "Kundennr.", "Vorname", "Nachname", "E-Mail", "Telefon", "Sprache", "Land", "Region", "Anschrift", "Geburtsdatum",
    "Daten", "Verstorben", "Letzte Buchung",
)  # fmt: skip
MAPPING = {
    "id": "Kundennr.",
    "given_name": "Vorname",
    "family_name": "Nachname",
    "email": "E-Mail",
    "phone": "Telefon",
    "language": "Sprache",
    "country": "Land",
    "subdivision": "Region",
    "postal_address": "Anschrift",
    "birth_date": "Geburtsdatum",
    "data": "Daten",
    "deceased": "Verstorben",
}
ENCODING = "utf-8-sig"


# How much of it there is: the share of rows up to which each kind of dirt is met.
DIRT = (
    (0.010, "no address"),
    (0.016, "unreachable"),
    (0.050, "shouting"),
    (0.070, "guarded"),
    (0.074, "deceased"),
    (0.080, "minor"),
    (0.100, "twice"),
    (0.110, "household"),
    (0.112, "totals"),
)
Row = dict[str, str]
Following = list["Row | list[str]"]


@dataclass(frozen=True)
class Region:
    """Where some of them live: how many, in which language, and how their data looks."""

    count: int
    country: str
    language: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    domain: str
    phone: str
    street: str
    part: str = ""
    cards: float = 0.57
    numbers: int = 1000


REGIONS = (
    Region(
        2410, "DE", "de", ("Anna", "Max", "Jürgen", "Käthe", "Björn", "Zoë"),
        ("Muster", "Beispiel", "Probe", "Testfall", "Mustermann", "Groß-Beispiel"),
        "example.com", "030 23125 {:03d}", "Musterstraße {n}, 12345 Musterstadt",
    ),
    Region(
        1120, "FR", "fr", ("Chloé", "Léo", "Inès", "François", "Zélie"),
        ("Exemple", "Modèle", "Dupont-Exemple", "L’Essai"),
        "example.org", "06 39 98 {:02d} {:02d}", "{n} rue de l’Exemple, 75000 Exempleville",
    ),
    Region(
        1180, "GB", "en", ("Sam", "Alex", "Morgan", "Robin"), ("Sample", "Example", "O'Specimen", "Template"),
        "example.net", "07700 900{:03d}", "{n} Sample Street, Exampleton EX1 1EX",
    ),
    Region(
        612, "US", "en", ("Jane", "John", "Jordan", "Casey"), ("Doe", "Roe", "Public", "Sample"),
        "example.com", "(415) 555-01{:02d}", "{n} Example Ave, Sampleville, CA 90000", "US-CA", 1.0, 100,
    ),
    Region(
        410, "CN", "zh", ("三", "四", "五", "小明"), ("张", "李", "王", "样本"),
        "example.org", "", "示例路{n}号, 示例市 100000",
    ),
)  # fmt: skip


def export(seed: int = 20260905) -> bytes:
    """The customer export: CSV with semicolons and a byte order mark, some 5,900 rows, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- synthetic people, not secrets
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    number = 100_000
    for region in REGIONS:
        for place in range(region.count):
            number += 1
            row = _person(region, place, number, chance)
            follow = _dirt(row, number, chance)
            writer.writerow(row)
            writer.writerows(follow)
    return ("﻿" + text.getvalue()).encode()


def _person(region: Region, place: int, number: int, chance: random.Random) -> list[str]:
    given, family = chance.choice(region.given), chance.choice(region.family)
    return [
        f"K{number}",
        given,
        family,
        f"kunde.{number}@{region.domain}",
        _phone(region, place),
        region.language,
        region.country,
        region.part,
        region.street.format(n=place + 1),
        f"{chance.randint(1941, 2007)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "name;email;address;payment_card" if chance.random() < region.cards else "name;email;address;transaction",
        "",
        f"{chance.randint(1, 28)}.8.",
    ]


def _phone(region: Region, place: int) -> str:
    """A number of its own for as many as the range for fiction has; the others gave none."""
    slots = region.phone.count("{")
    if not slots or place >= region.numbers:
        return ""
    return region.phone.format(*(place // 100, place % 100) if slots > 1 else (place,))


def _dirt(row: list[str], number: int, chance: random.Random) -> list[list[str]]:
    """Spoil ``row`` here and there, as exports are spoilt, and say which rows follow it."""
    luck = chance.random()
    kind = next((kind for bound, kind in DIRT if luck < bound), None)
    if kind is None:
        return []
    spoilt = dict(zip(HEADER, row, strict=True))
    follow = _SPOIL[kind](spoilt, number)
    row[:] = spoilt.values()
    return [list(again.values()) if isinstance(again, dict) else again for again in follow]


def _no_address(row: Row, number: int) -> Following:
    del number
    row["E-Mail"] = row["E-Mail"].replace("@", "(at)")
    return []


def _unreachable(row: Row, number: int) -> Following:
    del number
    row["E-Mail"] = row["Telefon"] = ""
    return []


def _shouting(row: Row, number: int) -> Following:
    del number
    row["E-Mail"] = f"  {row['E-Mail'].upper()} "
    row["Nachname"] = f"{row['Nachname']}\u00a0"
    return []


def _guarded(row: Row, number: int) -> Following:
    del number
    row["Telefon"] = "'" + (row["Telefon"] or "unbekannt")
    row["Anschrift"] = row["Anschrift"].replace(", ", "\n")
    return []


def _deceased(row: Row, number: int) -> Following:
    del number
    row["Verstorben"] = "ja"
    return []


def _minor(row: Row, number: int) -> Following:
    row["Geburtsdatum"] = f"{2010 + number % 7}-05-01"
    return []


def _twice(row: Row, number: int) -> Following:
    del number
    return [dict(row)]


def _household(row: Row, number: int) -> Following:
    """One address, one mailbox, another person."""
    return [{**row, "Kundennr.": f"K{number}-2", "Vorname": "Partner", "Geburtsdatum": "1970-01-01"}]


def _totals(row: Row, number: int) -> Following:
    del row
    return [[""] * len(HEADER), ["Summe", str(number)]]


_SPOIL = {
    "no address": _no_address,
    "unreachable": _unreachable,
    "shouting": _shouting,
    "guarded": _guarded,
    "deceased": _deceased,
    "minor": _minor,
    "twice": _twice,
    "household": _household,
    "totals": _totals,
}
