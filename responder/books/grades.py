"""Reads how a law or standard grades incidents: ``<regime>/grade.yaml``, criteria and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.books.conditions import read_condition
from responder.books.marked import Reader, Text, nearest, shape_of
from responder.books.parts import plain, read_source
from responder.books.yaml_loader import line_of, load_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from responder.books.law import Condition, Source
    from responder.books.vocabulary import Vocabulary

FORMAT: Final = "responder/grade-scheme/1"
FILE: Final = "grade.yaml"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the scheme, by its own condition over facts."""

    id: str
    text: Text
    when: Condition
    cite: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """So many of these must be met; each is a criterion's id or again such a number of others."""

    least: int
    of: tuple[str | Needs, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One grade. ``needs`` None: what is left when no stricter one is met. ``records``: what adopting it writes."""

    id: str
    name: Text
    needs: Needs | None
    records: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One law's way to grade, its outcomes strictest first; ``id`` is that of its regime."""

    id: str
    name: Text
    criteria: Mapping[str, Criterion]
    outcomes: tuple[Outcome, ...]
    until_settled: Text
    cite: str | None
    doubt: str | None
    verified: bool
    checked: str | None
    sources: tuple[Source, ...]
    file: str


def read_scheme(text: str, *, regime: str, words: Vocabulary) -> Scheme:
    """The scheme that stands beside a regime's file. Raises BadInput with file, line and field."""
    file = f"{regime}/{FILE}"
    reader = Reader(load_yaml(text, name=file), file=file, line=1)
    if reader.text("format") != FORMAT:
        raise reader.bad("format", "the format is not named", expected=FORMAT)
    reading = _Reading(file, words)
    criteria = {found.id: found for found in reader.each("criteria", reading.criterion, required=True)}
    scheme = Scheme(
        id=regime,
        name=reader.translated("name", required=True),
        criteria=criteria,
        outcomes=tuple(reading.outcome(entry, criteria) for entry in reader.entries("outcomes", required=True)),
        until_settled=reader.translated("until_settled", required=True),
        cite=reader.text("cite"),
        doubt=reader.text("doubt"),
        verified=reader.flag("verified"),
        checked=reader.text("checked"),
        sources=reader.each("sources", read_source, required=True),
        file=file,
    )
    reader.done()
    if len(scheme.outcomes) < 2 or scheme.outcomes[-1].needs is not None:
        raise reader.bad("outcomes", "the last grade is not open to the rest", expected="a last one without when:")
    return scheme


@dataclass(frozen=True, slots=True)
class _Reading:
    file: str
    words: Vocabulary

    def criterion(self, entry: Reader) -> Criterion:
        value = entry.raw("when", required=True)
        found = Criterion(
            id=entry.word("id"),
            text=entry.translated("text", required=True),
            when=read_condition(
                value,
                file=self.file,
                path=entry.field("when"),
                line=line_of(value) or line_of(entry.source, "when"),
                words=self.words,
            ),
            cite=entry.text("cite"),
            doubt=entry.text("doubt"),
        )
        entry.done()
        return found

    def outcome(self, entry: Reader, known: Collection[str]) -> Outcome:
        records = entry.inside("records")
        for key in records.source if records else ():
            if self.words.fact(key) is None and not key.startswith(("risk.judgements.", "events.")) and records:
                raise records.bad(key, "the fact {key!r} is not known", key=key)
        written = entry.raw("when")
        found = Outcome(
            id=entry.word("id"),
            name=entry.translated("name", required=True),
            needs=None if written is None else self._needs(written, entry, known),
            records=plain(entry.raw("records") or {}),
        )
        entry.done()
        return found

    def _needs(self, written: Any, entry: Reader, known: Collection[str]) -> Needs:
        """``a``, ``{all: […]}``, ``{any: […]}`` or ``{at_least: 2, of: […]}``, one inside the other."""
        if isinstance(written, str):
            return Needs(1, tuple(self._parts([written], entry, known)))
        inner = Reader(written, file=self.file, path=entry.field("when"), line=entry.line)
        key = next((key for key in ("all", "any", "of") if key in inner), "any")
        parts = tuple(self._parts(inner.raw(key, required=True), entry, known))
        least = inner.number("at_least", required=True, least=1) if key == "of" else None
        inner.done()
        return Needs(len(parts) if key == "all" else least or 1, parts)

    def _parts(self, listed: Any, entry: Reader, known: Collection[str]) -> Iterator[str | Needs]:
        if not isinstance(listed, list) or not listed:
            raise entry.bad("when", "{shape} stands here", shape=shape_of(listed), expected="a list of criteria")
        for each in listed:
            if not isinstance(each, str):
                yield self._needs(each, entry, known)
            elif each in known:
                yield each
            else:
                near = nearest(each, known)
                raise entry.bad(
                    "when",
                    "the criterion {id!r} is not declared",
                    id=each,
                    do=f"Did you mean {near}?" if near else None,
                )
