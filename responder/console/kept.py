"""Files that come with a form and are given back later: receipts, letters, evidence."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, request

from responder.web.work import services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from werkzeug.datastructures import FileStorage

_PIECE = 1 << 20


def keep_given(field: str, scope: str, *, kind: str) -> tuple[str, str] | None:
    """Store the file of a form field: its reference and SHA-256; None where none was chosen."""
    given = request.files.get(field)
    if given is None or not given.filename:
        return None
    digest = hashlib.sha256()
    ref = services().files.put(scope, given.filename, _hashed(given, digest.update), kind=kind).ref
    return ref, digest.hexdigest()


def give_back(scope: str, ref: str) -> Response:
    """A stored file as a download under its own name."""
    files = services().files
    about = files.describe(scope, ref)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", about.name) or "file"
    headers = {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(about.name)}"}
    return Response(files.stream(scope, ref), mimetype="application/octet-stream", headers=headers)


def _hashed(given: FileStorage, note: Callable[[bytes], None]) -> Iterator[bytes]:
    while piece := given.stream.read(_PIECE):
        note(piece)
        yield piece
