"""Facts as a paragraph sees them: ``{{ events.occurred }}``. Each field remembers what was said of it.

A field that is not known becomes a visible marker in the text and a gap in the list; never an empty place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinja2.exceptions import UndefinedError

from responder.facts.model import Count, Moment
from responder.facts.spoken import Spoken
from responder.notices.wording import summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.books.library import Library
    from responder.facts.model import Facts, PeopleRow
    from responder.notices.wording import Wording

BY_LANGUAGE = ("notice.summary", "notice.delay_reason")
PEOPLE = ("people.count", "people.records", "people.data", "people.relation", "people.where")


@dataclass
class Heard:
    """What one paragraph said: fact → words; and which facts it missed."""

    said: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass
class Voice:
    """How fields are said in one letter: the language, whether days or instants, what a missing fact looks like."""

    wording: Wording
    days: bool
    may_follow: bool = False
    heard: Heard = field(default_factory=Heard)


class Field:
    """One fact in a template. Its text is its value as known; its attributes let a template choose words."""

    def __init__(self, key: str, value: Any, voice: Voice, suffix: str = "") -> None:
        self._key = key
        self._value = value
        self._voice = voice
        self._suffix = suffix

    def __str__(self) -> str:
        if self._value is None:
            return self._missing()
        return self._say(self._voice.wording.said(self._key, self._value, days=self._voice.days) + self._suffix)

    @property
    def known(self) -> bool:
        return self._value is not None

    @property
    def yes(self) -> bool:
        return self._value is True or self._value == "true"

    @property
    def no(self) -> bool:
        return self._value is False or self._value == "false"

    @property
    def is_suspected(self) -> bool:
        return bool(self._value == "suspected")

    @property
    def say_suspected(self) -> str:
        """The sentence that opens what is only suspected."""
        return self._say(self._voice.wording.words.sentences.get(self._key, {}).get("suspected", ""))

    @property
    def when(self) -> str:
        """A moment inside a sentence."""
        if not isinstance(self._value, Moment):
            return self._missing()
        return self._say(self._voice.wording.when(self._value))

    @property
    def in_months(self) -> str:
        """A number as months, in the plural of the language."""
        if not isinstance(self._value, int):
            return self._missing()
        return self._say(self._voice.wording.months(self._value))

    @property
    def sentence(self) -> str:
        """The value as a sentence of its own; what is unknown may have a sentence too."""
        found = self._voice.wording.sentences(self._key, "unknown" if self._value is None else self._value)
        return self._say(" ".join(found)) if found else self._missing()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The values as one sentence each."""
        if self._value is None:
            return (self._missing(),)
        found = self._voice.wording.sentences(self._key, self._value)
        self._say(" ".join(found))
        return found

    def _say(self, words: str) -> str:
        self._voice.heard.said[self._key] = words
        return words

    def _missing(self) -> str:
        if self._key not in self._voice.heard.missing:
            self._voice.heard.missing.append(self._key)
        return self._voice.wording.phrase("not_yet") if self._voice.may_follow else f"[[gap: {self._key}]]"


class Space:
    """Everything below one dotted key, as attributes."""

    def __init__(self, known: Known, prefix: str) -> None:
        self._known = known
        self._prefix = prefix

    def __getattr__(self, name: str) -> Field | Space:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._known.at(f"{self._prefix}.{name}")

    def __str__(self) -> str:
        raise UndefinedError(self._prefix)


class Known:
    """The facts of one incident for one letter: whose people count is the letter's ``places``."""

    def __init__(self, facts: Facts, library: Library, voice: Voice, *, places: Iterable[str] = ()) -> None:
        self._facts = facts
        self._library = library
        self._voice = voice
        self._places = frozenset(places)
        self._keys = {*library.facts, *PEOPLE, *BY_LANGUAGE, *(f"events.{event}" for event in library.events)}

    def names(self) -> Mapping[str, Field | Space]:
        """What a template may name at its top."""
        return {top: self.at(top) for top in {key.split(".")[0] for key in self._keys}}

    def fields(self) -> tuple[str, ...]:
        """Every key that a template may name, known or not; ``people`` alone is a space."""
        return tuple(sorted(self._keys - {"people"}))

    def at(self, key: str) -> Field | Space:
        """The field at a dotted key, or the space of keys below it."""
        if key in self._keys and key != "people":
            return Field(key, self.value(key), self._voice, self._suffix(key))
        if any(known.startswith(f"{key}.") for known in self._keys):
            return Space(self, key)
        raise UndefinedError(key)

    def value(self, key: str) -> Any:
        """What is known under ``key``, None while it is not."""
        if key in PEOPLE:
            return self._of_people(key.removeprefix("people."))
        if key in BY_LANGUAGE:
            return self._facts.value(f"{key}.{self._voice.wording.language}")
        value = self._facts.value(key)
        return value.in_language(self._voice.wording.language) if isinstance(value, Spoken) else value

    def _suffix(self, key: str) -> str:
        """A number of people that is not final says until when it will be."""
        count = self.value(key) if key == "people.count" else None
        by = (
            self._facts.value("notice.final_number_by")
            if isinstance(count, Count) and count.at_least != count.at_most
            else None
        )
        if not isinstance(by, Moment):
            return ""
        wording = self._voice.wording
        return wording.phrase("final_by", said="", day=wording.moment(by, days=True))

    def _rows(self) -> tuple[PeopleRow, ...]:
        rows = self._facts.people or ()
        if not self._places:
            return rows
        return tuple(row for row in rows if row.where and self._within(row.where) & self._places)

    def _within(self, where: str) -> frozenset[str]:
        place = self._library.words.place(where)
        return place.within if place else frozenset({where})

    def _of_people(self, what: str) -> Any:
        rows = self._rows()
        if not rows:
            return None
        match what:
            case "count":
                return summed(row.count for row in rows)
            case "records":
                return summed(row.records for row in rows)
            case "data":
                return frozenset().union(*(row.data for row in rows if row.data)) or None
            case "relation":
                return tuple(dict.fromkeys(row.relation for row in rows if row.relation)) or None
            case _:
                return tuple(dict.fromkeys(row.where for row in rows if row.where)) or None
