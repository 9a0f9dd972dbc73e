"""The proof bundle, ``responder/proof/1``: a zip that a stranger checks offline with the ``verify.py`` inside it.

The same matter gives the same bytes: names sorted, times fixed, keys of JSON sorted. ``manifest.json`` lists every
other file; its own SHA-256 is the bundle's id.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from responder.errors import Conflict
from responder.journal import chain
from responder.review.exhibits import document, exhibits, timeline
from responder.words import N_

if TYPE_CHECKING:
    from responder.review.matter import Matter

FORMAT = "responder/proof/1"
EARLIEST = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 20

Content = Callable[[], Iterator[bytes]]
Receipts = Callable[[], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Exported:
    """What was put into a bundle. ``id`` is the SHA-256 of its manifest."""

    id: str
    head_seq: int
    head_hash: str
    lines: int
    withheld: int
    erased: int
    files: int


def write_bundle(matter: Matter, target: IO[bytes], *, receipts: Receipts, toolkit: str) -> Exported:
    """Write the bundle of ``matter`` to ``target``, a binary file that can seek.

    Args:
        matter: With nothing privileged opened.
        target: Receives the zip.
        receipts: Gives the deliveries' receipts, each time from the start: ``campaign``, ``state``, other proof.
        toolkit: The toolkit's version.

    Raises:
        Conflict: ``receipts`` did not give the same twice.
    """
    contents: dict[str, Content] = {name: _once(data) for name, data in exhibits(matter).items()}
    contents["timeline.jsonl"] = lambda: _batched(timeline(matter))
    contents["deliveries/receipts.jsonl"] = lambda: _batched(receipts())
    listed = [_listing(name, contents[name]) for name in sorted(contents)]
    manifest = {
        "format": FORMAT,
        "incident": matter.incident_id,
        "number": matter.number,
        "code_name": matter.code_name,
        "kind": matter.kind,
        "made_at": chain.written(matter.gathered_at),
        "toolkit": toolkit,
        "library": matter.library,
        "head": {"seq": matter.head_seq, "hash": matter.head_hash},
        "lines": {"count": len(matter.lines), "withheld": list(matter.withheld), "erased": list(matter.erased)},
        "files": listed,
    }
    written = document(manifest)
    contents["manifest.json"] = _once(written)
    digests: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name in sorted(contents):
            digests[name] = _put(archive, name, contents[name])
    if any(digests[entry["name"]] != entry["sha256"] for entry in listed):
        raise Conflict(N_("The incident changed while its bundle was written. Export it again."))
    return Exported(
        id=hashlib.sha256(written).hexdigest(),
        head_seq=matter.head_seq,
        head_hash=matter.head_hash,
        lines=len(matter.lines),
        withheld=len(matter.withheld),
        erased=len(matter.erased),
        files=len(listed),
    )


def _once(data: bytes) -> Content:
    return lambda: iter((data,))


def _batched(values: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One canonical line each, gathered into pieces worth writing."""
    piece = bytearray()
    for value in values:
        piece += chain.canonical(value) + b"\n"
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _listing(name: str, content: Content) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    for piece in content():
        digest.update(piece)
        size += len(piece)
    return {"name": name, "sha256": digest.hexdigest(), "size": size}


def _put(archive: zipfile.ZipFile, name: str, content: Content) -> str:
    entry = zipfile.ZipInfo(name, date_time=EARLIEST)
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=name.endswith(".jsonl")) as member:
        for piece in content():
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()
