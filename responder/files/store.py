"""The store: one sealed file a content, named by a keyed hash of the plain bytes.

A plain hash as a name would betray a known file even after the key is destroyed; the keyed one dies with the key.
Layout of a file: a mark, a random id of 16 bytes, then blocks, each a length of four bytes and what it counts: sealed
pieces of the content, and last the sealed description. Pieces are sealed to that id and their number, the
description, which counts them, to the file's own reference, so that no piece can be moved, left out or swapped.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from responder.errors import BadInput, Broken, NotFound
from responder.files.sniff import HEAD_BYTES, sniff
from responder.vault.seal import seal, seal_bytes, unseal, unseal_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from responder.vault.keystore import KeyStore
    from responder.vault.seal import Keys

MARK = b"RSPFILE1"
FILE_ID_BYTES = 16
PIECE_BYTES = 1 << 20
LARGEST_BYTES = 1 << 30
_LENGTH_BYTES = 4
_SCOPE = re.compile(r"[a-z0-9-]{1,64}")
_KIND = re.compile(r"[a-z]{1,32}")
_REF = re.compile(r"(?P<kind>[a-z]{1,32})-(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class StoredFile:
    """A file as stored: ``ref`` finds it again, ``kind`` says what for, ``media_type`` what its first bytes are."""

    ref: str
    size: int
    kind: str
    media_type: str
    name: str = field(repr=False)


class FileStore:
    """Sealed files under ``root``, a folder a scope."""

    def __init__(self, root: Path, keystore: KeyStore, *, largest_bytes: int = LARGEST_BYTES) -> None:
        self._root = root
        self._keystore = keystore
        self._largest = largest_bytes

    def put(self, scope: str, name: str, content: bytes | Iterable[bytes], *, kind: str) -> StoredFile:
        """Store ``content``; durable when this returns. The same bytes under the same kind are stored once.

        Args:
            scope: Whose key closes it: an incident's id, or the house.
            name: What people call it; sealed with it.
            content: The bytes, or an iterator of pieces of any size: a large file is never held whole.
            kind: What it is for, in small letters: ``upload``, ``rejected``, ``mail``, ``evidence``.

        Raises:
            BadInput: it is larger than the store takes.
            Gone: the key of the scope was destroyed.
        """
        if not _KIND.fullmatch(kind):
            raise ValueError(f"not a kind of file: {kind!r}")
        keys = self._keystore.of(scope)
        folder = self._folder(scope, kind)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = folder / f".{secrets.token_hex(8)}.part"
        try:
            with waiting.open("xb") as file:
                waiting.chmod(0o600)
                stored = self._write(file, keys, name, content, kind)
                file.flush()
                os.fsync(file.fileno())
            waiting.replace(self._path(scope, stored.ref))
        finally:
            waiting.unlink(missing_ok=True)
        _make_durable(folder)
        return stored

    def read(self, scope: str, ref: str) -> bytes:
        """The whole content. For what may be large, ``stream``."""
        return b"".join(self.stream(scope, ref))

    def stream(self, scope: str, ref: str) -> Iterator[bytes]:
        """The content piece by piece.

        Raises:
            NotFound: no such file.
            Gone: its key was destroyed.
            Broken: a piece was changed, moved or cut off.
        """
        keys = self._keystore.of(scope)
        with self._open(scope, ref) as file:
            blocks = _blocks(file, ref)
            file_id, ahead, number = next(blocks), next(blocks, None), 0
            for following in blocks:
                yield _unsealed(keys, ahead, file_id, number)
                ahead, number = following, number + 1
        self._description(keys, ref, ahead, file_id, number)

    def describe(self, scope: str, ref: str) -> StoredFile:
        """Name, size and type of a stored file."""
        keys = self._keystore.of(scope)
        with self._open(scope, ref) as file:
            blocks = _blocks(file, ref)
            file_id, last, number = next(blocks), next(blocks, None), 0
            for number, last in enumerate(blocks, 1):  # noqa: B007 -- only how many, and the last
                pass
        return self._description(keys, ref, last, file_id, number)

    def list(self, scope: str, *, kind: str | None = None) -> Iterator[str]:
        """References of the files of a scope, in order of their names."""
        folder = self._root / _checked(scope)
        for path in sorted(folder.glob(f"{kind or '*'}/*")):
            if _REF.fullmatch(path.name):
                yield path.name

    def older(self, scope: str, kind: str, *, before: datetime) -> tuple[str, ...]:
        """References of files of a kind that were stored before then."""
        then = before.timestamp()
        return tuple(ref for ref in self.list(scope, kind=kind) if self._path(scope, ref).stat().st_mtime < then)

    def delete(self, scope: str, ref: str) -> None:
        """Remove a file. What is gone already is no error; its bytes were sealed."""
        path = self._path(scope, ref)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _make_durable(path.parent)

    def forget(self, scope: str) -> int:
        """Remove every file of a scope, unfinished ones too, for a scope whose keys are gone; how many there were."""
        root, removed = self._root / _checked(scope), 0
        for folder in sorted(root.glob("*")):
            for path in list(folder.iterdir()):
                path.unlink(missing_ok=True)
                removed += 1
            folder.rmdir()
        if root.exists():
            root.rmdir()
            _make_durable(self._root)
        return removed

    def _write(self, file: IO[bytes], keys: Keys, name: str, content: bytes | Iterable[bytes], kind: str) -> StoredFile:
        file_id = secrets.token_bytes(FILE_ID_BYTES)
        file.write(MARK + file_id)
        digest = hmac.new(keys.lookup, f"file\x1f{kind}\x1f".encode(), hashlib.sha256)
        size, number, head = 0, 0, b""
        for piece in _pieces(content):
            size += len(piece)
            if size > self._largest:
                raise BadInput("the file is too large", expected=f"at most {self._largest:,} bytes", do="Split it.")
            head = head or piece[:HEAD_BYTES]
            digest.update(piece)
            _block(file, seal_bytes(keys, piece, table="file", column=_piece(number), row_id=file_id.hex()))
            number += 1
        stored = StoredFile(f"{kind}-{digest.hexdigest()}", size, kind, sniff(head), name)
        told = {"id": file_id.hex(), "media_type": stored.media_type, "name": name, "pieces": number, "size": size}
        _block(file, seal(keys, json.dumps(told), table="file", column="description", row_id=stored.ref))
        return stored

    def _description(self, keys: Keys, ref: str, sealed: bytes | None, file_id: bytes, pieces: int) -> StoredFile:
        if sealed is None:
            raise Broken("A stored file was cut off: {ref}", ref=ref)
        told = json.loads(unseal(keys, sealed, table="file", column="description", row_id=ref))
        if told["id"] != file_id.hex() or told["pieces"] != pieces:
            raise Broken("A stored file lacks pieces or holds another's: {ref}", ref=ref)
        return StoredFile(ref, told["size"], ref.partition("-")[0], told["media_type"], told["name"])

    def _open(self, scope: str, ref: str) -> IO[bytes]:
        try:
            return self._path(scope, ref).open("rb")
        except FileNotFoundError:
            raise NotFound("There is no such file: {ref}", ref=ref) from None

    def _folder(self, scope: str, kind: str) -> Path:
        return self._root / _checked(scope) / kind

    def _path(self, scope: str, ref: str) -> Path:
        match = _REF.fullmatch(ref)
        if match is None:
            raise NotFound("There is no such file: {ref}", ref=ref)
        return self._folder(scope, match["kind"]) / ref


def _checked(scope: str) -> str:
    if not _SCOPE.fullmatch(scope):
        raise ValueError(f"not a scope: {scope!r}")
    return scope


def _pieces(content: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """The content cut to pieces of one size, so that the same bytes are the same file however they came in."""
    held = bytearray()
    for given in (content,) if isinstance(content, bytes) else content:
        held += given
        while len(held) >= PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES])
            del held[:PIECE_BYTES]
    if held:
        yield bytes(held)


def _piece(number: int) -> str:
    return f"piece {number}"


def _unsealed(keys: Keys, sealed: bytes | None, file_id: bytes, number: int) -> bytes:
    return unseal_bytes(keys, sealed or b"", table="file", column=_piece(number), row_id=file_id.hex())


def _block(file: IO[bytes], sealed: bytes) -> None:
    file.write(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)


def _blocks(file: IO[bytes], ref: str) -> Iterator[bytes]:
    """First the file's id, then each block."""
    opening = file.read(len(MARK) + FILE_ID_BYTES)
    if not opening.startswith(MARK) or len(opening) != len(MARK) + FILE_ID_BYTES:
        raise Broken("This is not a stored file: {ref}", ref=ref)
    yield opening[len(MARK) :]
    while length := file.read(_LENGTH_BYTES):
        sealed = file.read(int.from_bytes(length, "big"))
        if len(sealed) != int.from_bytes(length, "big"):
            raise Broken("A stored file was cut off: {ref}", ref=ref)
        yield sealed


def _make_durable(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
