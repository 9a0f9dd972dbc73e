"""Where keys lie: a folder beside the database, one file a scope, each wrapped by the master key."""

from __future__ import annotations

import json
import os
import re
import secrets
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from responder.errors import Broken, Conflict, Gone, NotConfigured
from responder.vault.seal import NONCE_BYTES, Keys
from responder.words import N_

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

HOUSE = "house"
KEY_BYTES = 32
FORMAT = "responder/key/1"
_SCOPE = re.compile(r"[a-z0-9-]{1,64}")
_SERVICE = "keystore"


def make_master_key(path: Path) -> str:
    """Write a new master key, readable by its owner alone, and return it in groups for the recovery sheet.

    Raises:
        Conflict: there is one already; it is never overwritten.
    """
    key = secrets.token_bytes(KEY_BYTES)
    write_master_key(path, key)
    return " ".join(key.hex()[start : start + 4] for start in range(0, KEY_BYTES * 2, 4))


def write_master_key(path: Path, key: bytes) -> None:
    """Write a master key that is known already, as from a recovery sheet.

    Raises:
        Conflict: there is one already; it is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict("There is a master key already: {path}", path=path) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")


def read_master_key(path: Path) -> bytes:
    """The master key.

    Raises:
        NotConfigured: there is none, or it is not 64 hex digits.
    """
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise NotConfigured(
            "There is no master key at {path}. Put it back; the recovery sheet has it. `responder init` makes one for "
            "a new house only.",
            path=path,
        ) from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NotConfigured("{path} is not a master key: 64 hexadecimal digits were expected.", path=path)
    return key


class KeyStore:
    """The keys of all scopes. A destroyed pair is gone: there is no second copy in the data or its backups."""

    def __init__(self, folder: Path, master: bytes) -> None:
        self._folder = folder
        self._master = AESGCM(master)
        self._opened: dict[str, Keys] = {}

    def make(self, scope: str) -> Keys:
        """A new pair for ``scope``.

        Raises:
            Conflict: the scope has keys already.
        """
        material = secrets.token_bytes(2 * KEY_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = nonce + self._master.encrypt(nonce, material, scope.encode())
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps({"format": FORMAT, "scope": scope, "wrapped": b64encode(wrapped).decode()})
        unfinished = self._folder / f".{scope}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(unfinished, self._file(scope))  # whole or not at all, and never over another
        except FileExistsError:
            raise Conflict("The keys of {scope} exist already.", scope=scope) from None
        finally:
            unfinished.unlink()
        _sync_folder(self._folder)
        return self.of(scope)

    def of(self, scope: str) -> Keys:
        """The pair of ``scope``.

        Raises:
            Gone: it was destroyed, or never made.
            Broken: the master key does not open it.
        """
        file = self._file(scope)
        if not file.exists():  # another process may have destroyed it: never serve from memory alone
            self._opened.pop(scope, None)
            raise Gone
        if scope not in self._opened:
            try:
                wrapped = b64decode(json.loads(file.read_text(encoding="ascii"))["wrapped"], validate=True)
                material = self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], scope.encode())
            except FileNotFoundError:
                raise Gone from None
            except InvalidTag:
                raise Broken("The master key does not open the keys of {scope}.", scope=scope) from None
            except (ValueError, KeyError, TypeError):
                raise Broken(
                    N_("The file with the keys of {scope} is damaged. Put {file} back from the keys archive."),
                    scope=scope, file=file.name,
                ) from None  # fmt: skip
            self._opened[scope] = Keys(scope, material[:KEY_BYTES], material[KEY_BYTES:])
        return self._opened[scope]

    def has(self, scope: str) -> bool:
        return self._file(scope).exists()

    def scopes(self) -> set[str]:
        """Every scope that has keys."""
        return {file.stem for file in self._folder.glob("*.key")}

    def destroy(self, scope: str) -> None:
        """Overwrite and remove the pair. What it sealed can never be read again."""
        stored = self._file(scope)
        self._opened.pop(scope, None)
        # A making that was cut short may have left a second name of the same file.
        for file in (stored, *self._folder.glob(f".{scope}.*")):
            if file.exists():
                _overwrite(file)
                file.unlink()
        if self._folder.exists():
            _sync_folder(self._folder)

    def _file(self, scope: str) -> Path:
        if not _SCOPE.fullmatch(scope):
            raise ValueError(f"not a scope: {scope!r}")
        return self._folder / f"{scope}.key"


def _overwrite(file: Path) -> None:
    with file.open("r+b") as stored:
        stored.write(secrets.token_bytes(file.stat().st_size))
        stored.flush()
        os.fsync(stored.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the adding or removing of a name outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def provide(keystore: KeyStore) -> dict[str, KeyStore]:
    """What a ``Database`` lays into its sessions, so that rooms find the keys of their unit of work."""
    return {_SERVICE: keystore}


def keystore_of(session: Session) -> KeyStore:
    """The key store of this unit of work."""
    keystore = session.info.get(_SERVICE)
    if not isinstance(keystore, KeyStore):
        raise TypeError("this session was opened without a key store")
    return keystore
