"""Shifts as calendar entries and back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from responder.errors import BadInput
from responder.formats.icalendar import Entry
from responder.ids import derived_id
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responder.formats.icalendar import Found
    from responder.oncall.rotas import Shift


@dataclass(frozen=True, slots=True)
class Imported:
    """A shift that stands in somebody's calendar."""

    uid: str
    account: str
    begins: datetime
    ends: datetime


def entries(
    found: Sequence[Shift], *, rota_id: str, title: str, revision: int, changed_at: datetime, domain: str
) -> list[Entry]:
    """The shifts of one rota; ``title`` is shown for each. A shift keeps its identifier while it begins when it did."""
    return [
        Entry(
            uid=f"{derived_id('shift', rota_id, str(shift.layer), shift.account, shift.begins.isoformat())}@{domain}",
            sequence=revision,
            starts_at=shift.begins,
            minutes=int((shift.ends - shift.begins).total_seconds() // 60),
            title=title,
            text="",
            changed_at=changed_at,
        )
        for shift in found
    ]


def shift_title(rota: str, who: str, language: str) -> str:
    """What a calendar shows of a shift: the rota and the sign-in name, no more."""
    return say(N_("On call: {rota} ({who})"), language, rota=rota, who=who)


def imported(found: Sequence[Found], known: Mapping[str, str]) -> list[Imported]:
    """Calendar entries as shifts.

    Args:
        found: The entries of a file.
        known: Lower-case email address or sign-in name → account id.

    Raises:
        BadInput: an entry has no end, or names nobody known; the entry's number is the line.
    """
    return [_one(entry, number, known) for number, entry in enumerate(found, 1) if not entry.cancelled]


def _one(entry: Found, number: int, known: Mapping[str, str]) -> Imported:
    if entry.begins is None or entry.ends is None or entry.ends <= entry.begins:
        raise BadInput(
            N_("An entry has no beginning and end"), line=number, field="DTSTART", expected=N_("times with a zone")
        )
    words = [*entry.addresses, *_words(entry.title)]
    account = next((known[word.casefold()] for word in words if word.casefold() in known), None)
    if account is None:
        raise BadInput(
            N_("An entry names nobody who has an account"),
            line=number,
            field="SUMMARY",
            expected=N_("a sign-in name in its title, or an attendee with the address of an account"),
        )
    return Imported(entry.uid, account, entry.begins.astimezone(UTC), entry.ends.astimezone(UTC))


def _words(title: str) -> list[str]:
    return ["".join(letter for letter in word if letter.isalnum() or letter in "._-@") for word in title.split()]
