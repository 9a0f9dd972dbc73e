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
        1120, "FR", "fr", ("Chloé", "Léo", "Inès", "François", "Zélie"), ("Exemple", "Modèle", "Dupont-Exemple", "L’Essai"),
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
        410, "CN", "zh", ("三", "四", "五", "小明"), ("张", "李", "王", "样本"), "example.org", "", "示例路{n}号, 示例市 100000",
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
    column = {name: index for index, name in enumerate(HEADER)}
    follow: list[list[str]] = []
    luck = chance.random()
    if luck < 0.010:
        row[column["E-Mail"]] = row[column["E-Mail"]].replace("@", "(at)")
    elif luck < 0.016:
        row[column["E-Mail"]] = row[column["Telefon"]] = ""
    elif luck < 0.040:
        row[column["E-Mail"]] = f"  {row[column['E-Mail']].upper()} "
    elif luck < 0.060:
        row[column["Nachname"]] = f"{row[column['Nachname']]}\u00a0"
    elif luck < 0.070:
        row[column["Anschrift"]] = row[column["Anschrift"]].replace(", ", "\n")
    elif luck < 0.080:
        row[column["Telefon"]] = "'" + (row[column["Telefon"]] or "unbekannt")
    elif luck < 0.084:
        row[column["Verstorben"]] = "ja"
    elif luck < 0.090:
        row[column["Geburtsdatum"]] = f"{chance.randint(2010, 2016)}-05-01"
    elif luck < 0.110:
        follow.append(list(row))  # exported twice
    elif luck < 0.120:
        partner = list(row)  # a household: one address, one mailbox, another person
        partner[0], partner[column["Vorname"]] = f"K{number}-2", "Partner"
        partner[column["Geburtsdatum"]] = "1970-01-01"
        follow.append(partner)
    elif luck < 0.123:
        follow.append([""] * len(HEADER))
    elif luck < 0.126:
        follow.append(["Summe", str(number)])
    return follow
