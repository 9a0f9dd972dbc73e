"""Filling an authority's form: its fields in order, each with what is known, or with the gap and who can close it.

A choice is only proposed: the fact's own words stand beside it, and where no choice of the form says the same a person
chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from responder.books.forms import FROM_THE_RECORD
from responder.facts.model import Count, Moment
from responder.notices import gaps as missing
from responder.notices.fields import Known, Voice
from responder.notices.gaps import Gap
from responder.notices.wording import Wording, summed, zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from responder.books.forms import Form, FormField
    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.facts.model import Facts


@dataclass(frozen=True)
class OurRecord:
    """What a form asks of ourselves: our reference, the stage that is filed, and when this was written."""

    reference: str
    stage: str
    now: datetime


@dataclass(frozen=True)
class FilledField:
    """One field as far as it is known.

    ``text`` is ready to copy, ``value`` the same for programs (instants in RFC 3339, exact numbers as numbers).
    ``said`` are the facts' own words where ``text`` is a choice proposed for them. ``given``: a person answered it.
    """

    field: FormField
    required: str
    text: str = ""
    value: Any = None
    said: str = ""
    gap: Gap | None = None
    given: bool = False

    @property
    def answered(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class FilledForm:
    """A form at one stage in one language, every field in its place."""

    form: Form
    record: OurRecord
    language: str
    fields: tuple[FilledField, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still asked, in the order of the form."""
        return tuple(one.gap for one in self.fields if one.gap)

    @property
    def complete(self) -> bool:
        """Whether every field that must be answered is."""
        return not any(gap.blocks for gap in self.gaps)


def fill(
    form: Form,
    facts: Facts,
    record: OurRecord,
    *,
    library: Library,
    letters: Letters,
    language: str = "",
    given: Mapping[str, str] | None = None,
) -> FilledForm:
    """The form as far as it is known now.

    Args:
        form: Of the shelf.
        facts: As known; whose people count is the regime's place.
        record: What is ours; its stage must be one of the form's.
        library: Knows facts, places and data elements.
        letters: How values are said in a language.
        language: Of the answers; the form's first that values can be said in, if left out.
        given: Answers of a person by field id; they win over facts.

    Raises:
        BadInput: the form has no such stage.
    """
    chosen = language or next((own for own in form.languages if own in letters.words), "en")
    filling = _Filling(form, facts, record, library, letters, chosen)
    fields = tuple(filling.filled(one, (given or {}).get(one.id, "")) for one in form.at(record.stage))
    return FilledForm(form, record, chosen, fields)


class _Filling:
    def __init__(
        self, form: Form, facts: Facts, record: OurRecord, library: Library, letters: Letters, language: str
    ) -> None:
        zone = zone_of(facts.entities[0].timezone)
        self._form, self._facts, self._library, self._stage = form, facts, library, record.stage
        self._wording = Wording(letters.words_of(language), library, zone=zone, plain=True)
        self._zone = zone
        voice = Voice(self._wording, days=False)
        self._known = Known(facts, library, voice, places=(library.regimes[form.regime].place,))
        self._everybody = Known(facts, library, voice)
        self._language = language
        self._ours: Mapping[str, Any] = {
            "record.reference": record.reference,
            "record.stage": record.stage,
            "record.now": Moment(instant=record.now, written=record.now.isoformat()),
            "record.filings": self._filings(),
        }

    def filled(self, one: FormField, given: str) -> FilledField:
        required = one.required_at(self._stage)
        if given.strip():
            return FilledField(one, required, given.strip(), given.strip(), given=True)
        known = {key: value for key in one.sources if (value := self._value(key)) is not None}
        if not known:
            return FilledField(one, required, gap=self._gap(one, one.sources, required))
        lacking = tuple(key for key in one.sources if key not in known)
        # Part of the answer is known: the field can be filed, and says itself what is still to come.
        gap = self._gap(one, lacking, "conditional" if required == "yes" else required) if lacking else None
        said = self._said(known)
        if not one.choices:
            text = self._text(one, known, said)
            return FilledField(one, required, text, self._typed(one, known, text), gap=gap)
        options = self._options(one, known)
        said = "" if FROM_THE_RECORD.issuperset(known) and options else said  # our own words say nothing more
        if not options:
            return FilledField(one, required, said=said, gap=self._gap(one, (), required))
        if one.type == "choice":
            return FilledField(one, required, options[0], options[0], said=said, gap=gap)
        return FilledField(one, required, "; ".join(options), list(options), said=said, gap=gap)

    def _value(self, key: str) -> Any:
        ours = self._ours.get(key)
        if ours is not None or key in FROM_THE_RECORD:
            return ours
        if key == "people.total":
            return self._everybody.value("people.count")
        return self._by_place() if key == "people.by_place" else self._known.value(key)

    def _filings(self) -> tuple[str, ...] | None:
        told = {filing.regime for filing in self._facts.filings} - {self._form.regime}
        named = [regime.name for regime in self._library.regimes.values() if regime.id in told]
        return tuple(name.get(self._language, name["en"]) for name in named) or None

    def _by_place(self) -> tuple[str, ...] | None:
        rows = self._facts.people or ()
        places = dict.fromkeys(row.where for row in rows if row.where and row.count)
        counted = {place: summed(row.count for row in rows if row.where == place) for place in places if place}
        found = (
            f"{self._wording.place(where)}: {self._wording.count(n)}" for where, n in counted.items() if where and n
        )
        return tuple(found) or None

    def _said(self, known: Mapping[str, Any]) -> str:
        said = {key: self._wording.said(key, value, days=False) for key, value in known.items()}
        if len(said) == 1:
            return next(iter(said.values()))
        return "\n".join(f"{self._label(key)}: {words}" for key, words in said.items())

    def _label(self, key: str) -> str:
        return missing.label_of(key, self._library, self._language)

    def _text(self, one: FormField, known: Mapping[str, Any], said: str) -> str:
        if one.type != "yes-no":
            return said
        first = next(iter(known.values()))
        word = self._wording.phrase("no" if first is False else "yes")
        return word if isinstance(first, bool) else f"{word} ({said})"

    def _typed(self, one: FormField, known: Mapping[str, Any], text: str) -> Any:
        """A single instant, number or truth as itself; everything else as its text."""
        first = next(iter(known.values()))
        if one.type == "yes-no":
            return first is not False
        return _plain(first) or text if len(known) == 1 else text

    def _options(self, one: FormField, known: Mapping[str, Any]) -> tuple[str, ...]:
        found = []
        for value in known.values():
            for part in value if isinstance(value, (tuple, list, frozenset)) else (value,):
                word = str(part).lower() if isinstance(part, bool) else str(part)
                found.append(one.answers.get(word))
        wanted = {option for option in found if option}
        return tuple(choice for choice in one.choices if choice in wanted)

    def _gap(self, one: FormField, keys: tuple[str, ...], required: str) -> Gap | None:
        if required == "no":
            return None
        follows = required == "conditional"
        label = one.label.get(self._language) or one.label["en"]
        asked = [missing.of_fact(key, None, self._library, self._language, may_follow=follows) for key in keys
                 if not key.startswith("record.")]  # fmt: skip
        if not asked:
            return Gap("answer", one.id, label, who=one.who or ("privacy",), may_follow=follows)
        facts = tuple(key for gap in asked for key in gap.facts)
        questions = tuple(question for gap in asked for question in gap.questions)
        who = tuple(dict.fromkeys(person for gap in asked for person in gap.who))
        return Gap("fact", one.id, label, facts, questions, who, follows)


def _plain(value: Any) -> Any:
    """An instant or a number for programs; nothing for what is said in words."""
    if isinstance(value, Moment):
        if value.instant is not None and value.exact:
            return value.instant.isoformat()
        return value.day.isoformat() if value.day is not None and value.exact else None
    if isinstance(value, Count):
        if value.at_least is not None and value.at_least == value.at_most:
            return value.at_least
        return {"at_least": value.at_least, "at_most": value.at_most, "estimate": value.best}
    return None
