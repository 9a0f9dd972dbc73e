"""How the report speaks: one reader's language and zone, and Markdown in which no foreign text can break out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from responder.review.matter import instant
from responder.words import N_, say
from responder.words.dates import locale_of, show_day, show_instant, show_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import timedelta

_SPECIAL = re.compile(r"[\\`*_\[\]|#&<~]")
_START = re.compile(r"\A(\d*)([-+>=.)])(?=\s|$)")


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPANS = {
    "from": N_("from {at}"),
    "after": N_("after {at}"),
    "before": N_("before {at}"),
    "about": N_("about {at}"),
}


@dataclass(frozen=True)
class Voice:
    """Says sentences, times and numbers to one reader."""

    language: str
    zone: str

    def __call__(self, sentence: str, **values: object) -> str:
        return say(sentence, self.language, **values)

    def time(self, at: datetime | None) -> str:
        """An absolute time, zone named, UTC beside; a word where it is not known."""
        return self(N_("not known")) if at is None else show_instant(at, zone=self.zone, language=self.language)

    def when(self, said: object) -> str:
        """An event as precisely as it is known and no more: an instant, a day, a span, "before", "after", "about"."""
        if isinstance(said, list):
            return "; ".join(self.when(one) for one in said)
        if isinstance(said, dict):
            named = {
                key: self.when(value) for key, value in said.items() if key in _SPANS or key in {"at", "to", "date"}
            }
            if {"from", "to"} <= named.keys():
                return self(N_("between {start} and {end}"), start=named["from"], end=named["to"])
            said_so = next((self(_SPANS[key], at=at) for key, at in named.items() if key in _SPANS), None)
            return said_so or named.get("at") or named.get("date") or self(N_("not known"))
        if not isinstance(said, str) or not _DATE.match(said):
            return self(N_("not known"))
        at = datetime.fromisoformat(said)
        return self.time(at) if at.tzinfo else show_day(at.replace(tzinfo=UTC), language=self.language)

    def day(self, at: datetime) -> str:
        return show_day(at, zone=self.zone, language=self.language)

    def left(self, left: timedelta) -> str:
        return show_left(left, language=self.language)

    def number(self, number: int) -> str:
        return str(format_decimal(number, locale=locale_of(self.language)))

    def count(self, value: object) -> str:
        """A number of people with its certainty: exact, a range, or not known."""
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        if not isinstance(value, dict):
            return self(N_("not known"))
        said = [
            self(sentence, number=self.number(value[key]))
            for key, sentence in (
                ("at_least", N_("at least {number}")),
                ("at_most", N_("at most {number}")),
                ("best", N_("expected {number}")),
                ("estimate", N_("expected {number}")),
            )
            if isinstance(value.get(key), int)
        ]
        return ", ".join(said) or self(N_("not known"))

    def value(self, value: object) -> str:  # noqa: PLR0911 -- one answer a type
        """A fact's value in words, short: what is deep is counted."""
        if isinstance(value, bool):
            return self(N_("yes")) if value else self(N_("no"))
        if value is None or value == "unknown":
            return self(N_("not known"))
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, list):
            if any(isinstance(inner, dict | list) for inner in value):
                return self(N_("a list of {number}"), number=self.number(len(value)))
            return ", ".join(self.value(inner) for inner in value) or self(N_("none"))
        if isinstance(value, dict):
            return ", ".join(f"{key} {self.value(inner)}" for key, inner in value.items())
        at = instant(value)
        return str(value) if at is None else self.time(at)


def plain(text: object) -> str:
    """Foreign text as one line of Markdown that shows exactly these characters."""
    line = _SPECIAL.sub(_escaped, " ".join(str(text).split()))
    return _START.sub(lambda found: f"{found[1]}{_escaped(found[2])}", line)


def _escaped(found: re.Match[str] | str) -> str:
    letter = found if isinstance(found, str) else found[0]
    return f"&#{ord(letter)};" if letter in "&<~=" else f"\\{letter}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell or ' ' for cell in line)} |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text in the reader's language, else in English."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
