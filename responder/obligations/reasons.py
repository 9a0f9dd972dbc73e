"""Reasons in the reader's language: each clause of a rule with the value that met or failed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from responder.books.law import Clause, Elements
from responder.facts.model import Count, Moment
from responder.obligations.conditions import View, judged, read_fact

if TYPE_CHECKING:
    from responder.books.marked import Text
    from responder.books.vocabulary import Vocabulary
    from responder.obligations.logic import Truth


def in_language(text: Text, lang: str) -> str:
    """The text in ``lang``, in English where it has not been translated."""
    return text.get(lang) or text.get("en", "")


class Speaker:
    """Says the sentences of ``_shared/phrases.yaml`` in one language."""

    def __init__(self, words: Vocabulary, lang: str) -> None:
        self.words = words
        self.lang = lang

    def say(self, phrase: str, **values: object) -> str:
        return in_language(self.words.phrases[phrase], self.lang).format_map(values)

    def text(self, text: Text) -> str:
        return in_language(text, self.lang)

    def place(self, id: str) -> str:  # noqa: A002
        place = self.words.place(id)
        return self.text(place.name) if place else id

    def event(self, id: str) -> str:  # noqa: A002
        event = self.words.events.get(id)
        return self.text(event.label) if event else id.replace("_", " ")

    def term(self, word: str) -> str:
        """A word of the facts file or of the law, such as a standard, as people say it."""
        return self._word(word)

    def value(self, value: Any) -> str:
        if value is None:
            return self.say("unknown")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, Moment):
            return value.written
        if isinstance(value, (tuple, list, frozenset)):
            return ", ".join(self._word(entry) for entry in sorted(map(str, value))) or "–"
        return self._word(str(value)) if isinstance(value, str) else str(value)

    def _word(self, word: str) -> str:
        known = self.words.organisations.get(word) or self.words.terms.get(word)
        return self.text(known) if known else word.replace("_", " ")

    def clause(self, clause: Clause, view: View, value: Truth) -> str:
        """The clause as it stands for these facts."""
        if clause.text:
            return self.text(clause.text).format_map(_Given(self, clause, view))
        return _SENTENCES.get(clause.kind, _of_fact)(self, clause, view, value)


class _Given(Mapping[str, str]):
    """The values that a clause's own sentence may name: ``{value}``, ``{count}``, ``{place}``, ``{limit}``."""

    def __init__(self, speaker: Speaker, clause: Clause, view: View) -> None:
        self.speaker, self.clause, self.view = speaker, clause, view

    def __getitem__(self, name: str) -> str:
        match name:
            case "count":
                return str(_number(self.clause, self.view))
            case "place":
                return self.speaker.place(self.view.where)
            case "limit":
                return f"{self.clause.wanted[0]:,}"
            case _:
                return self.speaker.value(read_fact(self.view, self.clause.subject))

    def __iter__(self) -> Any:
        return iter(("count", "place", "limit", "value"))

    def __len__(self) -> int:
        return 4


def _of_fact(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del value
    definition = speaker.words.fact(clause.subject)
    label = speaker.text(definition.label) if definition else clause.subject
    return speaker.say("fact_is", label=label, value=speaker.value(read_fact(view, clause.subject)))


def _of_role(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del clause, value
    return speaker.say("role_is", value=speaker.value(view.segment.role))


def _of_elements(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    elements = clause.elements or (view.regime and view.regime.elements) or Elements()
    data = view.segment.data or frozenset()
    if value is None:
        return speaker.say("elements_open")
    hit = (data & (elements.with_name | elements.alone)) | frozenset(
        e for group in elements.together if group <= data for e in group
    )
    named = [speaker.text(speaker.words.elements[element]) for element in sorted(hit or data)]
    return speaker.say("elements_hit" if hit else "elements_none", elements=", ".join(named) or "–")


def _number(clause: Clause, view: View) -> Count | None:
    return view.counted(clause.within, clause.kind) if view.counted else None


def _of_people(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del value
    limit = int(clause.wanted[0])
    found = _number(clause, view) or Count(None, None)
    part = view.where if clause.within == "where" or view.regime is None else view.regime.place
    place = speaker.say("everywhere") if clause.within == "all" else speaker.place(part)
    residents = "residents" if "-" in part and clause.within != "all" else "people"
    over = clause.operator in {"more_than", "at_most"}
    reached = _reached(found, limit, over=over)
    if reached is None:
        name = "open"
    elif over:
        name = "more_than" if reached else "not_more_than"
    else:
        name = "at_least" if reached else "fewer_than"
    return speaker.say(f"{residents}_{name}", count=found, place=place, limit=f"{limit:,}")


def _reached(found: Count, limit: int, *, over: bool) -> Truth:
    least = limit + 1 if over else limit
    if found.low >= least:
        return True
    return False if found.at_most is not None and found.at_most < least else None


def _of_judgement(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del value
    definition = speaker.words.judgements.get(clause.subject)
    question = speaker.text(definition.question) if definition else clause.subject
    answer = judged(view, clause.subject)
    return speaker.say("not_judged" if answer is None else "judged", question=question, value=speaker.value(answer))


def _of_duty(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    owed = view.owed.get(clause.subject)
    del value
    return speaker.say("owed" if owed else "owed_open" if owed is None else "not_owed", duty=clause.subject)


def _of_filed(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del value
    done = any(filing.duty == clause.subject for filing in view.facts.filings)
    return speaker.say("filed" if done else "not_filed", duty=clause.subject)


def _of_event(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del value
    moment = view.facts.event(clause.subject, view.entity.id)
    return speaker.say(
        "dated" if clause.kind == "date_of" else "happened",
        event=speaker.event(clause.subject),
        value=speaker.value(moment),
    )


def _of_always(speaker: Speaker, clause: Clause, view: View, value: Truth) -> str:
    del clause, view
    return speaker.value(value)


_SENTENCES = {
    "fact": _of_fact, "role": _of_role, "elements": _of_elements, "people": _of_people, "records": _of_people,
    "judgement": _of_judgement, "duty_owed": _of_duty, "filed": _of_filed, "happened": _of_event, "date_of": _of_event,
    "always": _of_always,
}  # fmt: skip
