"""Entries that repeat by a rule (RFC 5545, section 3.8.5), as the single entries they stand for. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from dateutil.rrule import rrulestr

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Component

MOST: Final = 2000
"""So many occurrences of one entry are taken; a rule that gives more is a mistake, such as a shift every minute."""


def starts(event: Component, begins: datetime, *, number: int, until: datetime) -> list[datetime]:
    """When an entry begins, each time, up to ``until``; once if no rule makes it repeat.

    A rule is followed in the entry's own zone, so that a shift at nine stays at nine when clocks change.

    Args:
        event: The entry.
        begins: Its first beginning, aware.
        number: Which entry of the file it is, for whoever reads the error.
        until: Nothing after this instant is asked for.

    Raises:
        BadInput: the rule cannot be followed, or gives too many occurrences.
    """
    found = {begins}
    for rule in _several(event.get("rrule")):
        found |= set(_followed(rule, begins, number, until))
    found |= {each for each in _instants(event, "rdate", begins) if each <= until}
    return sorted(found - _instants(event, "exdate", begins))


def _followed(rule: Component, begins: datetime, number: int, until: datetime) -> list[datetime]:
    wrong = BadInput(
        N_("The rule by which an entry repeats cannot be followed"), line=number, field="RRULE",
        expected=N_("a rule of RFC 5545 with at most 2,000 occurrences, or single shifts"),
    )  # fmt: skip
    try:
        plain = {key: value for key, value in rule.items() if key.upper() != "UNTIL"}
        last = min([until, *(_instant(end, begins) for end in _several(rule.get("until")))])
        text = ";".join(f"{key}={','.join(_written(one) for one in _several(value))}" for key, value in plain.items())
        every = rrulestr(text, dtstart=begins)
        found: list[datetime] = []
        for each in every:
            if each > last:
                break
            if len(found) == MOST:
                raise wrong
            found.append(each)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise wrong from None
    return found


def _written(value: object) -> str:
    made = value.to_ical() if hasattr(value, "to_ical") else value
    return made.decode() if isinstance(made, bytes) else str(made)


def _instants(event: Component, name: str, begins: datetime) -> set[datetime]:
    return {_instant(one.dt, begins) for given in _several(event.get(name)) for one in getattr(given, "dts", ())}


def _instant(value: object, begins: datetime) -> datetime:
    """A day alone means its end; a time without a zone is in the entry's own."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=begins.tzinfo)
    if isinstance(value, date):
        return datetime.combine(value, time(), begins.tzinfo) + timedelta(days=1, seconds=-1)
    return begins


def _several(value: object) -> Iterable[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
