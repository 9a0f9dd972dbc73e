"""Statements, oldest first, folded into one facts document (``responder/facts/1``)."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "responder/facts/1"


def fold(statements: Iterable[tuple[str, Any]], *, title: str) -> dict[str, Any]:
    """The document that the statements amount to: each replaces what stood at its dotted key."""
    document: dict[str, Any] = {"format": FORMAT, "title": title}
    for key, value in statements:
        put(document, key, value)
    return document


def put(document: dict[str, Any], key: str, value: object) -> None:
    """Set the dotted ``key`` of ``document``; a scalar standing in the way gives place to a mapping."""
    *path, last = key.split(".")
    inner = document
    for part in path:
        if not isinstance(inner.get(part), dict):
            inner[part] = {}
        inner = inner[part]
    inner[last] = copy.deepcopy(value)


def at_key(document: dict[str, Any], key: str) -> object:
    """What stands at the dotted ``key``; ``unknown`` where nothing does."""
    inner: object = document
    for part in key.split("."):
        if not isinstance(inner, dict) or part not in inner:
            return "unknown"
        inner = inner[part]
    return inner
