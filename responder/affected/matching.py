"""Whether two rows are one person. Losing a person is worse than writing twice, so doubt always keeps them apart.

The same person: the firm's own id (unless the names or birth dates contradict: joint holders of one account are two),
or name and birth date and one contact. A shared email, telephone or address alone only suggests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.affected.person import normal_name
from responder.vault.seal import lookup_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.affected.person import Person
    from responder.vault.seal import Keys

CONTACTS = ("email", "phone", "address")
HASH_BYTES = 16


@dataclass(frozen=True, slots=True)
class Traces:
    """Keyed hashes of what a person could be recognised by."""

    id: bytes | None = None
    name: bytes | None = None
    birth: bytes | None = None
    email: bytes | None = None
    phone: bytes | None = None
    address: bytes | None = None

    @property
    def identity(self) -> tuple[bytes, bytes] | None:
        return (self.name, self.birth) if self.name and self.birth else None

    def contacts(self) -> Iterable[tuple[str, bytes]]:
        for kind in CONTACTS:
            if found := getattr(self, kind):
                yield kind, found


@dataclass(frozen=True, slots=True)
class Match:
    """What a row was found to be: ``joined_to`` the same person, ``pairs`` others who may be."""

    joined_to: str | None
    pairs: tuple[tuple[str, str], ...]


def traces(keys: Keys, person: Person) -> Traces:
    """The hashes of ``person`` under the incident's look-up key."""

    def hashed(kind: str, value: str) -> bytes | None:
        return bytes.fromhex(lookup_hash(keys, kind, value)[: HASH_BYTES * 2]) if value else None

    contacts = dict(person.contacts)
    return Traces(
        id=hashed("firm_id", person.firm_id.casefold()),
        name=hashed("name", normal_name(person.name)),
        birth=hashed("birth", person.birth_date),
        email=hashed("email", contacts.get("email", "")),
        phone=hashed("phone", contacts.get("phone", "")),
        address=hashed("address", contacts.get("address", "")),
    )


class Known:
    """Who a batch of rows could be: people the database knows, and the batch's own earlier rows."""

    def __init__(self, shared: dict[tuple[str, bytes], str]) -> None:
        self._by_id: dict[bytes, list[tuple[str, Traces]]] = {}
        self._by_identity: dict[tuple[bytes, bytes], list[tuple[str, Traces]]] = {}
        self._shared = shared
        self._holders: dict[tuple[str, bytes], str] = dict(shared)

    def add(self, root: str, found: Traces) -> None:
        """Somebody known, under the id of the row that stands for him or her."""
        if found.id:
            self._by_id.setdefault(found.id, []).append((root, found))
        if found.identity:
            self._by_identity.setdefault(found.identity, []).append((root, found))

    def hold(self, contacts: Iterable[tuple[str, bytes]], root: str) -> None:
        """The first who has these contacts."""
        for contact in contacts:
            self._holders.setdefault(contact, root)

    def match(self, own: Traces) -> Match:
        """Who a row with these traces is, and who it may be."""
        pairs: dict[str, str] = {}
        joined = None
        for root, other in self._by_id.get(own.id, ()) if own.id else ():
            if _contradict(own, other):
                pairs.setdefault(root, "same id, another name or birth date")
            elif joined is None:
                joined = root
        for root, other in self._by_identity.get(own.identity, ()) if own.identity else ():
            if not set(own.contacts()) & set(other.contacts()):
                pairs.setdefault(root, "same name and birth date, no contact in common")
            elif joined is None:
                joined = root
            elif root != joined:
                pairs.setdefault(root, "same name, birth date and contact")
        for contact in own.contacts():
            if contact in self._holders:
                self._shared[contact] = self._holders[contact]
                pairs.setdefault(self._holders[contact], f"same {contact[0]}")
        return Match(joined, tuple((root, why) for root, why in pairs.items() if root != joined))


def _contradict(own: Traces, other: Traces) -> bool:
    names = own.name and other.name and own.name != other.name
    births = own.birth and other.birth and own.birth != other.birth
    return bool(names or births)


def joined_data(elements: Iterable[str]) -> str:
    """Every element of all rows of one person, as it is stored."""
    return ";".join(sorted({element for stored in elements for element in stored.split(";") if element}))


def count_text(counts: Mapping[str, int]) -> str:
    """``DE 1200, US-CA 612``, for the record."""
    return ", ".join(f"{place} {count}" for place, count in sorted(counts.items()))
