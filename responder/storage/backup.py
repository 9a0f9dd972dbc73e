"""Copies of an embedded database while others write to it, and the archives that a backup is made of.

An archive is a ZIP file whose ``manifest.json`` lists every other member with its size and SHA-256. It is written
beside its target and takes its place whole; nothing is taken out of it before every member was checked.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from responder.errors import BadInput, Broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMAT = "responder/backup/1"
MANIFEST = "manifest.json"
BACKUPS = "backups.log"
PIECE = 1 << 20
# What the standard library raises, by turns, over an archive with wrong bytes in it.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, ValueError, TypeError,
    AttributeError, OSError, RuntimeError,
)  # fmt: skip
_PART = r"[^./\\\x00-\x1f][^/\\\x00-\x1f]*"  # no part of a name is empty, hidden, or leads upwards
_MEMBER = re.compile(rf"(?:{_PART}/)*{_PART}")


@dataclass(frozen=True)
class Archive:
    """A checked archive: what it says of itself, and its members."""

    path: Path
    about: dict[str, Any]
    members: dict[str, int] = field(repr=False)

    def unpack(self, folder: Path) -> None:
        """Write every member below ``folder``, readable by its owner alone."""
        with zipfile.ZipFile(self.path) as packed:
            for name in self.members:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with packed.open(name) as source, _private(target) as written:
                    for piece in _pieces(source):
                        written.write(piece)
                    written.flush()
                    os.fsync(written.fileno())


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole, consistent copy of the database at ``source``, by SQLite's online backup; nobody has to wait.

    The copy is readable by its owner alone and replaces what lay at ``target``.
    """
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    _private(unfinished).close()
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(unfinished)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(target)


def pack(target: Path, members: Mapping[str, Path], about: Mapping[str, Any]) -> str:
    """Write an archive of ``members`` (name in it → file) to ``target``, replacing what lay there.

    Returns:
        The SHA-256 of its manifest, which names the archive.

    Raises:
        BadInput: a member has a name that ``check`` would refuse.
    """
    for name, path in members.items():
        if not _MEMBER.fullmatch(name):
            raise BadInput("A file with this name cannot be packed", file=str(path), do="Rename it.")
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.unlink(missing_ok=True)
    listed = {}
    with _private(unfinished) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, path in sorted(members.items()):
                digest, size = hashlib.sha256(), 0
                with path.open("rb") as source, packed.open(name, "w", force_zip64=True) as member:
                    for piece in _pieces(source):
                        member.write(piece)
                        digest.update(piece)
                        size += len(piece)
                listed[name] = {"size": size, "sha256": digest.hexdigest()}
            manifest = json.dumps({"format": FORMAT, **about, "members": listed}, indent=1, sort_keys=True).encode()
            packed.writestr(MANIFEST, manifest)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    return hashlib.sha256(manifest).hexdigest()


def check(path: Path, kind: str) -> Archive:
    """The archive at ``path``, every member of which is as it was packed.

    Raises:
        BadInput: there is no such file, or it is not an archive of this ``kind``.
        Broken: a member is missing, was added or was changed.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            about = json.loads(packed.read(MANIFEST))
            if about.get("format") != FORMAT or about.get("kind") != kind:
                raise BadInput("This is another kind of file", file=str(path), expected=f"a backup archive of {kind}")
            listed = about.pop("members")
            if {*packed.namelist()} != {MANIFEST, *listed}:
                raise Broken("{path} does not hold the files that it lists.", path=path)
            for name, expected in listed.items():
                _check_member(packed, name, expected, path)
    except FileNotFoundError:
        raise BadInput("There is no such file", file=str(path)) from None
    except _DAMAGE as damaged:
        raise Broken("{path} is damaged, or is not a backup archive.", path=path) from damaged
    return Archive(path, about, {name: expected["size"] for name, expected in listed.items()})


def note_backup(home: Path, data: Path, keys: Path, *, at: str) -> None:
    """Remember where a backup went, in the home: its archive of keys must lose what is destroyed later."""
    line = json.dumps({"at": at, "data": str(data.absolute()), "keys": str(keys.absolute())}) + "\n"
    descriptor = os.open(home / BACKUPS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def list_backups(home: Path) -> list[dict[str, str]]:
    """Every backup that was remembered, the oldest first: ``at``, ``data``, ``keys``."""
    noted = home / BACKUPS
    if not noted.exists():
        return []
    return [json.loads(line) for line in noted.read_text(encoding="utf-8").splitlines() if line]


def drop_member(path: Path, kind: str, name: str) -> bool:
    """Write the archive at ``path`` anew without one member, the former bytes overwritten; whether it held it.

    Raises:
        BadInput, Broken: as ``check``.
    """
    archive = check(path, kind)
    if name not in archive.members:
        return False
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".responder-") as folder:
        stage = Path(folder)
        archive.unpack(stage)
        size = path.stat().st_size
        with path.open("r+b") as former:  # held open: its bytes are overwritten once the new one stands in its place
            pack(path, {each: stage / each for each in archive.members if each != name}, archive.about)
            former.write(bytes(size))
            former.flush()
            os.fsync(former.fileno())
        for each in archive.members:
            (stage / each).write_bytes(bytes(archive.members[each]))
    return True


def _check_member(packed: zipfile.ZipFile, name: str, expected: Mapping[str, Any], path: Path) -> None:
    if not _MEMBER.fullmatch(name):
        raise Broken("{path} holds a file whose name leads elsewhere.", path=path)
    digest, size = hashlib.sha256(), 0
    with packed.open(name) as member:
        for piece in _pieces(member):
            digest.update(piece)
            size += len(piece)
    if (size, digest.hexdigest()) != (expected["size"], expected["sha256"]):
        raise Broken("{path} is damaged: {name} is not what was packed.", path=path, name=name)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def _private(path: Path) -> IO[bytes]:
    """A new file that its owner alone can read."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
