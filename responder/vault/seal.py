"""Sealing a value to the one place where it stands.

AES-256-GCM (NIST SP 800-38D); table, column, row and key are authenticated with the value, so that a sealed value
copied to another row does not open. Layout: one byte of version, eight of key id, twelve of nonce, the ciphertext.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from responder.errors import Broken

VERSION = b"\x01"
KEY_ID_BYTES = 8
NONCE_BYTES = 12
HEADER_BYTES = len(VERSION) + KEY_ID_BYTES + NONCE_BYTES


@dataclass(frozen=True)
class Keys:
    """The two keys of a scope: ``sealing`` opens and closes values, ``lookup`` makes keyed hashes."""

    scope: str
    sealing: bytes = field(repr=False)
    lookup: bytes = field(repr=False)

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self.sealing)

    @cached_property
    def key_id(self) -> bytes:
        """Names the sealing key without giving it away."""
        return hashlib.sha256(b"responder key id" + self.sealing).digest()[:KEY_ID_BYTES]


def seal(keys: Keys, text: str, *, table: str, column: str, row_id: str) -> bytes:
    """Close ``text`` to its place."""
    return seal_bytes(keys, text.encode(), table=table, column=column, row_id=row_id)


def unseal(keys: Keys, sealed: bytes, *, table: str, column: str, row_id: str) -> str:
    """Open what ``seal`` closed.

    Raises:
        Broken: the value was changed, moved, or sealed with another key.
    """
    return unseal_bytes(keys, sealed, table=table, column=column, row_id=row_id).decode()


def seal_bytes(keys: Keys, plain: bytes, *, table: str, column: str, row_id: str) -> bytes:
    key_id, nonce = keys.key_id, secrets.token_bytes(NONCE_BYTES)
    return VERSION + key_id + nonce + keys.cipher.encrypt(nonce, plain, _place(table, column, row_id, key_id))


def unseal_bytes(keys: Keys, sealed: bytes, *, table: str, column: str, row_id: str) -> bytes:
    key_id, nonce = sealed[1 : 1 + KEY_ID_BYTES], sealed[1 + KEY_ID_BYTES : HEADER_BYTES]
    if sealed[:1] != VERSION or key_id != keys.key_id:
        raise _broken(table, column)
    try:
        return keys.cipher.decrypt(nonce, sealed[HEADER_BYTES:], _place(table, column, row_id, key_id))
    except (InvalidTag, ValueError):
        raise _broken(table, column) from None


def _broken(table: str, column: str) -> Broken:
    return Broken("A sealed value does not open where it stands: {table}.{column}", table=table, column=column)


def lookup_hash(keys: Keys, kind: str, normalised: str) -> str:
    """The keyed hash by which a value is found again without being stored: HMAC-SHA-256, 64 hex digits."""
    return hmac.new(keys.lookup, f"{kind}\x1f{normalised}".encode(), hashlib.sha256).hexdigest()


def _place(table: str, column: str, row_id: str, key_id: bytes) -> bytes:
    return "\x1f".join((table, column, row_id, key_id.hex())).encode()
