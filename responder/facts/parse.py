"""Reads a facts file (``responder/facts/1``), in its short and its long form, into `Facts`.

The short form names one ``organisation``, one exposure and plain numbers; the long form adds entities, datasets,
awareness per entity, ranges and spans, judgements, holds. Unknown keys are refused with the nearest known one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.books.marked import nearest
from responder.books.yaml_loader import load_yaml
from responder.facts.model import Entity, EventEntry, Facts
from responder.facts.sections import (
    read_datasets,
    read_decisions,
    read_extensions,
    read_filings,
    read_holds,
    read_judgements,
    read_parties,
    read_people,
)
from responder.facts.values import FactsReader, by_definition, moment, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from responder.books.law import Regime
    from responder.books.library import Library
    from responder.books.vocabulary import Vocabulary
    from responder.facts.sections import Duties

FORMAT = "responder/facts/1"
_SHORT_ENTITY = "org"


def parse_facts(text: str, *, name: str, library: Library) -> Facts:
    """The facts that ``text`` states. Raises BadInput with file, line, field and what was expected."""
    return facts_from_document(load_yaml(text, name=name), name=name, library=library)


def facts_from_document(document: Mapping[str, Any], *, name: str, library: Library, recorded: bool = False) -> Facts:
    """The same from a document that is already read.

    ``recorded``: these facts stand in the record already; what was filed under a law that has left the shelf since is
    still read.
    """
    reader = FactsReader(document, file=name, line=1)
    if reader.text("format") != FORMAT:
        raise reader.bad("format", "the format is not named", expected=f"format: {FORMAT}")
    return _Document(reader, library.words, None if recorded else _duties(library)).facts()


def _duties(library: Library) -> dict[str, frozenset[str] | None]:
    """Regime → the ids of its duties; contract → None, whose duties are its clauses'."""
    of_law = {name: frozenset(_ids(regime)) for name, regime in library.regimes.items()}
    return {**of_law, **dict.fromkeys(contract.id for contract in library.contracts)}


def _ids(regime: Regime) -> Iterator[str]:
    yield from regime.duty_ids()
    yield from (duty.id for duties in regime.variants.values() for duty in duties)


def flat(reader: FactsReader | None, prefix: str, words: Vocabulary, *, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """A section as dotted keys below ``prefix``, each read as defined; ``also`` names keys that are read elsewhere."""
    found: dict[str, Any] = {}
    if reader is None:
        return found
    _collect(reader, prefix, "", words, found, also)
    return found


def _collect(
    reader: FactsReader, prefix: str, path: str, words: Vocabulary, found: dict[str, Any], also: tuple[str, ...]
) -> None:
    for key in reader.source:
        if not path and key in also:
            reader.raw(key)
            continue
        dotted = f"{path}{key}"
        definition = words.fact(f"{prefix}.{dotted}")
        if definition is not None:
            value = by_definition(reader, key, definition, words)
            if value is not None:
                found[dotted] = value
        elif any(known.startswith(f"{prefix}.{dotted}.") for known in words.facts):
            inner = reader.part(key)
            if inner is not None:
                _collect(inner, prefix, f"{dotted}.", words, found, ())
        else:
            begin = f"{prefix}.{path}"
            known = {fact[len(begin) :].split(".")[0] for fact in words.facts if fact.startswith(begin)} | set(
                also if not path else ()
            )
            near = nearest(key, known)
            raise reader.bad(
                key,
                "this key is not known here",
                expected="one of " + ", ".join(sorted(known)),
                do=f"Did you mean {near}?" if near else None,
            )


class _Document:
    def __init__(self, reader: FactsReader, words: Vocabulary, duties: Duties | None) -> None:
        self.reader = reader
        self.words = words
        self.duties = duties

    def facts(self) -> Facts:
        reader, words = self.reader, self.words
        entities = self._entities()
        ids = {entity.id for entity in entities}
        parties = read_parties(reader, words)
        datasets = read_datasets(reader, words, ids, lambda inner: flat(inner, "exposure", words))
        risk = flat(reader.part("risk"), "risk", words, also=("judgements",))
        judgements = read_judgements(reader.part("risk"), words, datasets, ids)
        found = Facts(
            title=reader.text("title") or "",
            code_name=reader.text("code_name"),
            incident=flat(reader.part("incident"), "incident", words),
            events=self._events(ids),
            entities=entities,
            parties=parties,
            datasets=datasets,
            exposure=flat(reader.part("exposure"), "exposure", words),
            people=read_people(reader, words, entities, datasets),
            people_complete=reader.truth("people_complete"),
            counting=self._counting(),
            risk=risk,
            judgements=judgements,
            extortion=flat(reader.part("extortion"), "extortion", words),
            holds=read_holds(reader),
            extensions=read_extensions(reader),
            filings=read_filings(reader, words, self.duties),
            plain=self._plain(),
            name=reader.file,
            decisions=read_decisions(reader, words),
        )
        reader.done()
        return found

    def _entities(self) -> tuple[Entity, ...]:
        reader = self.reader
        if "entities" in reader and "organisation" in reader:
            raise reader.bad("entities", "organisation and entities stand side by side", expected="one of the two")
        if reader.raw("entities") is None:
            values = flat(reader.part("organisation"), "organisation", self.words)
            return (Entity(_SHORT_ENTITY, values),)
        found: list[Entity] = []
        for entry in reader.parts("entities"):
            id = entry.word("id")  # noqa: A001 -- the word of the file
            if id in {entity.id for entity in found}:
                raise entry.bad("id", "{id!r} stands twice", id=id)
            found.append(Entity(id, flat(entry, "organisation", self.words, also=("id",))))
        if not found:
            raise reader.bad("entities", "no entity stands here", expected="at least one entity")
        return tuple(found)

    def _events(self, entities: set[str]) -> dict[str, tuple[EventEntry, ...]]:
        reader = self.reader.part("events")
        found: dict[str, tuple[EventEntry, ...]] = {}
        for key in reader.source if reader else ():
            if reader is None:
                break
            event = self.words.event_named(key)
            if event is None:
                near = nearest(key, [*self.words.events, *self.words.words])
                raise reader.bad(
                    key,
                    "this event is not known",
                    expected="an event of `responder facts`",
                    do=f"Did you mean {near}?" if near else None,
                )
            entries = self._entries(reader, key, entities)
            if entries:
                found[event] = (*found.get(event, ()), *entries)
        return found

    def _entries(self, reader: FactsReader, key: str, entities: set[str]) -> tuple[EventEntry, ...]:
        if not isinstance(reader.raw(key), list):
            when = moment(reader, key)
            return () if when is None else (EventEntry(when),)
        found = []
        for entry in reader.parts(key):
            entity = entry.text("entity")
            if entity is not None and entity not in entities:
                raise entry.bad(
                    "entity",
                    "{entity!r} is no entity of this file",
                    entity=entity,
                    expected=", ".join(sorted(entities)),
                )
            when = moment_of(entry)
            if when is not None:
                found.append(EventEntry(when, entity))
        return tuple(found)

    def _counting(self) -> dict[str, Any]:
        """Rows are disjoint unless somebody says that they may not be: here "unknown" is a statement of its own."""
        reader = self.reader.part("counting")
        found = flat(reader, "counting", self.words)
        if reader is not None and reader.source.get("overlap") == "unknown":
            found["overlap"] = "unknown"
        return found

    def _plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for section in ("service", "notification_procedures", "earlier_incidents", "contact", "notice"):
            values = flat(self.reader.part(section), section, self.words)
            found.update({f"{section}.{key}": value for key, value in values.items()})
        regimes = self.reader.part("regime_facts")
        values = flat(regimes, "regime_facts", self.words)
        found.update({f"regime_facts.{key}": value for key, value in values.items()})
        return found
