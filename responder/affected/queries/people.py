"""Reads of people. Only lists that are ready are seen; a person is the row that others are joined to."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select

from responder.affected.addressee import Addressee, address
from responder.affected.matching import joined_data
from responder.affected.person import Person, Traits
from responder.affected.records import Recipient, RecipientList
from responder.errors import NotFound
from responder.storage.among import among
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from responder.vault.seal import Keys

_PAGE = 500
_CLEAR = tuple(name for name in Traits.__dataclass_fields__ if name != "data")
_IN_CLEAR = attrgetter(*_CLEAR)
_NAMES = ("id", "incident_id", "joined_to", "ward_id", "person_sealed", "data", *_CLEAR)
_OPENED = tuple(getattr(Recipient, name) for name in _NAMES)


@dataclass(frozen=True)
class Selection:
    """Which people a notice concerns: those in any of ``places``, all if none is named. ``US`` holds ``US-CA``.

    ``lists`` narrow it to people who came with these lists: one wave of several.
    """

    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def to_document(self) -> dict[str, list[str]]:
        narrowed = {"lists": sorted(self.lists)} if self.lists else {}
        return {"places": sorted(self.places), "languages": sorted(self.languages), **narrowed}


@dataclass(frozen=True)
class Opened:
    """A person, opened: merged over all rows that are joined, with the guardians that name him or her."""

    id: str
    person: Person
    traits: Traits
    told: tuple[str, ...]
    guardians: tuple[Person, ...]

    def addressee(self, on: date) -> Addressee:
        """To whom this person's letter goes on the day of sending."""
        return address(self.person, self.traits, on=on, told=self.told, guardians=self.guardians)


def ready_lists(incident_id: str) -> Select[str]:
    return select(RecipientList.id).where(RecipientList.incident_id == incident_id, RecipientList.state == "ready")


def selected(incident_id: str, selection: Selection | None) -> Select[Recipient]:
    statement = select(Recipient).where(
        Recipient.incident_id == incident_id,
        Recipient.joined_to.is_(None),
        Recipient.list_id.in_(ready_lists(incident_id)),
        or_(Recipient.guards.is_(False), Recipient.data != ""),
    )
    if selection and selection.places:
        statement = statement.where(
            or_(*(or_(Recipient.place == place, Recipient.place.startswith(f"{place}-")) for place in selection.places))
        )
    if selection and selection.lists:
        statement = statement.where(Recipient.list_id.in_(selection.lists))
    if selection and selection.languages:
        statement = statement.where(Recipient.language.in_(selection.languages))
    return statement


def list_recipients(
    session: Session, incident_id: str, *, selection: Selection | None = None, after: str = "", limit: int = _PAGE
) -> Sequence[Recipient]:
    """The next ``limit`` people after the id ``after``, in the order of their ids."""
    return session.scalars(
        selected(incident_id, selection).where(Recipient.id > after).order_by(Recipient.id).limit(limit)
    ).all()


def count_recipients(session: Session, incident_id: str, *, selection: Selection | None = None) -> int:
    """How many people there are."""
    return session.scalar(select(func.count()).select_from(selected(incident_id, selection).subquery())) or 0


def digest_of(session: Session, incident_id: str, *, selection: Selection | None = None) -> tuple[str, int]:
    """SHA-256 over the ids and row digests of the people selected, and their number: what an approval is bound to.

    A row joined to a person counts into that person's line, so a list that adds data elements changes the digest.
    """
    joined: dict[str, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Recipient.joined_to, Recipient.digest)
        .where(
            Recipient.incident_id == incident_id,
            Recipient.joined_to.is_not(None),
            Recipient.list_id.in_(ready_lists(incident_id)),
        )
        .order_by(Recipient.id)
    )
    for root, digest in rows:
        joined[root or ""].append(digest.hex())
    total, count = hashlib.sha256(), 0
    statement = (
        selected(incident_id, selection).with_only_columns(Recipient.id, Recipient.digest).order_by(Recipient.id)
    )
    for row_id, digest in session.execute(statement.execution_options(yield_per=5_000)):
        total.update(" ".join((row_id, digest.hex(), *joined.get(row_id, ()))).encode() + b"\n")
        count += 1
    return total.hexdigest(), count


def get_recipient(session: Session, incident_id: str, recipient_id: str) -> Recipient:
    """One person of an incident, by id.

    Raises:
        NotFound: the incident has no such person.
    """
    row = session.get(Recipient, recipient_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound(N_("There is no such recipient"), field="recipient")
    return row


def person_of(session: Session, recipient: Recipient) -> Opened:
    """The person of one recipient; see ``open_people`` for many."""
    return next(iter(open_people(session, [recipient])))


def open_people(session: Session, recipients: Sequence[Recipient]) -> Iterator[Opened]:
    """Each recipient opened, with what other rows of the same person add: data, contacts, guardians."""
    return _opened(session, recipients)


def open_by_id(session: Session, recipient_ids: Sequence[str]) -> Iterator[Opened]:
    """The same for ids, in no order: only what a letter needs is read, which for a million letters is much less."""
    return _opened(session, _rows(session, among(Recipient.id, recipient_ids)))


def _opened(session: Session, recipients: Sequence[Any]) -> Iterator[Opened]:
    if not recipients:
        return
    incident_id = recipients[0].incident_id
    ready = Recipient.list_id.in_(ready_lists(incident_id))
    more: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(session, among(Recipient.joined_to, [row.id for row in recipients]), ready):
        more[row.joined_to].append(row)
    guardians: dict[str, list[Any]] = defaultdict(list)
    every = [row.id for rows in (recipients, *more.values()) for row in rows]
    for row in _rows(session, among(Recipient.ward_id, every), ready):
        guardians[row.ward_id].append(row)
    keys = keystore_of(session).of(incident_id)
    for recipient in recipients:
        rows = [recipient, *more.get(recipient.id, ())]
        opened = [_person(keys, row) for row in rows]
        watching = tuple(_person(keys, guardian) for row in rows for guardian in guardians.get(row.id, ()))
        yield Opened(recipient.id, _merged(opened), _traits(rows), _told(rows), watching)


def _rows(session: Session, *which: ColumnElement[bool]) -> Sequence[Any]:
    return session.execute(select(*_OPENED).where(*which).order_by(Recipient.id)).all()


def open_row(session: Session, row: Recipient) -> Person:
    return _person(keystore_of(session).of(row.incident_id), row)


def _person(keys: Keys, row: Any) -> Person:
    sealed = unseal(keys, row.person_sealed, table=Recipient.__tablename__, column="person_sealed", row_id=row.id)
    return Person.from_document(json.loads(sealed))


def _merged(people: Sequence[Person]) -> Person:
    """The first row's values; what it leaves empty comes from the others."""
    if len(people) == 1:
        return people[0]
    merged: dict[str, Any] = {}
    fields: dict[str, str] = {}
    for person in people:
        for key, value in person.to_document().items():
            if key == "fields":
                fields = {**value, **fields}
            else:
                merged.setdefault(key, value)
    return Person(**merged, fields=fields)


def _traits(rows: Sequence[Any]) -> Traits:
    data = rows[0].data if len(rows) == 1 else joined_data(row.data for row in rows)
    values = [_IN_CLEAR(row) for row in rows]
    clear = dict(zip(_CLEAR, values[0], strict=True))
    if len(rows) > 1:
        of_all = zip(_CLEAR, zip(*values, strict=True), strict=True)
        clear |= {name: next(filter(None, found), clear[name]) for name, found in of_all}
        clear["contact_safety"] = next((row.contact_safety for row in rows if row.contact_safety != "normal"), "normal")
    return Traits(**clear, data=tuple(data.split(";")) if data else ())


def _told(rows: Sequence[Any]) -> tuple[str, ...]:
    """Elements told already. A row that says told and names no elements counts for everything it could mean."""
    told: set[str] = set()
    for row in rows:
        if row.told_at is not None:
            told.update(row.data.split(";") if row.data else ("*",))
    return tuple(sorted(told))
