"""Who of the people stored already a new row could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, tuple_

from responder.affected.matching import HASH_BYTES, Known, Traces
from responder.affected.person import normal_email
from responder.affected.queries.people import open_row, ready_lists
from responder.affected.records import Recipient
from responder.errors import NotFound
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_PAGE = 500


def known_among(
    session: Session, incident_id: str, list_id: str, found: Sequence[Traces], shared: dict[tuple[str, bytes], str]
) -> Known:
    """Who of the people stored already could be one of ``found``: in ready lists, and in the list being loaded."""
    known = Known(shared)
    visible = or_(Recipient.list_id == list_id, Recipient.list_id.in_(ready_lists(incident_id)))
    columns = (Recipient.id, Recipient.joined_to, Recipient.id_hash, Recipient.name_hash, Recipient.birth_hash,
               Recipient.email_hash, Recipient.phone_hash, Recipient.address_hash)  # fmt: skip
    wanted_ids = {own.id for own in found if own.id}
    identities = {own.identity for own in found if own.identity}
    for condition, wanted in (
        (Recipient.id_hash.in_(wanted_ids), wanted_ids),
        (tuple_(Recipient.name_hash, Recipient.birth_hash).in_(identities), identities),
    ):
        if wanted:
            for row_id, joined_to, *hashes in session.execute(
                select(*columns).where(condition, visible).order_by(Recipient.id)
            ):
                known.add(joined_to or row_id, Traces(*hashes))
    for kind in ("email", "phone", "address"):
        column = getattr(Recipient, f"{kind}_hash")
        contacts = {
            value for own in found for name, value in own.contacts() if name == kind and (kind, value) not in shared
        }
        if contacts:
            first = (
                select(column, func.min(func.coalesce(Recipient.joined_to, Recipient.id)))
                .where(column.in_(contacts), visible)
                .group_by(column)
            )
            for value, root in session.execute(first):
                known.hold([(kind, value)], root)
    return known


def find_by_contact(session: Session, incident_id: str, kind: str, contact: str) -> Sequence[Recipient]:
    """The people whose list has exactly this ``email`` or ``phone``, by its keyed hash; each person once."""
    plain = normal_email(contact) if kind == "email" else contact
    hashed = bytes.fromhex(lookup_hash(keystore_of(session).of(incident_id), kind, plain)[: HASH_BYTES * 2])
    column = {"email": Recipient.email_hash, "phone": Recipient.phone_hash}[kind]
    roots = select(func.coalesce(Recipient.joined_to, Recipient.id)).where(
        column == hashed, Recipient.list_id.in_(ready_lists(incident_id))
    )
    return session.scalars(select(Recipient).where(Recipient.id.in_(roots)).order_by(Recipient.id)).all()


def guardians_without_ward(session: Session, incident_id: str, list_id: str) -> list[tuple[str, str]]:
    """Guardian's row → row of the child that it names by the firm's id."""
    keys = keystore_of(session).of(incident_id)
    rows = session.scalars(select(Recipient).where(Recipient.list_id == list_id, Recipient.guards)).all()
    named = {
        row.id: bytes.fromhex(lookup_hash(keys, "firm_id", open_row(session, row).guardian_of.casefold())[:32])
        for row in rows
    }
    visible = or_(Recipient.list_id == list_id, Recipient.list_id.in_(ready_lists(incident_id)))
    children: dict[bytes | None, str] = {}
    wanted = sorted(set(named.values()))
    for start in range(0, len(wanted), _PAGE):
        found = select(Recipient.id_hash, func.min(Recipient.id)).where(
            and_(Recipient.id_hash.in_(wanted[start : start + _PAGE]), visible)
        )
        children.update(session.execute(found.group_by(Recipient.id_hash)).all())
    return [(guardian, children[hashed]) for guardian, hashed in named.items() if hashed in children]


def root_of(session: Session, recipient_id: str) -> str:
    """The row that stands for the person of this row."""
    row = session.get(Recipient, recipient_id)
    if row is None:
        raise NotFound(N_("There is no such recipient"), field="recipient")
    return row.joined_to or row.id
