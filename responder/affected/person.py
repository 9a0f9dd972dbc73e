"""A person as the list has him or her: read from a row, complained of value by value, compared with another."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SAFETY = ("normal", "letter_only", "no_post", "call_first", "via_representative")
CHANNELS = ("email", "sms", "letter", "phone", "in_app")
ADULT_AT = 18  # Convention on the Rights of the Child, art. 1; a place's own age comes with its rule
CODE_FIELD = "responder:code"  # no column of a list can be called so: it is drawn, not imported


@dataclass(frozen=True)
class Person:
    """What is sealed of a person, and what a letter may use. ``fields`` are the list's further columns."""

    name: str = ""
    given_name: str = ""
    family_name: str = ""
    firm_id: str = ""
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    birth_date: str = ""
    guardian_of: str = ""
    guardian_name: str = ""
    guardian_email: str = ""
    guardian_phone: str = ""
    representative: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def with_code(self, code: str) -> Person:
        """The person with a code of a service that the letter offers; without one, unchanged."""
        return replace(self, fields={**self.fields, CODE_FIELD: code}) if code else self

    def to_document(self) -> dict[str, Any]:
        """As JSON, without what is empty."""
        found = {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}
        return {**found, "fields": dict(self.fields)} if self.fields else found

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Person:
        return cls(**document)

    @property
    def contacts(self) -> tuple[tuple[str, str], ...]:
        """Kind and normalised value of each contact, for look-up hashes."""
        found = (
            ("email", normal_email(self.email)),
            ("phone", self.phone),
            ("address", normal_address(self.postal_address)),
        )
        return tuple((kind, value) for kind, value in found if value)


@dataclass(frozen=True)
class Traits:
    """What is kept in clear of a person, because counts, ladders and letters are chosen by it."""

    language: str = ""
    country: str = ""
    subdivision: str = ""
    timezone: str = ""
    data: tuple[str, ...] = ()
    dataset: str = ""
    entity: str = ""
    relation: str = ""
    brand: str = ""
    role: str = ""
    minor: bool | None = None
    deceased: bool = False
    told_at: date | None = None
    esign_consent: str = ""
    primary_channel: str = ""
    contact_safety: str = "normal"

    @property
    def place(self) -> str:
        """The most exact place known: ``US-CA``, ``DE`` or ``unknown``."""
        return self.subdivision or self.country or "unknown"


def normal_name(name: str) -> str:
    """A name for comparison only: width, case, accents, order and punctuation do not make another person."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )
    return " ".join(sorted(re.findall(r"\w+", plain)))


def normal_email(email: str) -> str:
    """An address for comparison only. Mail is sent to it as it was written."""
    return unicodedata.normalize("NFKC", email).casefold()


def normal_address(address: str) -> str:
    """A postal address for comparison only."""
    plain = unicodedata.normalize("NFKC", address).casefold()
    return " ".join(re.findall(r"\w+", plain))


def age_on(birth_date: date, day: date) -> int:
    """Full years on ``day``; who is born on 29 February becomes a year older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def contradict(one: Person, other: Person) -> bool:
    """Whether two rows of one firm's id name different people: joint holders of one account are two, not one."""
    names = normal_name(one.name), normal_name(other.name)
    births = one.birth_date, other.birth_date
    return (all(names) and names[0] != names[1]) or (all(births) and births[0] != births[1])
