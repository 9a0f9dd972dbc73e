"""Guests of a drill: named by whoever prepares it, and written to only once they have agreed themselves."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder import ids
from responder.errors import Conflict, Gone, NotFound
from responder.post.queries import list_guests
from responder.post.records import DrillGuest
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST: Final = 50


def add_guest(
    session: Session, stream: str, *, medium: str, address: str, by: str, now: datetime, agreed: bool = False
) -> tuple[DrillGuest, str]:
    """Name a guest; the token is what they agree with. Whoever names an address of their own has ``agreed``.

    Args:
        session: The unit of work.
        stream: The drill's incident id.
        medium: ``email`` or ``phone``.
        address: Checked before; in one form.
        by: Account id of whoever names them.
        now: The real instant.
        agreed: Whether they said yes already.

    Raises:
        Conflict: the drill has as many guests as one may have.
    """
    if len(list_guests(session, stream)) >= MOST:
        raise Conflict(N_("A drill has at most 50 guests."))
    token, guest_id = ids.new_token(), ids.new_id()
    keys = keystore_of(session).of(stream)
    guest = DrillGuest(
        id=guest_id,
        stream=stream,
        medium=medium,
        address_sealed=seal(keys, address, table=DrillGuest.__tablename__, column="address_sealed", row_id=guest_id),
        token_hash=_hash(token),
        added_by=by,
        added_at=now,
        confirmed_at=now if agreed else None,
        removed_at=None,
    )
    session.add(guest)
    session.flush()
    return guest, token


def guest_of_token(session: Session, token: str) -> DrillGuest:
    """The guest who was given this token.

    Raises:
        Gone: there is none, or they were taken off the list.
    """
    found = session.scalars(select(DrillGuest).where(DrillGuest.token_hash == _hash(token))).one_or_none()
    if found is None or found.removed_at is not None:
        raise Gone(N_("This link no longer leads anywhere."))
    return found


def confirm_guest(session: Session, token: str, *, now: datetime) -> DrillGuest:
    """They agree: from now on messages of this drill may reach them."""
    guest = guest_of_token(session, token)
    guest.confirmed_at = guest.confirmed_at or now
    session.flush()
    return guest


def remove_guest(session: Session, stream: str, guest_id: str, *, now: datetime) -> DrillGuest:
    """Off the list: nothing more reaches them.

    Raises:
        NotFound: the drill has no such guest.
    """
    guest = session.get(DrillGuest, guest_id)
    if guest is None or guest.stream != stream or guest.removed_at is not None:
        raise NotFound(N_("This drill has no such guest"), field="guest")
    guest.removed_at = now
    session.flush()
    return guest


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
