"""Meetings as calendar entries. Titles carry the code name alone; nothing in them names a person or the breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.formats.icalendar import Entry
from responder.review.voice import text_in
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from responder.review.matter import Meeting
    from responder.review.rounds import Round


def invitations(
    meetings: Iterable[Meeting], rounds: Sequence[Round], *, number: str, code_name: str, language: str
) -> list[Entry]:
    """An entry for each meeting that was not held yet; a cancelled one says so to the calendars that have it."""
    agendas: dict[str, Mapping[str, Sequence[str]]] = {entry.id: entry.agenda for entry in rounds}
    return [
        Entry(
            uid=f"{meeting.id}@responder",
            sequence=meeting.sequence,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            title=f"{code_name}: {text_in(meeting.title, language)}",
            text=_text(agendas.get(meeting.kind, {}), number, language),
            changed_at=meeting.changed_at,
            cancelled=meeting.state == "cancelled",
        )
        for meeting in meetings
        if meeting.state != "held"
    ]


def _text(agenda: Mapping[str, Sequence[str]], number: str, language: str) -> str:
    points = agenda.get(language) or agenda.get("en") or ()
    return "\n".join([say(N_("Reference {number}"), language, number=number), *(f"- {point}" for point in points)])
