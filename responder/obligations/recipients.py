"""Whom a duty names at a place: where the law says "the competent authority", the one that sits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responder.books.authorities import Authority
    from responder.books.law import Duty
    from responder.obligations.reasons import Speaker


@dataclass(frozen=True, slots=True)
class Told:
    name: str
    language: str | None
    channel_note: str | None


def told_at(duty: Duty, where: str, speaker: Speaker) -> Told:
    """The recipient by name, with the languages and the way that it takes, as far as the shelf knows them."""
    name = speaker.text(duty.recipient_name)
    authority = speaker.words.authority(where) if duty.authority else None
    if authority is None:
        return Told(name, duty.language, duty.channel_note)
    own = ", ".join(part for part in (authority.local_name, authority.short) if part)
    name = f"{speaker.text(authority.name)} ({own})" if own else speaker.text(authority.name)
    language = f"{', '.join(authority.accepts)} ({duty.language})" if duty.language else ", ".join(authority.accepts)
    return Told(name, language, _way(authority, duty.channel_note, speaker))


def _way(authority: Authority, general: str | None, speaker: Speaker) -> str | None:
    address = authority.url or authority.website
    way = f"{address}: {authority.method}" if address and authority.method else address or authority.method
    if way and authority.checked != "true":
        way = f"{way} ({speaker.say('address_not_confirmed')})"
    return " – ".join(part for part in (way, general) if part) or None
