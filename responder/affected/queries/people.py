"""Reads of people. Only lists that are ready are seen; a person is the row that others are joined to."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select

from responder.affected.addressee import Addressee, address
from responder.affected.matching import joined_data
from responder.affected.person import Person, Traits
from responder.affected.records import Recipient, RecipientList
from responder.errors import NotFound
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

_PAGE = 500
_CLEAR = tuple(name for name in Traits.__dataclass_fields__ if name != "data")


@dataclass(frozen=True)
class Selection:
    """Which people a notice concerns: those in any of ``places``, all if none is named. ``US`` holds ``US-CA``."""

    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def to_document(self) -> dict[str, list[str]]:
        return {"places": sorted(self.places), "languages": sorted(self.languages)}


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
    if not recipients:
        return
    incident_id = recipients[0].incident_id
    wanted = [row.id for row in recipients]
    ready = ready_lists(incident_id)
    more: dict[str, list[Recipient]] = defaultdict(list)
    for row in session.scalars(
        select(Recipient).where(Recipient.joined_to.in_(wanted), Recipient.list_id.in_(ready)).order_by(Recipient.id)
    ):
        more[row.joined_to or ""].append(row)
    guardians: dict[str, list[Recipient]] = defaultdict(list)
    every = [*wanted, *(row.id for rows in more.values() for row in rows)]
    for row in session.scalars(
        select(Recipient).where(Recipient.ward_id.in_(every), Recipient.list_id.in_(ready)).order_by(Recipient.id)
    ):
        guardians[row.ward_id or ""].append(row)
    for recipient in recipients:
        rows = [recipient, *more[recipient.id]]
        opened = [open_row(session, row) for row in rows]
        watching = tuple(open_row(session, guardian) for row in rows for guardian in guardians[row.id])
        yield Opened(recipient.id, _merged(opened), _traits(rows), _told(rows), watching)


def open_row(session: Session, row: Recipient) -> Person:
    keys = keystore_of(session).of(row.incident_id)
    sealed = unseal(keys, row.person_sealed, table=Recipient.__tablename__, column="person_sealed", row_id=row.id)
    return Person.from_document(json.loads(sealed))


def _merged(people: Sequence[Person]) -> Person:
    """The first row's values; what it leaves empty comes from the others."""
    merged: dict[str, Any] = {}
    fields: dict[str, str] = {}
    for person in people:
        for key, value in person.to_document().items():
            if key == "fields":
                fields = {**value, **fields}
            else:
                merged.setdefault(key, value)
    return Person(**merged, fields=fields)


def _traits(rows: Sequence[Recipient]) -> Traits:
    first = rows[0]
    clear = {
        name: next((getattr(row, name) for row in rows if getattr(row, name)), getattr(first, name)) for name in _CLEAR
    }
    safest = next((row.contact_safety for row in rows if row.contact_safety != "normal"), "normal")
    data = joined_data(row.data for row in rows)
    return Traits(**{**clear, "contact_safety": safest}, data=tuple(data.split(";")) if data else ())


def _told(rows: Sequence[Recipient]) -> tuple[str, ...]:
    """Elements told already. A row that says told and names no elements counts for everything it could mean."""
    told: set[str] = set()
    for row in rows:
        if row.told_at is not None:
            told.update(row.data.split(";") if row.data else ("*",))
    return tuple(sorted(told))
