"""The attribute list on a heading, read strictly: ``{: #id role=forensics due=1h when="a is b" }``.

A list that is nearly right is refused: a condition lost without a word would send people down the wrong path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS: Final = ("role", "due", "after", "when", "repeat", "required", "accountable", "consulted", "informed")
ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ID_MARK: Final = re.compile(r"#([^\s{}]*)")
_PAIR: Final = re.compile(r"([A-Za-z_]+)=")
_BARE: Final = re.compile(r"[^\s\"'{}]+")
_QUOTED: Final = re.compile(r'"([^"]*)"')


class BadAttribute(ValueError):
    """Where in the heading's text (from 0) it stops being readable, and why."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


@dataclass(frozen=True, slots=True)
class Attributes:
    """``values``: key → (value, column). Columns count from 1 in the file."""

    id: str | None
    values: dict[str, tuple[str, int]]
    col: int
    readable: bool = True

    def text(self, key: str) -> str | None:
        return self.values[key][0] if key in self.values else None


def split_heading(text: str, *, col: int, keys: Sequence[str] = KEYS) -> tuple[str, Attributes | None]:
    """The title of a heading and its attributes, None where it has none.

    Args:
        text: What stands behind the hashes.
        col: The column, from 1, at which ``text`` begins.
        keys: The attributes that may stand there.

    Raises:
        BadAttribute: the list cannot be read as it stands.
    """
    begin = text.find("{:")
    if begin < 0:
        brace = re.search(r"\{\s*#", text)
        if brace:
            raise BadAttribute(brace.start(), "an attribute list begins with {: and not with {")
        return text.strip(), None
    if not text.endswith("}"):
        raise BadAttribute(
            begin, "the attribute list is not closed: it must be the last thing on the heading's line and end with }"
        )
    return text[:begin].strip(), _read(text, begin + 2, len(text) - 1, col, keys)


def rescued(text: str, *, col: int) -> tuple[str, Attributes]:
    """Title and id of a heading whose list cannot be read, so that one mistake is not reported as ten."""
    found = re.search(r"#([a-z0-9-]+)", text)
    return text.partition("{")[0].strip(), Attributes(found.group(1) if found else None, {}, col, readable=False)


def _read(text: str, begin: int, end: int, col: int, keys: Sequence[str]) -> Attributes:
    found_id: str | None = None
    values: dict[str, tuple[str, int]] = {}
    at = begin
    while at < end:
        if text[at] in " \t":
            at += 1
            continue
        if mark := _ID_MARK.match(text, at, end):
            if found_id is not None:
                raise BadAttribute(at, "a second #id stands here")
            if not ID.fullmatch(mark.group(1)):
                raise BadAttribute(at, f"{mark.group(1)!r} is no id: small letters, digits and single hyphens")
            found_id, at = mark.group(1), mark.end()
        else:
            key, value, begins, at = _pair(text, at, end, values, keys)
            values[key] = (value, col + begins)
        if at < end and text[at] not in " \t":
            raise BadAttribute(at, "a blank is missing between two attributes")
    return Attributes(found_id, values, col + begin - 2)


def _pair(
    text: str, at: int, end: int, seen: dict[str, tuple[str, int]], keys: Sequence[str]
) -> tuple[str, str, int, int]:
    """Key, value, where the value begins and where the pair ends."""
    name = _PAIR.match(text, at, end)
    if name is None:
        raise BadAttribute(at, "#id or key=value was expected")
    key = name.group(1)
    if key not in keys:
        raise BadAttribute(at, f"the attribute {key!r} is not known; known are {', '.join(keys)}")
    if key in seen:
        raise BadAttribute(at, f"{key}= stands twice")
    if quoted := _QUOTED.match(text, name.end(), end):
        return key, quoted.group(1), quoted.start(1), quoted.end()
    if bare := _BARE.match(text, name.end(), end):
        return key, bare.group(), bare.start(), bare.end()
    if text[name.end() : name.end() + 1] in {'"', "'"}:
        raise BadAttribute(name.end(), f'the quotation of {key}= is not closed, or not by ": write {key}="…"')
    raise BadAttribute(at, f"{key}= has no value")
