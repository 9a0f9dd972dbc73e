"""The shared words of all regimes, read from ``notices/_shared``: places, events, elements, facts, judgements."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from responder.books.authorities import Authority, read_authorities
from responder.books.law import Channel, Content, EventDefinition, FactDefinition, JudgementDefinition, Place, Start
from responder.books.marked import Reader, Text
from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FACT_TYPES: Final = (
    "boolean", "choice", "choices", "integer", "count", "text", "texts", "place", "places", "instant", "zone", "amount",
    "people", "elements",
)  # fmt: skip
_PART = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}\Z")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What may be named in facts and regimes. Ids are exact; ``words`` maps the law files' own words to starts."""

    places: Mapping[str, Place]
    closed: frozenset[str]
    events: Mapping[str, EventDefinition]
    words: Mapping[str, Start]
    organisations: Mapping[str, Text]
    elements: Mapping[str, Text]
    facts: Mapping[str, FactDefinition]
    judgements: Mapping[str, JudgementDefinition]
    channels: Mapping[str, Channel]
    contents: Mapping[str, Content]
    phrases: Mapping[str, Text]
    terms: Mapping[str, Text]
    confirmed_through: Mapping[str, int]
    days_off: Mapping[str, tuple[str, frozenset[date]]]
    """Calendars of our own: the country whose holidays they take, and the days off beside them."""
    targets: tuple[Mapping[str, Any], ...]
    not_covered: Mapping[str, Text]
    authorities: Mapping[str, Authority]

    def place(self, id: str) -> Place | None:  # noqa: A002 -- the word of the facts file
        """The place of that id. An unlisted part of a country lies in it, unless all of its parts are listed."""
        found = self.places.get(id)
        if found is not None or not _PART.match(id) or id[:2] in self.closed:
            return found
        country = self.places.get(id[:2])
        if country is None:
            return None
        return Place(id, {"en": id}, country.within | {id}, country.zone, country.calendar)

    def authority(self, place: str) -> Authority | None:
        """The data protection authority of a place or its country; None where the part decides and is not known."""
        here = self.place(place)
        around = (place, *sorted(here.within)) if here is not None else (place,)
        found = next(
            (self.authorities[each] for each in around if each in self.authorities and not self._many(each)), None
        )
        return None if here is not None and here.union else found

    def _many(self, place: str) -> bool:
        """Whether several authorities share that place: a union, or a country whose parts have their own."""
        known = self.places.get(place)
        return known is not None and (known.union or known.by_part)

    def fact(self, key: str) -> FactDefinition | None:
        return self.facts.get(key)

    def fact_keys(self) -> tuple[str, ...]:
        return tuple(self.facts)

    def event_named(self, word: str) -> str | None:
        """The event that a word of the facts file or of a law stands for."""
        if word in self.events:
            return word
        start = self.words.get(word)
        return start.names[0] if start and start.how in {"event", "earliest", "latest"} and start.names else None

    def with_local(
        self, facts: Mapping[str, FactDefinition], judgements: Mapping[str, JudgementDefinition]
    ) -> Vocabulary:
        """The same words and those that one regime declares for itself."""
        return replace(self, facts={**self.facts, **facts}, judgements={**self.judgements, **judgements})


def read_vocabulary(shared: Path) -> Vocabulary:
    """Reads every file of ``_shared`` once. Raises BadInput with file and line."""
    places, closed = _places(_open(shared, "places.yaml"))
    return Vocabulary(
        places=places,
        closed=closed,
        events=_by_id(_open(shared, "events.yaml"), "events", _event, keep=("words",)),
        words=_words(_open(shared, "events.yaml")),
        organisations=_by_id(_open(shared, "organisations.yaml"), "organisations", _named),
        elements=_by_id(_open(shared, "elements.yaml"), "elements", _named),
        facts={fact.key: fact for fact in _open(shared, "facts.yaml").each("facts", read_fact)},
        judgements=_by_id(_open(shared, "judgements.yaml"), "judgements", read_judgement),
        channels=_by_id(_open(shared, "channels.yaml"), "channels", read_channel),
        contents=_by_id(_open(shared, "contents.yaml"), "contents", read_content),
        phrases=_by_id(_open(shared, "phrases.yaml"), "phrases", _named),
        terms=_by_id(_open(shared, "terms.yaml"), "terms", _named),
        confirmed_through=_confirmed(_open(shared, "calendars.yaml")),
        days_off=_days_off(_open(shared, "calendars.yaml")),
        targets=read_targets(shared),
        not_covered=_by_id(_open(shared, "not_covered.yaml"), "not_covered", _named),
        authorities=read_authorities(_open(shared, "authorities.yaml")),
    )


def read_targets(shared: Path) -> tuple[Mapping[str, Any], ...]:
    """What one aims at inside the legal time. Raises BadInput with file and line."""
    return tuple(entry.source for entry in _open(shared, "targets.yaml").entries("targets"))


def _open(shared: Path, name: str) -> Reader:
    path = shared / name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput("the file {name} is missing", file=str(path), name=name) from None
    return Reader(load_yaml(text, name=f"_shared/{name}"), file=f"_shared/{name}", line=1)


def _by_id(reader: Reader, key: str, build: Callable[[Reader], T], *, keep: tuple[str, ...] = ()) -> dict[str, T]:
    for other in keep:
        reader.raw(other)
    found: dict[str, T] = {}
    for entry in reader.entries(key, required=True):
        id = entry.word("id")  # noqa: A001 -- the word of the file
        if id in found:
            raise entry.bad("id", "{id!r} stands twice", id=id)
        found[id] = build(entry)
        entry.done()
    reader.done()
    return found


def _named(entry: Reader) -> Text:
    return entry.translated("text" if "text" in entry else "name", required=True)


def _event(entry: Reader) -> EventDefinition:
    return EventDefinition(
        entry.word("id"), entry.translated("label", required=True), entry.translated("question", required=True),
        entry.words("kin"), entry.words("last_resort"), entry.words("who"),
    )  # fmt: skip


def read_start(reader: Reader, events: Mapping[str, object] | None) -> Start:
    """What a clock starts from: exactly one of event, earliest, latest, filing, date, year_end_of, none."""
    known_as, last = reader.text("as"), reader.flag("last")
    kinds = [
        kind for kind in ("event", "earliest", "latest", "filing", "date", "year_end_of", "none") if kind in reader
    ]
    if len(kinds) != 1:
        raise BadInput(
            "what the clock starts from is not clear",
            file=reader.file,
            line=reader.line,
            field=reader.path,
            expected="one of event, earliest, latest, filing, date, year_end_of, none",
        )
    how = kinds[0]
    names = () if how == "none" else reader.words(how, required=True)
    if how == "none":
        reader.raw("none")
    reader.done()
    if events is not None and how in {"event", "earliest", "latest", "year_end_of"}:
        for name in names:
            if name not in events:
                raise reader.bad(
                    how, "the event {name!r} is not known", name=name, expected="an id of _shared/events.yaml"
                )
    return Start(how, names, known_as, last)


def _words(reader: Reader) -> dict[str, Start]:
    reader.raw("events")
    inner = reader.inside("words", required=True)
    if inner is None:
        return {}
    found = {}
    for word in inner.source:
        entry = inner.inside(word, required=True)
        if entry is not None:
            found[word] = read_start(entry, None)
    return found


def _places(reader: Reader) -> tuple[dict[str, Place], frozenset[str]]:
    raw: dict[str, tuple[Reader, tuple[str, ...]]] = {}
    closed = frozenset(reader.words("closed"))
    for entry in reader.entries("places", required=True):
        raw[entry.word("id")] = (entry, entry.words("in"))
    reader.done()

    def within(id: str, seen: tuple[str, ...] = ()) -> frozenset[str]:  # noqa: A002
        if id not in raw or id in seen:
            raise BadInput("the place {id!r} is not listed or lies in itself", file=reader.file, id=id)
        parents = raw[id][1]
        return frozenset({id}).union(*(within(parent, (*seen, id)) for parent in parents))

    found: dict[str, Place] = {}
    for id, (entry, parents) in raw.items():  # noqa: A001
        zone, calendar = entry.text("zone"), entry.text("calendar")
        country = raw[parents[0]][0].source if parents else {}
        found[id] = Place(
            id, entry.translated("name", required=True), within(id), zone or country.get("zone"),
            calendar or country.get("calendar"), entry.flag("union"), entry.flag("by_part"),
        )  # fmt: skip
        entry.done()
    return found, closed


def read_fact(entry: Reader) -> FactDefinition:
    """One fact as a shared file or a regime declares it."""
    return FactDefinition(
        key=entry.word("key"),
        type=entry.choice("type", FACT_TYPES, required=True) or "text",
        label=entry.translated("label") or entry.translated("question"),
        question=entry.translated("question", required=True),
        choices=entry.words("choices"),
        who_can_answer=entry.words("who"),
        evidence=entry.text("evidence"),
        by_language=entry.flag("by_language"),
    )


def read_judgement(entry: Reader) -> JudgementDefinition:
    """One judgement that a law asks for, as a shared file or a regime declares it."""
    answers = entry.words("answers") or ("true", "false")
    levels = entry.inside("from_risk_level")
    mapping = dict(levels.source) if levels else {}
    return JudgementDefinition(
        entry.word("id"), entry.translated("question", required=True), answers, mapping, entry.text("who")
    )


def read_channel(entry: Reader) -> Channel:
    """One way of telling; ``counts`` left out means that the law does not settle whether it is notice."""
    counts = entry.raw("counts")
    return Channel(
        entry.word("id"), counts if isinstance(counts, bool) else None, entry.text("needs"), entry.text("clause")
    )


def read_content(entry: Reader) -> Content:
    """One thing a notice must say."""
    return Content(
        entry.word("id"),
        entry.translated("text", required=True),
        entry.words("facts"),
        entry.flag("may_follow"),
        frozenset(entry.words("only_for")),
    )


def _confirmed(reader: Reader) -> dict[str, int]:
    inner = reader.inside("confirmed_through", required=True)
    reader.raw("own")
    reader.done()
    return {} if inner is None else {key: inner.number(key, required=True) or 0 for key in inner.source}


def _days_off(reader: Reader) -> dict[str, tuple[str, frozenset[date]]]:
    found = {}
    for entry in reader.entries("own"):
        days = entry.words("days_off", required=True)
        try:
            found[entry.word("id")] = (entry.word("of"), frozenset(map(date.fromisoformat, days)))
        except ValueError as error:
            raise entry.bad("days_off", "one of these is no date", expected="dates such as 2026-02-16") from error
        entry.done()
    return found
