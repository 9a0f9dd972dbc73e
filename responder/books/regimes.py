"""Reads one ``regime.yaml`` into a `Regime`. Everything wrong in a file is collected, each with its line."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from responder.books.clocks import read_clock
from responder.books.conditions import read_condition, read_elements
from responder.books.law import (
    Channel,
    Condition,
    Content,
    Duty,
    Example,
    Exemption,
    Regime,
)
from responder.books.marked import Reader, nearest
from responder.books.parts import plain, read_delay, read_expectation, read_instrument, read_source
from responder.books.vocabulary import Vocabulary, read_channel, read_content, read_fact, read_judgement
from responder.books.yaml_loader import MarkedMap, line_of, load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMAT: Final = "responder/regime/1"
RECIPIENTS: Final = (
    "regulator", "csirt", "police", "individuals", "customers", "controller", "cra", "media", "public", "internal",
)  # fmt: skip
STATUSES: Final = ("in_force", "pending", "proposal", "voluntary", "none")
MET_BY: Final = ("filed", "sent", "mailed", "received", "published", "done")
_DIRECT: Final = {"individuals", "customers", "media", "public"}
_ALONE: Final = {"controller", "internal"}
_OF_A_COUNTRY: Final = (
    "from", "zone", "weight", "channel_note", "language", "verified", "checked", "doubt", "note", "sources",
)  # fmt: skip
T = TypeVar("T")


def read_regime(text: str, *, name: str, words: Vocabulary) -> tuple[Regime | None, list[BadInput]]:
    """The regime that ``text`` describes, and everything that is wrong with it; None when too much is wrong."""
    reading = _Reading(name, words)
    try:
        regime = reading.regime(text)
    except BadInput as error:
        return None, [*reading.problems, error]
    return (None if reading.problems else regime), reading.problems


class _Reading:
    """One file being read; problems inside a duty or example do not hide those of the next."""

    def __init__(self, file: str, words: Vocabulary) -> None:
        self.file = file
        self.words = words
        self.problems: list[BadInput] = []

    def tried(self, build: Callable[[Reader], T], entry: Reader) -> T | None:
        try:
            return build(entry)
        except BadInput as error:
            self.problems.append(error)
            return None

    def all_of(
        self, reader: Reader, key: str, build: Callable[[Reader], T], *, required: bool = False
    ) -> tuple[T, ...]:
        found = (self.tried(build, entry) for entry in reader.entries(key, required=required))
        return tuple(entry for entry in found if entry is not None)

    def condition(self, reader: Reader, key: str) -> Condition | None:
        value = reader.raw(key)
        if value is None:
            return None
        line = line_of(value) or line_of(reader.source, key)
        return read_condition(value, file=self.file, path=reader.field(key), line=line, words=self.words)

    def regime(self, text: str) -> Regime:
        reader = Reader(load_yaml(text, name=self.file), file=self.file, line=1)
        if reader.text("format") != FORMAT:
            raise reader.bad("format", "the format is not named", expected=FORMAT)
        declared = {fact.key: fact for fact in self.all_of(reader, "facts", read_fact)}
        judgements = {found.id: found for found in self.all_of(reader, "judgements", read_judgement)}
        self.words = self.words.with_local(declared, judgements)
        duties, variants = self._duties_and_variants(reader)
        regime = Regime(
            id=self._id(reader),
            name=reader.translated("name", required=True),
            place=self._place(reader),
            reach=reader.choice("reach", ("people", "establishment", "either", "entity"), default="people") or "people",
            zone=self._zone(reader, "zone") or "authority",
            calendar=reader.text("calendar"),
            family=reader.text("family") or reader.word("id"),
            status=reader.choice("status", STATUSES, default="in_force") or "in_force",
            status_note=reader.text("status_note"),
            instruments=self.all_of(reader, "instrument", read_instrument, required=True),
            applies=self.condition(reader, "applies"),
            trigger=self.condition(reader, "trigger"),
            elements=read_elements(reader, "elements", self.words) if "elements" in reader else None,
            harbours=self.all_of(reader, "safe_harbours", self._exemption),
            delays=self.all_of(reader, "delays", read_delay),
            duties=duties,
            variants=variants,
            facts=declared,
            judgements=judgements,
            examples=self.all_of(reader, "examples", self._example, required=True),
            sources=self.all_of(reader, "sources", read_source, required=True),
            penalty=reader.translated("penalty"),
            liable=reader.translated("liable"),
            notes=reader.words("notes"),
            more=plain(reader.raw("more") or {}),
            verified=reader.flag("verified"),
            checked=reader.text("checked"),
            review_by=reader.day("review_by"),
            file=self.file,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        reader.done()
        if not self.problems:
            self._whole(regime, reader)
        return regime

    def _id(self, reader: Reader) -> str:
        id = reader.word("id")  # noqa: A001 -- the word of the file
        folder = self.file.replace("\\", "/").split("/")
        if len(folder) > 1 and folder[-1] == "regime.yaml" and folder[-2] != id:
            raise reader.bad("id", "{id!r} is not the name of its folder", id=id, expected=folder[-2])
        return id

    def _place(self, reader: Reader) -> str:
        place = reader.word("place")
        if self.words.place(place) is None:
            near = nearest(place, self.words.places)
            raise reader.bad(
                "place", "the place {place!r} is not known", place=place, do=f"Did you mean {near}?" if near else None
            )
        return place

    def _zone(self, reader: Reader, key: str) -> str | None:
        zone = reader.text(key)
        if zone and zone != "authority":
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError):
                raise reader.bad(
                    key, "the time zone {zone!r} is not known", zone=zone, expected="a name such as Europe/Berlin"
                ) from None
        return zone

    def _duties_and_variants(self, reader: Reader) -> tuple[tuple[Duty, ...], Mapping[str, tuple[Duty, ...]]]:
        entries = list(reader.entries("duties", required=True))
        duties = tuple(duty for entry in entries for duty in self.tried(self._periods, entry) or ())
        seen: dict[str, int | None] = {}
        for entry in entries:
            id = str(entry.source.get("id"))  # noqa: A001
            if id in seen:
                self.problems.append(entry.bad("id", "the duty {id!r} stands twice", id=id))
            seen[id] = entry.line
        raw = {str(entry.source.get("id")): entry for entry in entries}
        variants: dict[str, tuple[Duty, ...]] = {}
        inner = reader.inside("variants")
        for place in inner.source if inner else ():
            variant = inner.inside(place) if inner else None
            if variant is not None and self.words.place(place) is None:
                self.problems.append(variant.bad("", "the place {place!r} is not known", place=place))
            elif variant is not None:
                variants[place] = self.tried(lambda found: self._variant(found, raw), variant) or ()
        return duties, variants

    def _variant(self, variant: Reader, raw: Mapping[str, Reader]) -> tuple[Duty, ...]:
        """The duties of one country: those of the file with what this country says otherwise laid over each."""
        whole = {key: variant.raw(key) for key in _OF_A_COUNTRY if key in variant}
        recipient_names = variant.raw("recipient_names") or {}
        changes = variant.inside("duties")
        without = variant.words("without")
        added = list(variant.entries("more_duties"))
        variant.raw("instrument")
        variant.done()
        found: list[Duty] = []
        for id, entry in raw.items():  # noqa: A001
            if id in without:
                continue
            over = dict(whole)
            if entry.source.get("verified") is False:
                # That an act was read says nothing of a duty that the file itself has from memory.
                over = {key: value for key, value in over.items() if key not in {"verified", "doubt"}}
            if entry.source.get("recipient") in recipient_names:
                over["recipient_name"] = recipient_names[entry.source["recipient"]]
            change = changes.inside(id) if changes and id in changes else None
            if change is not None:
                over.update(change.source)
            found.extend(self._periods(_laid_over(entry, over, change)))
        if changes:
            changes.done()
        found.extend(duty for entry in added for duty in self._periods(entry))
        return tuple(found)

    def _periods(self, entry: Reader) -> tuple[Duty, ...]:
        """One duty for each period of law: the present text, and what stood before (`earlier`)."""
        earlier = list(entry.entries("earlier"))
        found = [self._duty(entry)]
        for period in earlier:
            over = {"from": None, "until": None, **period.source}
            found.append(self._duty(_laid_over(entry, over, period, without=("earlier",))))
        return tuple(found)

    def _duty(self, entry: Reader) -> Duty:
        entry.raw("earlier")
        recipient = entry.choice("recipient", RECIPIENTS, required=True) or "regulator"
        order = entry.inside("order")
        default_where = "people" if recipient in _DIRECT else "entity" if recipient in _ALONE else "authority"
        duty = Duty(
            id=entry.word("id"),
            recipient=recipient,
            recipient_name=entry.translated("recipient_name", required=True),
            clock=read_clock(entry, "clock", words=self.words, condition=self.condition),
            authority=entry.choice("authority", ("data_protection",)),
            role=entry.choice("role", ("controller", "processor", "any"), default="controller") or "controller",
            where=entry.choice("where", ("people", "authority", "regime", "entity", "lead"), default=default_where)
            or default_where,
            weight=entry.choice("weight", ("required", "advisable"), default="required") or "required",
            kind=entry.choice("kind", ("law", "contract", "insurer", "internal"), default="law") or "law",
            stage=entry.text("stage"),
            since=entry.day("from"),
            until=entry.day("until"),
            when=self.condition(entry, "when"),
            after=order.words("after") if order else (),
            before=order.words("before") if order else (),
            content=self._content(entry),
            exceptions=self.all_of(entry, "exceptions", self._exemption),
            channels=self._channels(entry),
            channel_note=entry.text("channel_note"),
            language=entry.text("language"),
            letter=entry.words("letter"),
            met_by=entry.choice("met_by", MET_BY, default="sent" if recipient in _DIRECT else "filed") or "filed",
            cite=entry.text("cite"),
            verified=entry.flag("verified"),
            checked=entry.text("checked"),
            doubt=entry.text("doubt"),
            note=entry.text("note"),
            sources=self.all_of(entry, "sources", read_source),
            line=entry.line,
        )
        if order:
            order.done()
        entry.done()
        return duty

    def _content(self, entry: Reader) -> tuple[Content, ...]:
        found = []
        for number, item in enumerate(entry.raw("content") or ()):
            if isinstance(item, str):
                known = self.words.contents.get(item)
                if known is None:
                    near = nearest(item, self.words.contents)
                    raise BadInput(
                        "the content {item!r} is not known",
                        file=self.file,
                        line=line_of(entry.source["content"], number),
                        field=entry.field("content"),
                        item=item,
                        expected="an id of _shared/contents.yaml or {id, text}",
                        do=f"Did you mean {near}?" if near else None,
                    )
                found.append(known)
            else:
                inner = Reader(item, file=self.file, path=f"{entry.field('content')}[{number}]", line=entry.line)
                found.append(read_content(inner))
                inner.done()
        for content in found:
            for key in content.facts:
                if self.words.fact(key) is None and not key.startswith(("events.", "people")):
                    raise entry.bad("content", "the fact {key!r} is not known", key=key)
        return tuple(found)

    def _channels(self, entry: Reader) -> tuple[Channel, ...]:
        found = []
        for number, item in enumerate(entry.raw("channels") or ()):
            if isinstance(item, str):
                known = self.words.channels.get(item)
                if known is None:
                    raise entry.bad(
                        "channels",
                        "the channel {item!r} is not known",
                        item=item,
                        expected="an id of _shared/channels.yaml",
                    )
                found.append(known)
            else:
                inner = Reader(item, file=self.file, path=f"{entry.field('channels')}[{number}]", line=entry.line)
                found.append(read_channel(inner))
                inner.done()
        return tuple(found)

    def _exemption(self, entry: Reader) -> Exemption:
        when = self.condition(entry, "when")
        if when is None:
            raise entry.bad("when", "the condition is missing", expected="when: with a condition")
        found = Exemption(
            id=entry.word("id"), when=when,
            makes=entry.choice("makes", ("not_required", "advisable"), default="not_required") or "not_required",
            burden=entry.choice("burden", ("open", "notifier"), default="open") or "open",
            cite=entry.text("cite"), text=entry.translated("text"),
        )  # fmt: skip
        entry.done()
        return found

    def _example(self, entry: Reader) -> Example:
        facts = entry.raw("facts", required=True)
        nothing = entry.flag("nothing")
        expect = entry.each("expect", read_expectation)
        if not expect and not nothing:
            raise entry.bad(
                "expect", "what should come out is missing", expected="expect: with a list, or nothing: true"
            )
        found = Example(
            id=entry.word("id"), facts=facts, expect=expect, nothing=nothing, source=entry.word("source"),
            outside=entry.flag("outside"), as_of=entry.text("as_of"), line=entry.line,
        )  # fmt: skip
        entry.done()
        return found

    def _whole(self, regime: Regime, reader: Reader) -> None:
        """What can be judged only when the whole file is read."""
        ids = {duty.id for duty in regime.duties} | {duty.id for duties in regime.variants.values() for duty in duties}
        for duty in regime.duties:
            named = [*duty.after, *duty.before, *(duty.clock.starts.names if duty.clock.starts.how == "filing" else ())]
            for name in named:
                if name not in ids:
                    self._not_here(name, ids, duty.line, f"duties.{duty.id}")
        if len(regime.examples) < 2:
            self.problems.append(reader.bad("examples", "too few examples", expected="at least two worked examples"))
        for example in regime.examples:
            for expectation in example.expect:
                if expectation.duty not in ids:
                    self._not_here(expectation.duty, ids, expectation.line, f"examples.{example.id}")

    def _not_here(self, name: str, ids: set[str], line: int | None, field: str) -> None:
        near = nearest(name, ids)
        self.problems.append(
            BadInput(
                "the duty {name!r} is not in this file",
                file=self.file,
                line=line,
                field=field,
                name=name,
                do=f"Did you mean {near}?" if near else None,
            )
        )


def _laid_over(
    entry: Reader, over: Mapping[str, Any], change: Reader | None, *, without: tuple[str, ...] = ()
) -> Reader:
    merged = MarkedMap(entry.line or 1)
    for source in (entry.source, over):
        for key, value in source.items():
            if key in without or (value is None and source is over):
                merged.pop(key, None)
                continue
            merged[key] = value
            merged.lines[key] = line_of(source, key) or (change.line if change else entry.line) or 1
    return Reader(merged, file=entry.file, path=(change or entry).path, line=(change or entry).line)
