"""How a line is hashed and chained; pure, and simple enough that a stranger can write it again.

``body`` is the SHA-256 over the canonical JSON of ``{"by", "data", "salt", "tag", "what"}``; ``hash`` over that of the
line without those five and without ``hash``. Canonical JSON is RFC 8785; the values allowed here (text, integers
within ±(2**53-1), booleans, null, lists, objects with ASCII keys; never a fraction) give the same bytes with the
standard library, so that ``verify.py`` needs nothing else. A withheld or erased line lacks the five and still
verifies.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "responder/timeline/1"
FIRST_PREV = "0" * 64
BODY_KEYS = ("by", "data", "salt", "tag", "what")
LARGEST_INTEGER = 2**53 - 1


def canonical(value: object) -> bytes:
    """The RFC 8785 form of ``value``.

    Raises:
        ValueError: it holds what has no canonical form here: a fraction, a huge integer, a key that is not ASCII.
    """
    _refuse_what_has_no_form(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def body_hash(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical({key: body[key] for key in BODY_KEYS})).hexdigest()


def line_hash(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(
        canonical({key: value for key, value in line.items() if key not in BODY_KEYS and key != "hash"})
    ).hexdigest()


def written(instant: datetime) -> str:
    """An instant as it stands in a line: UTC, six decimals, ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def header(
    *,
    incident: str,
    seq: int,
    at: datetime,
    recorded_at: datetime,
    corrects: int | None,
    privileged: bool,
    body: str,
    prev: str,
) -> dict[str, Any]:
    """The part of a line that the chain covers, with its hash."""
    line: dict[str, Any] = {
        "format": FORMAT,
        "incident": incident,
        "seq": seq,
        "at": written(at),
        "recorded_at": written(recorded_at),
        "corrects": corrects,
        "privileged": privileged,
        "body": body,
        "prev": prev,
    }
    line["hash"] = line_hash(line)
    return line


def _refuse_what_has_no_form(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"a key of a journal line must be ASCII text: {key!r}")
            _refuse_what_has_no_form(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_what_has_no_form(inner)
    elif isinstance(value, str):
        value.encode()  # refuses lone surrogates
    elif isinstance(value, bool) or value is None:
        pass
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError("an integer of a journal line must lie within ±(2**53-1)")
    else:
        raise ValueError(f"a journal line cannot hold {type(value).__name__}")
