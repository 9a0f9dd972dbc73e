"""How often a password may be tried, and the keyed hashes that tries are counted under. Pure.

Counted for each login, whether or not an account has it, and for each address: somebody who guesses learns neither
who is here nor more by coming from elsewhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from responder.vault.seal import lookup_hash

if TYPE_CHECKING:
    from responder.vault.seal import Keys

WINDOW = timedelta(minutes=15)


def login_key(keys: Keys, login: str) -> str:
    return lookup_hash(keys, "sign-in login", login.strip().lower())


def address_key(keys: Keys, address: str) -> str:
    return lookup_hash(keys, "sign-in address", address)
