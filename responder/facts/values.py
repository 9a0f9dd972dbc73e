"""Single values of a facts file: instants and spans, counts and ranges, choices, places. ``unknown`` is None."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from responder.books.marked import Reader, nearest, shape_of
from responder.errors import BadInput
from responder.facts.model import Count, Moment
from responder.facts.spoken import spoken

if TYPE_CHECKING:
    from responder.books.law import FactDefinition
    from responder.books.vocabulary import Vocabulary

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_YEARS = range(1970, 2200)  # what lies outside was mistyped, and days counted from it would leave the calendar
_EXPECTED_INSTANT = "an instant with its offset such as 2026-06-11T08:10:00+02:00, a day, or unknown"
T = TypeVar("T", datetime, date)


class FactsReader(Reader):
    """A reader for which ``unknown`` means nothing is known."""

    def raw(self, key: str, *, required: bool = False) -> Any:
        value = super().raw(key, required=required)
        return None if value == "unknown" and not required else value

    def part(self, key: str) -> FactsReader | None:
        value = self.raw(key)
        if value is None:
            return None
        inner = self.inside(key)
        return (
            None if inner is None else FactsReader(inner.source, file=self.file, path=self.field(key), line=inner.line)
        )

    def parts(self, key: str) -> list[FactsReader]:
        if self.raw(key) is None:
            return []
        return [
            FactsReader(entry.source, file=self.file, path=entry.path, line=entry.line) for entry in self.entries(key)
        ]

    def truth(self, key: str) -> bool | None:
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            raise self.bad(key, "{shape} stands here", shape=shape_of(value), expected="true, false or unknown")
        return value


def instant(reader: Reader, key: str, value: Any) -> datetime | date:
    """A written instant or day.

    Raises BadInput for a time without offset: it would be a different hour for each reader.
    """
    if not isinstance(value, str):
        raise reader.bad(key, "{shape} stands here", shape=shape_of(value), expected=_EXPECTED_INSTANT)
    try:
        if _DAY.match(value):
            return _in_our_time(reader, key, date.fromisoformat(value))
        found = datetime.fromisoformat(value)
    except ValueError:
        raise reader.bad(key, "this is no instant", expected=_EXPECTED_INSTANT) from None
    if found.tzinfo is None:
        raise reader.bad(
            key,
            "the time has no offset from UTC",
            expected=_EXPECTED_INSTANT,
            do="Add the offset, for example +02:00 or Z.",
        )
    return _in_our_time(reader, key, found)


def _in_our_time(reader: Reader, key: str, found: T) -> T:
    if found.year not in _YEARS:
        raise reader.bad(
            key,
            "the year {year} cannot be meant",
            year=found.year,
            expected=f"a year from {_YEARS.start} to {_YEARS.stop - 1}",
        )
    return found


def zone(reader: Reader, key: str) -> str | None:
    """A time zone by its name."""
    name = reader.text(key)
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, or no name of a file at all
        raise reader.bad(key, "this time zone is not known", expected="a name such as Europe/Berlin") from None
    return name


def moment(reader: FactsReader, key: str) -> Moment | None:
    """The moment under ``key``: an instant, a day, or a mapping of at, date, from and to, before, after, about."""
    value = reader.raw(key)
    if value is None:
        return None
    if isinstance(value, Mapping):
        inner = reader.part(key)
        return moment_of(inner) if inner else None
    return _made(instant(reader, key, value), str(value), None, exact=True)


def moment_of(inner: FactsReader) -> Moment | None:
    """The moment that a mapping describes; refuses keys it does not know."""
    by, basis, own_zone = inner.text("by"), inner.text("basis"), zone(inner, "zone")
    inner.raw("decided_at")
    forms = [form for form in ("at", "date", "from", "after", "about", "before", "to") if inner.raw(form) is not None]
    inner.done()
    if not forms:
        return None
    form, said = forms[0], {name: instant(inner, name, inner.source[name]) for name in forms}
    first, last = said.get("from"), said.get("to")
    if first is not None and type(first) is type(last) and last < first:
        raise inner.bad("to", "the span ends before it begins", expected="from not after to")
    written = ", ".join(f"{name} {inner.source[name]}" for name in forms)
    found = _made(said[form], written, own_zone, exact=form in {"at", "date"})
    return Moment(found.instant, found.day, found.zone, found.exact, written, by, basis)


def _made(value: datetime | date, written: str, own_zone: str | None, *, exact: bool) -> Moment:
    if isinstance(value, datetime):
        return Moment(instant=value, zone=own_zone, exact=exact, written=written)
    return Moment(day=value, zone=own_zone, exact=exact, written=written)


def count(reader: FactsReader, key: str) -> Count | None:
    """A whole number, or a range ``{at_least, at_most, estimate}`` with its basis."""
    value = reader.raw(key)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Count(value, value, value)
    inner = reader.part(key) if isinstance(value, Mapping) else None
    if inner is None:
        raise reader.bad(
            key,
            "{shape} stands here",
            shape="a negative number" if isinstance(value, int) and value < 0 else shape_of(value),
            expected="a whole number without separators, unknown, or {at_least, at_most}",
        )
    low, high = inner.number("at_least"), inner.number("at_most")
    best, estimate = inner.number("best"), inner.number("estimate")
    inner.raw("basis")
    inner.raw("as_of")
    inner.done()
    if low is not None and high is not None and low > high:
        raise inner.bad("at_most", "the least number is above the most", expected="at_least not above at_most")
    likely = "best" if best is not None else "estimate"
    number = best if best is not None else estimate
    if number is not None and ((low is not None and number < low) or (high is not None and number > high)):
        raise inner.bad(likely, "this number lies outside the range", expected="a number from at_least to at_most")
    return Count(low, high, number)


def places(reader: FactsReader, key: str, words: Vocabulary) -> tuple[str, ...] | None:
    if reader.raw(key) is None:
        return None
    return tuple(known_place(reader, key, place, words) for place in reader.words(key))


def known_place(reader: Reader, key: str, value: Any, words: Vocabulary) -> str:
    """A place of the library. Raises BadInput with the nearest one for anything else."""
    if not isinstance(value, str):
        raise reader.bad(
            key,
            "{shape} stands here",
            shape=shape_of(value),
            expected="a country or part such as DE or US-CA",
            do="Norway is written NO." if value is False else None,
        )
    if words.place(value) is None:
        raise reader.bad(
            key,
            "the place {place!r} is not known",
            place=value[:20],
            expected="a country or part such as DE or US-CA",
            do=f"Did you mean {near}?" if (near := nearest(value.upper(), words.places)) else None,
        )
    return value


def by_definition(reader: FactsReader, key: str, definition: FactDefinition, words: Vocabulary) -> Any:  # noqa: PLR0911, C901 -- one line a type
    """The value of a fact, read as its definition says."""
    match definition.type:
        case "boolean":
            return reader.truth(key)
        case "integer":
            return reader.number(key)
        case "count":
            return count(reader, key)
        case "choice":
            return choice(reader, key, definition.choices)
        case "choices":
            return choices(reader, key, definition, words)
        case "texts":
            return None if reader.raw(key) is None else reader.words(key)
        case "place":
            value = reader.raw(key)
            return None if value is None else known_place(reader, key, value, words)
        case "places":
            return places(reader, key, words)
        case "instant":
            return moment(reader, key)
        case "zone":
            return zone(reader, key)
        case "amount":
            return _amount(reader, key)
        case _:
            return spoken(reader, key) if definition.by_language else reader.text(key)


def choice(reader: FactsReader, key: str, allowed: tuple[str, ...]) -> Any:
    value = reader.raw(key)
    if value is None:
        return None
    written = str(value).lower() if isinstance(value, bool) else str(value)
    if written not in allowed:
        near = nearest(written, allowed)
        raise reader.bad(
            key,
            "{value!r} is not known here",
            value=written[:40],
            expected="one of " + ", ".join((*allowed, "unknown")),
            do=f"Did you mean {near}?" if near else None,
        )
    return value if isinstance(value, bool) else written


def choices(reader: FactsReader, key: str, definition: FactDefinition, words: Vocabulary) -> tuple[str, ...] | None:
    value = reader.raw(key)
    if value is None:
        return None
    if isinstance(value, bool):
        return (str(value).lower(),) if str(value).lower() in definition.choices else ()
    found = reader.words(key)
    allowed = tuple(words.organisations) if key == "qualifies_as" else definition.choices
    for entry in found:
        if entry not in allowed:
            near = nearest(entry, allowed)
            raise BadInput(
                "{value!r} is not known here",
                file=reader.file,
                line=reader.bad(key, "").line,
                field=reader.field(key),
                value=entry[:40],
                expected="an id of the list" if len(allowed) > 20 else "one of " + ", ".join(allowed),
                do=f"Did you mean {near}?" if near else "See `responder facts`.",
            )
    return found


def _amount(reader: FactsReader, key: str) -> Mapping[str, Any] | None:
    inner = reader.part(key)
    if inner is None:
        return None
    found = {"amount": inner.number("amount"), "currency": inner.text("currency"), "year": inner.number("year")}
    inner.done()
    return found
