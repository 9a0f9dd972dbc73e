"""One row of a list, read: a person, traits, and what was wrong with single values."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from responder.affected import values
from responder.affected.person import ADULT_AT, CHANNELS, SAFETY, Person, Traits, age_on
from responder.affected.values import Unreadable, shape
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from responder.affected.columns import ColumnMapping
    from responder.books.library import Library
    from responder.formats.table import Row

T = TypeVar("T")
_ELEMENT_SEPARATORS = ";,|，；、"
_LONGEST_FIELD = 2_000
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


@dataclass(frozen=True)
class ListWide:
    """What a person said of the whole list, because no column says it."""

    data: tuple[str, ...] = ()
    country: str = ""
    language: str = ""
    entity: str = ""
    dataset: str = ""
    relation: str = ""
    dates: str | None = None


@dataclass(frozen=True)
class Words:
    """The ids that cells may name: data elements, and places with the names people give them."""

    elements: Collection[str] = ()
    places: Mapping[str, str] = field(default_factory=dict)


def words_of(library: Library) -> Words:
    """The words of the law library: data elements, and parts of countries by code and by name in each language."""
    places = {id: id for id in library.places if "-" in id}  # noqa: A001 -- the word of the shelf
    for id, place in library.places.items():  # noqa: A001
        if "-" in id:
            places.update({f"{id[:2]}:{name.casefold()}": id for name in place.name.values()})
    return Words(frozenset(library.elements), places)


@dataclass(frozen=True)
class Complaint:
    """A value that cannot be taken. ``fatal``: the whole row waits; else the row was kept without it."""

    column: str
    shape: str
    reason: str
    fatal: bool


@dataclass(frozen=True)
class ReadRow:
    """A row as read. ``person`` is None where it was refused."""

    number: int
    person: Person | None
    traits: Traits
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True)
class Layout:
    """What is the same for every row of one list: its columns as mapped, and the day it is read on."""

    header: tuple[str, ...]
    mapping: ColumnMapping
    whole: ListWide
    words: Words
    today: date

    def read(self, row: Row) -> ReadRow:
        """The person of ``row``, or the reasons why it waits."""
        if row.problem:
            return ReadRow(
                row.number, None, Traits(), (Complaint("", f"{len(row.cells)} cells", row.problem, fatal=True),)
            )
        return _Reading(self, row).result()


class _Reading:
    def __init__(self, layout: Layout, row: Row) -> None:
        self._list = layout
        self._row = row
        self._complaints: list[Complaint] = []

    def _cell(self, known: str) -> str:
        position = self._list.mapping.columns.get(known)
        return "" if position is None else self._row.cells[position]

    def _complain(self, known: str, cell: str, reason: str, *, fatal: bool = False) -> None:
        position = self._list.mapping.columns.get(known)
        column = known if position is None else self._list.header[position]
        self._complaints.append(Complaint(column, shape(cell), reason, fatal))

    def _take(self, known: str, read: Callable[[str], T], empty: T, *, fatal: bool = False) -> T:
        cell = self._cell(known)
        if not cell:
            return empty
        try:
            return read(cell)
        except Unreadable as why:
            self._complain(known, cell, str(why), fatal=fatal)
            return empty

    def result(self) -> ReadRow:
        traits = self._traits()
        person = self._person(traits.country)
        contacts = [
            known
            for known in ("email", "phone", "postal_address", "guardian_email", "guardian_phone")
            if getattr(person, known)
        ]
        lost = [complaint for complaint in self._complaints if complaint.column in self._names("email", "phone")]
        if not contacts and lost:
            self._complaints = [Complaint(c.column, c.shape, c.reason, c in lost or c.fatal) for c in self._complaints]
        elif not (person.name or contacts or person.firm_id):
            self._complaints.append(Complaint("", "empty", N_("neither a name nor a way to reach anybody"), fatal=True))
        elif self._row.ends_early and not (contacts or traits.country):
            # A line of totals, or a file cut off: a person whom nobody could reach or place would be made of it.
            shape_of_row = f"{sum(map(bool, self._row.cells))} cells"
            reason = N_("the row ends early and reaches nobody")
            self._complaints.append(Complaint("", shape_of_row, reason, fatal=True))
        refused = any(complaint.fatal for complaint in self._complaints)
        return ReadRow(self._row.number, None if refused else person, traits, tuple(self._complaints))

    def _names(self, *known: str) -> set[str]:
        columns, header = self._list.mapping.columns, self._list.header
        return {header[columns[column]] for column in known if column in columns}

    def _person(self, country: str) -> Person:
        given, family = self._cell("given_name"), self._cell("family_name")
        cells = self._row.cells
        birth = self._take("birth_date", self._birth, None, fatal=True)
        return Person(
            name=self._cell("name") or whole_name(given, family),
            given_name=given,
            family_name=family,
            firm_id=self._cell("id"),
            email=self._take("email", values.read_email, ""),
            phone=self._take("phone", lambda cell: values.read_phone(cell, country), ""),
            postal_address=self._cell("postal_address"),
            birth_date=birth.isoformat() if birth else "",
            guardian_of=self._cell("guardian_of"),
            guardian_name=self._cell("guardian_name"),
            guardian_email=self._take("guardian_email", values.read_email, ""),
            guardian_phone=self._take("guardian_phone", lambda cell: values.read_phone(cell, country), ""),
            representative=self._cell("representative"),
            fields={name: cells[at][:_LONGEST_FIELD] for name, at in self._list.mapping.fields.items() if cells[at]},
        )

    def _traits(self) -> Traits:
        whole = self._list.whole
        country = self._take("country", values.read_country, "") or whole.country
        subdivision = self._take("subdivision", lambda cell: self._subdivision(cell, country), "")
        return Traits(
            language=self._take("language", values.read_language, "") or whole.language,
            country=country or subdivision[:2],
            subdivision=subdivision,
            timezone=self._take("timezone", values.read_timezone, ""),
            data=self._take("data", self._elements, (), fatal=True) or tuple(sorted(set(whole.data))),
            dataset=self._cell("dataset") or whole.dataset,
            entity=self._cell("entity") or whole.entity,
            relation=self._cell("relation") or whole.relation,
            brand=self._cell("brand"),
            role=self._cell("role"),
            minor=self._minor(),
            deceased=self._take("deceased", self._deceased, False, fatal=True),
            told_at=self._take("told_at", lambda cell: values.read_instant_day(cell, whole.dates), None),
            esign_consent=self._cell("esign_consent"),
            primary_channel=self._take("primary_channel", lambda cell: _one_of(cell, CHANNELS), ""),
            contact_safety=self._take("contact_safety", lambda cell: _one_of(cell, SAFETY), "normal", fatal=True),
        )

    def _birth(self, cell: str) -> date:
        day = values.read_day(cell, self._list.whole.dates)
        if day.year < 1900 or day > self._list.today:
            raise Unreadable(N_("nobody alive was born on this day"))
        return day

    def _minor(self) -> bool | None:
        if self._cell("minor"):
            return self._take("minor", values.read_flag, None, fatal=True)
        try:
            birth = self._birth(self._cell("birth_date"))
        except Unreadable:
            return None
        return age_on(birth, self._list.today) < ADULT_AT

    def _deceased(self, cell: str) -> bool:
        try:
            return values.read_flag(cell)
        except Unreadable:
            values.read_day(cell, self._list.whole.dates)
            return True

    def _subdivision(self, cell: str, country: str) -> str:
        places = self._list.words.places
        if not country and cell.upper() not in places:
            raise Unreadable(N_("a part of a country, and no country beside it"))
        for wanted in (cell.upper(), f"{country}-{cell.upper()}", f"{country}:{cell.casefold()}"):
            if wanted in places:
                return places[wanted]
        if country not in {place[:2] for place in places if "-" in place}:
            return ""  # a part that no law of the library asks for
        raise Unreadable(N_("no part of that country is called so"))

    def _elements(self, cell: str) -> tuple[str, ...]:
        known = self._list.words.elements
        for separator in _ELEMENT_SEPARATORS:
            cell = cell.replace(separator, ";")
        found = []
        for number, word in enumerate((part.strip() for part in cell.split(";") if part.strip()), 1):
            element = word.casefold().replace(" ", "_").replace("-", "_")
            if known and element not in known:
                raise Unreadable(f"word {number} is no data element; `responder facts` lists them")
            found.append(element)
        return tuple(sorted(set(found)))


def _one_of(cell: str, choices: tuple[str, ...]) -> str:
    word = cell.casefold().replace(" ", "_").replace("-", "_")
    if word not in choices:
        raise Unreadable("expected one of " + ", ".join(choices))
    return word


def whole_name(given: str, family: str) -> str:
    """A name as its bearer writes it: Chinese, Japanese and Korean put the family first, with nothing between."""
    if given and family and all(unicodedata.name(letter, "").startswith(_EAST_ASIAN) for letter in given + family):
        return family + given
    return " ".join(part for part in (given, family) if part)
