"""Who is on the stop list of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.affected.person import normal_email
from responder.deliveries.records import Suppression
from responder.storage.among import among
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.vault.seal import Keys

SCOPE = "suppression"


def suppressed_among(session: Session, medium: str, addresses: Sequence[str]) -> set[str]:
    """Those of ``addresses`` that are on the stop list of ``medium``."""
    keystore = keystore_of(session)
    if not keystore.has(SCOPE):
        return set()
    keys = keystore.of(SCOPE)
    hashes = {hash_of(keys, medium, address): address for address in addresses}
    found = session.scalars(select(Suppression.hash).where(among(Suppression.hash, list(hashes))))
    return {hashes[hashed] for hashed in found}


def hash_of(keys: Keys, medium: str, address: str) -> str:
    """How an address stands on the list: with a key of the list's own, since it outlives every incident."""
    return lookup_hash(keys, medium, normal_email(address) if medium == "email" else address)
