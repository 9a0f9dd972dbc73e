"""Reading a marked mapping field by field: each refusal names file, line and field, and the nearest known word."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar

from responder.books.yaml_loader import line_of
from responder.errors import BadInput

T = TypeVar("T")
Text: TypeAlias = Mapping[str, str]
"""A text by language: ``{"en": …, "zh": …}``; ``en`` is always there."""


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a misspelt one most probably means, or None."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else None


def shape_of(value: object) -> str:
    """What kind of thing stands there, in words that someone who writes YAML by hand understands."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, Mapping):
        return "a mapping (key: value)"
    if isinstance(value, list):
        return "a list"
    return "text"


class Reader:
    """One mapping of one file, read once; ``done`` refuses whatever nobody asked for."""

    def __init__(self, source: object, *, file: str, path: str = "", line: int | None = None) -> None:
        self.file = file
        self.path = path
        self.line = line_of(source) or line
        if not isinstance(source, Mapping):
            raise BadInput(
                "{shape} stands here",
                file=file,
                line=self.line,
                field=path or None,
                shape=shape_of(source),
                expected="a mapping (key: value)",
            )
        self.source = source
        self.read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.source

    def field(self, key: str | int) -> str:
        return f"{self.path}.{key}" if self.path else str(key)

    def bad(
        self, key: str, message: str, /, *, expected: str | None = None, do: str | None = None, **values: object
    ) -> BadInput:
        """The refusal of what stands under ``key``, placed by file, line and field."""
        return BadInput(
            message,
            file=self.file,
            line=line_of(self.source, key) or self.line,
            column=None,
            field=self.field(key),
            expected=expected,
            do=do,
            **values,
        )

    def raw(self, key: str, *, required: bool = False) -> Any:
        self.read.add(key)
        value = self.source.get(key)
        if value is None and required:
            if key in self.source:
                raise self.bad(key, "nothing stands here", expected="a value")
            raise BadInput(
                "{key!r} is missing",
                file=self.file,
                line=self.line,
                field=self.path or None,
                key=key,
            )
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        value = self.raw(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (str, int)):
            return str(value)
        raise self.bad(key, "{shape} stands here", shape=shape_of(value), expected="text")

    def word(self, key: str) -> str:
        return self.text(key, required=True) or ""

    def choice(
        self, key: str, choices: Collection[str], *, required: bool = False, default: str | None = None
    ) -> str | None:
        value = self.text(key, required=required)
        if value is None:
            return default
        if value not in choices:
            near = nearest(value, choices)
            raise self.bad(
                key,
                "{value!r} is not known here",
                value=value,
                expected="one of " + ", ".join(choices),
                do=f"Did you mean {near}?" if near else None,
            )
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.bad(key, "{shape} stands here", shape=shape_of(value), expected="true or false")
        return value

    def number(self, key: str, *, required: bool = False, least: int = 0) -> int | None:
        value = self.raw(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.bad(
                key, "{value!r} is no such number", value=value, expected=f"a whole number, at least {least}"
            )
        return value

    def day(self, key: str) -> date | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.bad(key, "{value!r} is no date", value=value, expected="a date such as 2026-01-31") from None

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words; a single word stands for a list of one."""
        value = self.raw(key, required=required)
        if value is None:
            return ()
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return (str(value),)
        if not isinstance(value, list):
            raise self.bad(key, "{shape} stands here", shape=shape_of(value), expected="a list of words")
        for number, entry in enumerate(value):
            if not isinstance(entry, (str, int)) or isinstance(entry, bool):
                raise BadInput(
                    "{shape} stands here",
                    file=self.file,
                    line=line_of(value, number),
                    field=f"{self.field(key)}[{number}]",
                    shape=shape_of(entry),
                    expected="a word",
                )
        return tuple(str(entry) for entry in value)

    def translated(self, key: str, *, required: bool = False) -> Text:
        """Text in languages: ``{en: …, zh: …}``; plain text is English."""
        value = self.raw(key, required=required)
        if value is None:
            return {}
        if isinstance(value, (str, int)):
            return {"en": str(value)}
        inner = Reader(value, file=self.file, path=self.field(key), line=line_of(self.source, key))
        found = {language: inner.word(language) for language in inner.source}
        if "en" not in found:
            raise self.bad(key, "the English text is missing", expected="en: …")
        return found

    def inside(self, key: str, *, required: bool = False) -> Reader | None:
        value = self.raw(key, required=required)
        if value is None:
            return None
        return Reader(value, file=self.file, path=self.field(key), line=line_of(self.source, key))

    def entries(self, key: str, *, required: bool = False) -> Iterator[Reader]:
        """The mappings of a list, one reader each."""
        value = self.raw(key, required=required)
        if value is None:
            return
        if not isinstance(value, list):
            raise self.bad(key, "{shape} stands here", shape=shape_of(value), expected="a list")
        for number, entry in enumerate(value):
            yield Reader(entry, file=self.file, path=f"{self.field(key)}[{number}]", line=line_of(value, number))

    def each(self, key: str, build: Callable[[Reader], T], *, required: bool = False) -> tuple[T, ...]:
        return tuple(build(entry) for entry in self.entries(key, required=required))

    def done(self) -> None:
        """Refuses keys that nobody read."""
        for key in self.source:
            if key not in self.read:
                near = nearest(key, self.read)
                raise self.bad(
                    key,
                    "this key is not known here",
                    expected="one of " + ", ".join(sorted(self.read)),
                    do=f"Did you mean {near}?" if near else None,
                )
