"""iCalendar (RFC 5545, RFC 5546): invitations and feeds. Identifiers are stable, times UTC, titles without people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vCalAddress, vText

from responder.errors import BadInput
from responder.formats.recurring import starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from icalendar import Component

PRODUCT = "-//Responder//Incident response//EN"
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Entry:
    """A meeting or a due time. ``changed_at`` and ``sequence`` move together whenever anything about it changes."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    title: str
    text: str
    changed_at: datetime
    cancelled: bool = False


def calendar(
    entries: Iterable[Entry], *, name: str, method: str = PUBLISH, organizer: str = "", attendees: Sequence[str] = ()
) -> bytes:
    """An .ics file; the same entries give the same bytes.

    Args:
        entries: What stands in it.
        name: Shown as the calendar's name.
        method: ``PUBLISH`` for a file or feed, ``REQUEST`` for an invitation by mail, ``CANCEL`` to take it back.
        organizer: Address of whoever invites; needed for all but ``PUBLISH`` (RFC 5546, section 3.2.2).
        attendees: Addresses of those invited.

    Raises:
        ValueError: an invitation without an organizer.
    """
    if method != PUBLISH and not organizer:
        raise ValueError("an invitation needs an organizer")
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    made.add("name", name)
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(
            _event(entry, organizer if method != PUBLISH else "", attendees if method != PUBLISH else ())
        )
    return bytes(made.to_ical())


def _event(entry: Entry, organizer: str, attendees: Sequence[str]) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.starts_at.astimezone(UTC) + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    if organizer:
        event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    for address in attendees:
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        attendee.params["rsvp"] = vText("TRUE")
        event.add("attendee", attendee, encode=False)
    return event


@dataclass(frozen=True)
class Found:
    """An entry read from somebody's file. ``addresses`` are the attendees' and the organizer's; times are aware."""

    uid: str
    title: str
    begins: datetime | None
    ends: datetime | None
    addresses: tuple[str, ...] = ()
    cancelled: bool = False


def read_calendar(content: bytes, *, until: datetime) -> list[Found]:
    """The entries of an .ics file, those that repeat one by one up to ``until``.

    A time without a zone, and an entry of whole days, has no beginning here.

    Raises:
        BadInput: it is no calendar, or an entry repeats by a rule that cannot be followed; its number is the line.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, KeyError, IndexError):
        calendars = []
    if not calendars:
        raise BadInput("This is no calendar", expected="an .ics file (RFC 5545)")
    events = [event for one in calendars for event in one.walk("VEVENT")]
    moved = {(str(event.get("uid", "")), _instant(event, "recurrence-id")) for event in events}
    return [
        found
        for number, event in enumerate(events, 1)
        for found in _occurrences(event, number, until)
        if event.get("recurrence-id") is not None or (found.uid, found.begins) not in moved
    ]


def _occurrences(event: Component, number: int, until: datetime) -> list[Found]:
    """An entry each time it happens, as long as it lasts the first time."""
    first = _found(event)
    if first.begins is None or first.ends is None:
        return [first]
    length = first.ends - first.begins
    return [
        replace(first, begins=begins, ends=begins + length)
        for begins in starts(event, first.begins, number=number, until=until)
    ]


def _found(event: Component) -> Found:
    people = [*_several(event.get("attendee")), *_several(event.get("organizer"))]
    return Found(
        uid=str(event.get("uid", "")),
        title=str(event.get("summary", "")),
        begins=_instant(event, "dtstart"),
        ends=_instant(event, "dtend") or _end_by_length(event),
        addresses=tuple(str(person).lower().removeprefix("mailto:") for person in people),
        cancelled=str(event.get("status", "")).upper() == "CANCELLED",
    )


def _several(value: object) -> list[object]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _instant(event: Component, name: str) -> datetime | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def _end_by_length(event: Component) -> datetime | None:
    begins, length = _instant(event, "dtstart"), getattr(event.get("duration"), "dt", None)
    return begins + length if begins is not None and isinstance(length, timedelta) else None
