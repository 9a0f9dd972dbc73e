"""The stop list of the house: addresses that are dead or whose owner said stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.deliveries.queries.suppressions import SCOPE, hash_of
from responder.deliveries.records import Suppression
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def suppress(session: Session, medium: str, address: str, *, reason: str, now: datetime) -> None:
    """Put an address on the stop list of a medium. Doing so twice changes nothing."""
    keystore = keystore_of(session)
    keys = keystore.of(SCOPE) if keystore.has(SCOPE) else keystore.make(SCOPE)
    hashed = hash_of(keys, medium, address)
    if session.get(Suppression, hashed) is None:
        session.add(Suppression(hash=hashed, medium=medium, reason=reason, since=now))
        session.flush()


def lift(session: Session, medium: str, address: str, *, reason: str) -> None:
    """Take an address off the stop list again, if it stands there for this very reason."""
    keystore = keystore_of(session)
    if not keystore.has(SCOPE):
        return
    found = session.get(Suppression, hash_of(keystore.of(SCOPE), medium, address))
    if found is not None and found.reason == reason:
        session.delete(found)
        session.flush()
