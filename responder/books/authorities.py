"""Reads the data protection authorities: who sits where, in which languages they take notices, by which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from responder.books.marked import Reader, Text

CHECKED: Final = ("true", "secondary", "memory", "none")


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority. ``checked`` says how sure its address is: true, secondary, memory or none."""

    place: str
    name: Text
    local_name: str | None
    short: str | None
    website: str | None
    url: str | None
    method: str | None
    checked: str
    accepts: tuple[str, ...]
    languages: tuple[str, ...]
    other_zones: tuple[str, ...]
    verified: bool
    note: str | None


def read_authorities(reader: Reader) -> dict[str, Authority]:
    """The authorities by their place. Raises BadInput for a place that stands twice."""
    found: dict[str, Authority] = {}
    for entry in reader.entries("authorities", required=True):
        authority = _authority(entry)
        if authority.place in found:
            raise entry.bad("place", "{place!r} stands twice", place=authority.place)
        found[authority.place] = authority
    reader.done()
    return found


def _authority(entry: Reader) -> Authority:
    channel = entry.inside("channel")
    url = channel.text("url") if channel else None
    method = channel.text("method") if channel else None
    checked = channel.choice("checked", CHECKED, default="none") if channel else None
    if channel:
        channel.done()
    found = Authority(
        entry.word("place"), entry.translated("name", required=True), entry.text("local_name"), entry.text("short"),
        entry.text("website"), url, method, checked or "none", entry.words("accepts"), entry.words("languages"),
        entry.words("other_zones"), entry.flag("verified"), entry.text("note"),
    )  # fmt: skip
    entry.done()
    return found
