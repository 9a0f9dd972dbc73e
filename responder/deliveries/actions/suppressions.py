"""The stop list of the house: addresses that are dead or whose owner said stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.affected.person import normal_email
from responder.deliveries.records import Suppression
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

SCOPE = "suppression"


def suppress(session: Session, medium: str, address: str, *, reason: str, now: datetime) -> None:
    """Put an address on the stop list of a medium. Doing so twice changes nothing."""
    hashed = _hash(session, medium, address)
    if session.get(Suppression, hashed) is None:
        session.add(Suppression(hash=hashed, medium=medium, reason=reason, since=now))
        session.flush()


def suppressed_among(session: Session, medium: str, addresses: Sequence[str]) -> set[str]:
    """Those of ``addresses`` that are on the stop list of ``medium``."""
    if not keystore_of(session).has(SCOPE):
        return set()
    hashes = {_hash(session, medium, address): address for address in addresses}
    found = session.scalars(select(Suppression.hash).where(Suppression.hash.in_(list(hashes))))
    return {hashes[hashed] for hashed in found}


def _hash(session: Session, medium: str, address: str) -> str:
    """With a key of the list's own: it outlives every incident."""
    keystore = keystore_of(session)
    keys = keystore.of(SCOPE) if keystore.has(SCOPE) else keystore.make(SCOPE)
    return lookup_hash(keys, medium, normal_email(address) if medium == "email" else address)
