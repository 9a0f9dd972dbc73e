"""Saying values of facts in a language, with exactly the certainty that they have."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal

from responder.facts.model import Count, Moment
from responder.words.dates import locale_of, show_day, show_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, tzinfo

    from responder.books.letters import Words
    from responder.books.library import Library

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_FORMS = re.compile(r"(at|date|from|to|after|about|before) ([^\s,]+)")


class Wording:
    """One language's way of saying values. ``plain`` texts (SMS) are not Markdown and need no escapes."""

    def __init__(self, words: Words, library: Library, *, zone: tzinfo = UTC, plain: bool = False) -> None:
        self.words = words
        self.language = words.language
        self._library = library
        self._zone = zone
        self._plain = plain

    def phrase(self, name: str, **values: object) -> str:
        return self.words.phrases[name].format(**values)

    def escape(self, text: str) -> str:
        """Text of people as text: whatever it holds, it is neither markup nor a slot."""
        return text if self._plain else _MARKDOWN.sub(r"\\\1", text)

    def number(self, value: int) -> str:
        return str(format_decimal(value, locale=locale_of(self.language)))

    def months(self, value: int) -> str:
        """``12 months``, ``1 miesiąc``, ``24 miesiące``: the plural that CLDR gives for the language."""
        category = Locale.parse(locale_of(self.language)).plural_form(value)
        pattern = self.words.months.get(category) or self.words.months["other"]
        return pattern.format(n=self.number(value))

    def listed(self, parts: Iterable[str]) -> str:
        """``a, b and c``."""
        *first, last = list(parts) or [""]
        if not first:
            return last
        link = self.phrase("and")
        joined = self.phrase("list_comma").join(first)
        return f"{joined}{link}{last}" if self.language.startswith(("zh", "ja")) else f"{joined} {link} {last}"

    def said(self, key: str, value: Any, *, days: bool) -> str:
        """``value`` of the fact ``key``. ``days``: moments as days, as people speak, instead of instants."""
        if isinstance(value, Count):
            return self.count(value)
        if isinstance(value, Moment):
            return self.moment(value, days=days)
        if isinstance(value, (tuple, list, frozenset)):
            return self.listed(self.choice(key, part) for part in self._ordered(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return self.choice(key, value)

    def choice(self, key: str, value: Any) -> str:
        """One choice as a noun; a text as itself, escaped."""
        word = _word(value)
        known = self.words.choices.get(key, {})
        if word in known:
            return known[word]
        if isinstance(value, bool):
            return self.phrase("yes" if value else "no")
        if key == "people.data" and word in self.words.elements:
            return self.words.elements[word]
        if key in {"people.where", "organisation.country"}:
            return self.place(word)
        return self.escape(word)

    def sentences(self, key: str, value: Any) -> tuple[str, ...]:
        """Each choice as a sentence of its own; nothing where the language has none for it."""
        known = self.words.sentences.get(key, {})
        parts = value if isinstance(value, (tuple, list)) else (value,)
        return tuple(known[_word(part)] for part in parts if _word(part) in known)

    def place(self, id: str) -> str:  # noqa: A002 -- the word of the facts file
        place = self._library.words.place(id)
        return self.escape(place.name.get(self.language) or place.name["en"]) if place else id

    def elements(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Data elements in the words of the language, in the order of the shelf."""
        wanted = set(ids)
        named = [name for id, name in self.words.elements.items() if id in wanted]  # noqa: A001
        return (*named, *sorted(wanted - self.words.elements.keys()))

    def count(self, value: Count) -> str:
        """``4,200``, ``at least 4,200``, ``between 900 and 1,150 (our best estimate is 1,020)``."""
        low, high, best = value.at_least, value.at_most, value.best
        if low is not None and low == high:
            return self.number(low)
        if low is None and high is None:
            return self.phrase("about", n=self.number(best or 0))
        if low is not None and high is not None:
            said = self.phrase("between", low=self.number(low), high=self.number(high))
        elif low is not None:
            said = self.phrase("at_least", n=self.number(low))
        else:
            said = self.phrase("at_most", n=self.number(high or 0))
        return said if best is None else self.phrase("range_best", range=said, best=self.number(best))

    def moment(self, value: Moment, *, days: bool) -> str:
        """An instant or day as exactly as it is known: spans, before and after stay what they are."""
        forms = dict(_FORMS.findall(value.written))
        if "from" in forms and "to" in forms:
            first, last = (self._written(forms[form], days=True) for form in ("from", "to"))
            return self.phrase("span", first=first, last=last)
        for form, phrase in (
            ("after", "after"),
            ("from", "after"),
            ("before", "before"),
            ("to", "before"),
            ("about", "around"),
        ):
            if form in forms:
                return self.phrase(phrase, first=self._written(forms[form], days=days))
        if value.instant is not None:
            return self._instant(value.instant, days=days)
        return self._day(value.day) if value.day else value.written

    def when(self, value: Moment) -> str:
        """A day inside a sentence: ``on 11 June 2026``, ``am 11. Juni 2026``."""
        said = self.moment(value, days=True)
        return said if not value.exact else self.phrase("on", day=said)

    def _written(self, text: str, *, days: bool) -> str:
        moment = datetime.fromisoformat(text)
        return self._instant(moment, days=days) if moment.tzinfo else self._day(moment.date())

    def _instant(self, instant: datetime, *, days: bool) -> str:
        if days:
            return show_day(instant, zone=self._zone, language=self.language)
        return show_instant(instant, zone=self._zone, language=self.language)

    def _day(self, day: date) -> str:
        return show_day(datetime(day.year, day.month, day.day, tzinfo=UTC), language=self.language)

    def _ordered(self, values: Iterable[Any]) -> list[Any]:
        if isinstance(values, frozenset):
            order = {element: position for position, element in enumerate(self.words.elements)}
            return sorted(values, key=lambda value: (order.get(value, len(order)), value))
        return list(values)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def zone_of(name: str | None) -> tzinfo:
    """The organisation's zone, UTC while it is unknown."""
    return ZoneInfo(name) if name else UTC


def summed(counts: Iterable[Count | None]) -> Count | None:
    """The sum of disjoint counts; an unknown one leaves only a least number, none known leaves nothing."""
    known = list(counts)
    if not known or all(count is None for count in known):
        return None
    low = sum(count.at_least or 0 for count in known if count)
    whole = all(count is not None and count.at_most is not None for count in known)
    high = sum(count.at_most or 0 for count in known if count) if whole else None
    bests = [count.best for count in known if count]
    best = sum(best or 0 for best in bests) if None not in known and all(best is not None for best in bests) else None
    return Count(low or None if high is None else low, high, best if best != low or low != high else None)


def of_language(texts: Mapping[str, str], language: str) -> str | None:
    """A text of the shelf in ``language`` or in the language it is a form of; none otherwise."""
    return texts.get(language) or texts.get(language.split("-", maxsplit=1)[0])
