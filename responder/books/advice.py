"""Reads what advice on the level of risk goes by: ``_shared/risk.yaml`` and the precedents beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from responder.books.conditions import read_condition
from responder.books.marked import Reader, Text
from responder.books.yaml_loader import MarkedList, MarkedMap, line_of, load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from responder.books.law import Condition
    from responder.books.library import Library
    from responder.books.vocabulary import Vocabulary

FORMAT: Final = "responder/advice/1"
PRECEDENTS: Final = "responder/precedents/1"
KINDS: Final = ("confidentiality", "integrity", "availability")
CONCLUDED: Final = ("yes", "no", "conditional", "unknown")
_SETS: Final = ("data_of", "data_beyond")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One consideration. It holds if ``when`` does and ``unless`` is not known to."""

    id: str
    text: Text
    when: Condition | None
    unless: Condition | None = None
    kind: str = "any"
    places: tuple[str, ...] = ()
    despite: bool = False
    value: float = 0
    source: str | None = None
    asks: bool = True
    """Whether its open facts are worth asking for."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that precedents are compared by: a fact, sets of data, a number of people, or hours."""

    id: str
    label: Text
    weight: int
    fact: str | None
    sets: tuple[str, ...]
    people: tuple[int, ...]
    hours: tuple[int, ...]
    some: bool


@dataclass(frozen=True, slots=True)
class Severity:
    """The tables of ENISA's score: DPC by category of data, EI by what identifies, CB by what happened."""

    source: str
    categories: Mapping[str, int]
    category_names: Mapping[str, Text]
    category_of: Mapping[str, str]
    inherits: frozenset[str]
    least: int
    most: int
    adjustments: tuple[Criterion, ...]
    identifiability: tuple[Criterion, ...]
    circumstances: Mapping[str, tuple[Criterion, ...]]
    bands: tuple[tuple[str, float | None], ...]
    flags: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Precedent:
    """A published example of an authority in our words, and what that authority concluded."""

    id: str
    title: Text
    facts: Mapping[str, Any]
    authority: str
    individuals: str
    source: str
    verified: bool
    rule: bool
    note: str | None
    file: str
    line: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """All that advice on risk goes by."""

    severity: Severity
    sets: Mapping[str, frozenset[str]]
    present: tuple[Criterion, ...]
    lifts: tuple[Criterion, ...]
    raises: tuple[Criterion, ...]
    compare: tuple[Feature, ...]
    texts: Mapping[str, Text]
    precedents: tuple[Precedent, ...]

    def criteria(self) -> Iterator[Criterion]:
        """Every consideration there is."""
        tables = self.severity
        yield from (*self.present, *self.lifts, *self.raises)
        yield from (*tables.adjustments, *tables.identifiability, *tables.flags)
        for criteria in tables.circumstances.values():
            yield from criteria


@lru_cache(maxsize=4)
def load_advice(library: Library) -> Advice:
    """The advice that belongs to a library; a firm's own precedents come beside ours.

    Raises:
        BadInput: with file, line and field.
    """
    shared = library.path / "_shared"
    roots = [shared, *([library.overlay / "_shared"] if library.overlay else [])]
    files = [file for root in roots for file in sorted((root / "precedents").glob("*.yaml"))]
    precedents = [found for file in files for found in _precedents(file)]
    reader = _open(shared / "risk.yaml", FORMAT)
    return _Reading(library.words, reader).advice(tuple(precedents))


def _open(path: Path, wanted: str) -> Reader:
    name = f"_shared/{path.name}" if path.parent.name == "_shared" else f"_shared/{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput("the file {name} is missing", file=str(path), name=path.name) from None
    reader = Reader(load_yaml(text, name=name), file=name, line=1)
    if reader.text("format") != wanted:
        raise reader.bad("format", "the format is not named", expected=wanted)
    return reader


class _Reading:
    """One ``risk.yaml`` being read."""

    def __init__(self, words: Vocabulary, reader: Reader) -> None:
        self.words = words
        self.reader = reader
        self.sets = {name: frozenset(words) for name, words in _lists(reader, "sets").items()}
        self._known_elements(reader, self.sets)

    def advice(self, precedents: tuple[Precedent, ...]) -> Advice:
        reader = self.reader
        texts = reader.inside("texts", required=True)
        enisa = reader.inside("enisa", required=True)
        if texts is None or enisa is None:
            raise reader.bad("enisa", "nothing stands here")
        found = Advice(
            severity=self._severity(enisa),
            sets=self.sets,
            present=reader.each("present", self._criterion, required=True),
            lifts=reader.each("lifts", self._criterion, required=True),
            raises=reader.each("raises", self._criterion, required=True),
            compare=reader.each("compare", self._feature, required=True),
            texts={id: texts.translated(id, required=True) for id in texts.source},  # noqa: A001 -- the word of the file
            precedents=precedents,
        )
        reader.done()
        return found

    def _severity(self, reader: Reader) -> Severity:
        categories = reader.inside("categories", required=True)
        names = reader.inside("category_names", required=True)
        circumstances = reader.inside("circumstances", required=True)
        if categories is None or names is None or circumstances is None:
            raise reader.bad("categories", "nothing stands here")
        elements = _lists(reader, "elements")
        self._known_elements(reader, elements)
        found = Severity(
            source=reader.word("source"),
            categories={name: categories.number(name, required=True) or 0 for name in categories.source},
            category_names={name: names.translated(name, required=True) for name in names.source},
            category_of={element: category for category, listed in elements.items() for element in listed},
            inherits=frozenset(reader.words("inherits")),
            least=reader.number("least", required=True) or 0,
            most=reader.number("most", required=True) or 0,
            adjustments=reader.each("adjustments", self._criterion),
            identifiability=reader.each("identifiability", self._criterion, required=True),
            circumstances={
                name: circumstances.each(name, self._criterion, required=True) for name in circumstances.source
            },
            bands=reader.each("bands", _band, required=True),
            flags=reader.each("flags", self._criterion),
        )
        reader.done()
        return found

    def _criterion(self, entry: Reader) -> Criterion:
        found = Criterion(
            id=entry.word("id"),
            text=entry.translated("text", required=True),
            when=self._condition(entry, "when"),
            unless=self._condition(entry, "unless"),
            kind=entry.choice("kind", (*KINDS, "any"), default="any") or "any",
            places=entry.words("places"),
            despite=entry.flag("despite"),
            value=_decimal(entry, "value"),
            source=entry.text("source"),
            asks=entry.flag("asks", default=True),
        )
        for place in found.places:
            if self.words.place(place) is None:
                raise entry.bad("places", "the place {place!r} is not known", place=place)
        entry.done()
        return found

    def _condition(self, reader: Reader, key: str) -> Condition | None:
        value = reader.raw(key)
        if value is None:
            return None
        line = line_of(value) or line_of(reader.source, key)
        return read_condition(
            self._spelled(value, reader), file=reader.file, path=reader.field(key), line=line, words=self.words
        )

    def _spelled(self, value: Any, reader: Reader) -> Any:
        """The condition with its sets of data written out."""
        if isinstance(value, MarkedList):
            spelled = MarkedList(value.line)
            spelled.extend(self._spelled(entry, reader) for entry in value)
            spelled.lines = value.lines
            return spelled
        if not isinstance(value, MarkedMap):
            return value
        found = MarkedMap(value.line)
        for key, inner in value.items():
            name = "elements" if key in _SETS else key
            found[name] = self._named_sets(key, inner, reader) if key in _SETS else self._spelled(inner, reader)
            found.lines[name] = value.lines[key]
        return found

    def _named_sets(self, key: str, names: Any, reader: Reader) -> MarkedMap:
        listed = names if isinstance(names, list) else [names]
        for name in listed:
            if name not in self.sets:
                raise reader.bad("when", "the set {name!r} is not known", name=name, expected=", ".join(self.sets))
        inside = frozenset[str]().union(*(self.sets[name] for name in listed))
        spelled = MarkedMap(line_of(names) or 1)
        spelled["alone"] = sorted(inside if key == "data_of" else self.words.elements.keys() - inside)
        return spelled

    def _feature(self, entry: Reader) -> Feature:
        fact = entry.text("fact")
        if fact is not None and self.words.fact(fact) is None:
            raise entry.bad("fact", "the fact {key!r} is not known", key=fact)
        found = Feature(
            id=entry.word("id"),
            label=entry.translated("label", required=True),
            weight=entry.number("weight", required=True, least=1) or 1,
            fact=fact,
            sets=entry.words("sets"),
            people=tuple(int(number) for number in entry.words("people")),
            hours=tuple(int(number) for number in entry.words("hours")),
            some=entry.flag("some"),
        )
        entry.done()
        return found

    def _known_elements(self, reader: Reader, listed: Mapping[str, Any]) -> None:
        for name, elements in listed.items():
            for element in elements:
                if element not in self.words.elements:
                    raise reader.bad(name, "the data element {element!r} is not known", element=element)


def _lists(reader: Reader, key: str) -> dict[str, tuple[str, ...]]:
    inner = reader.inside(key, required=True)
    return {} if inner is None else {name: inner.words(name) for name in inner.source}


def _band(entry: Reader) -> tuple[str, float | None]:
    found = entry.word("id"), _decimal(entry, "below") if "below" in entry else None
    entry.done()
    return found


def _decimal(entry: Reader, key: str) -> float:
    written = entry.text(key)
    try:
        return float(written or 0)
    except ValueError:
        raise entry.bad(key, "{value!r} is no number", value=written, expected="a number such as 0.25") from None


def _precedents(path: Path) -> list[Precedent]:
    reader = _open(path, PRECEDENTS)
    source = reader.word("source")
    found = [_precedent(entry, source, reader.file) for entry in reader.entries("precedents", required=True)]
    reader.done()
    return found


def _precedent(entry: Reader, source: str, file: str) -> Precedent:
    concluded = entry.inside("concluded", required=True)
    if concluded is None:
        raise entry.bad("concluded", "nothing stands here")
    facts = entry.raw("facts")
    found = Precedent(
        id=entry.word("id"),
        title=entry.translated("title", required=True),
        facts=facts if isinstance(facts, Mapping) else {},
        authority=concluded.choice("authority", CONCLUDED, required=True) or "unknown",
        individuals=concluded.choice("individuals", CONCLUDED, required=True) or "unknown",
        source=entry.text("source") or source,
        verified=entry.flag("verified"),
        rule=entry.flag("rule"),
        note=entry.text("note"),
        file=file,
        line=entry.line,
    )
    concluded.done()
    entry.done()
    return found
