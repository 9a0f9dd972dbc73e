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


def leaves(document: dict[str, Any]) -> dict[str, Any]:
    """A facts document as what to say of each fact: sections by their fields, lists and single values whole."""
    said: dict[str, Any] = {}
    for section, value in document.items():
        if section in {"format", "title"}:
            continue
        if isinstance(value, dict):
            said.update({f"{section}.{field}": inner for field, inner in value.items()})
        else:
            said[section] = value
    return said
