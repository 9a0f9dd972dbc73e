"""Conditions of law in plain words: what must hold, part by part, before any fact of an incident is known. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.books.law import Both, Clause, Not
from responder.obligations.reasons import Speaker
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from responder.books.law import Condition, Regime
    from responder.books.library import Library

ALL: Final = "all"
ANY: Final = "any"
NOT: Final = "not"

_NUMBERS: Final = {
    "at_least": N_("{label}: at least {wanted}"),
    "more_than": N_("{label}: more than {wanted}"),
    "at_most": N_("{label}: at most {wanted}"),
    "less_than": N_("{label}: fewer than {wanted}"),
    "lies_in": N_("{label}: in {wanted}"),
    "includes": N_("{label}: among them {wanted}"),
}
_PEOPLE: Final = {"where": N_("People affected there"), "regime": N_("People affected there"),
                  ALL: N_("People affected everywhere")}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One part of a condition. ``kind`` is "clause" with a sentence, or how its parts join."""

    kind: str
    text: str = ""
    cite: str = ""
    parts: Sequence[Said] = ()


def in_words(condition: Condition | None, regime: Regime, library: Library, language: str) -> Said | None:
    """``condition`` as a lawyer would read it aloud; nothing where the law asks for no condition.

    Args:
        condition: Of the regime, of a duty or of an exception.
        regime: Whose data elements and judgements it may name.
        library: Names of facts, events, places.
        language: Of the reader; what is not translated is said in English.
    """
    return None if condition is None else _Saying(regime, library, language).of(condition)


class _Saying:
    def __init__(self, regime: Regime, library: Library, language: str) -> None:
        self._regime, self._library, self._language = regime, library, language
        self._speaker = Speaker(library.words, language)

    def of(self, condition: Condition) -> Said:
        if isinstance(condition, Clause):
            return Said("clause", self._sentence(condition), condition.cite or "")
        if isinstance(condition, Not):
            return Said(NOT, parts=(self.of(condition.part),))
        return Said(ALL if isinstance(condition, Both) else ANY, parts=tuple(self.of(p) for p in condition.parts))

    def _sentence(self, clause: Clause) -> str:
        own = self._speaker.text(clause.text)
        if own and "{" not in own:
            return own
        tellers: dict[str, Callable[[Clause], str]] = {
            "role": self._role, "elements": self._elements, "people": self._people, "records": self._people,
            "judgement": self._judgement, "duty_owed": self._duty, "filed": self._duty, "happened": self._event,
            "date_of": self._event, "always": self._always,
        }  # fmt: skip
        return tellers.get(clause.kind, self._fact)(clause)

    def _say(self, sentence: str, **values: object) -> str:
        return say(sentence, self._language, **values)

    def _values(self, clause: Clause) -> str:
        said = self._either(clause.wanted)
        if clause.unknown_for:
            return self._say(
                N_("{wanted} ({kept} settles nothing)"), wanted=said, kept=self._either(clause.unknown_for)
            )
        return said

    def _either(self, values: Sequence[Any]) -> str:
        first, *others = [self._value(each) for each in values] or [""]
        for other in others:
            first = self._say(N_("{one} or {other}"), one=first, other=other)
        return first

    def _value(self, wanted: Any) -> str:
        if isinstance(wanted, int) and not isinstance(wanted, bool):
            return f"{wanted:,}"
        place = self._library.words.place(wanted) if isinstance(wanted, str) and wanted.isupper() else None
        return self._speaker.text(place.name) if place else self._speaker.value(wanted)

    def _fact(self, clause: Clause) -> str:
        known = self._library.facts.get(clause.subject)
        label = self._speaker.text(known.label) if known else clause.subject
        sentence = _NUMBERS.get(clause.operator, "{label}: {wanted}")
        return self._say(sentence, label=label, wanted=self._values(clause))

    def _role(self, clause: Clause) -> str:
        return self._say(N_("Our role for this data: {wanted}"), wanted=self._values(clause))

    def _elements(self, clause: Clause) -> str:
        elements = clause.elements or self._regime.elements
        if elements is None:
            return self._say(N_("Data that this law covers is affected"))
        parts = []
        if elements.with_name:
            parts.append(self._say(N_("with a name: {elements}"), elements=self._named(elements.with_name)))
        if elements.alone:
            parts.append(self._say(N_("alone: {elements}"), elements=self._named(elements.alone)))
        parts.extend(self._say(N_("together: {elements}"), elements=self._named(group)) for group in elements.together)
        return self._say(N_("Data affected – {elements}"), elements="; ".join(parts))

    def _named(self, elements: frozenset[str]) -> str:
        known = self._library.elements
        return ", ".join(self._speaker.text(known[each]) if each in known else each for each in sorted(elements))

    def _people(self, clause: Clause) -> str:
        label = self._say(_PEOPLE.get(clause.within, _PEOPLE["where"]))
        if clause.kind == "records":
            label = self._say(N_("Records affected"))
        return self._say(_NUMBERS.get(clause.operator, "{label}: {wanted}"), label=label, wanted=self._values(clause))

    def _judgement(self, clause: Clause) -> str:
        known = self._library.judgements.get(clause.subject)
        question = self._speaker.text(known.question) if known else clause.subject
        return self._say(N_("A person judges: {question} {wanted}"), question=question, wanted=self._values(clause))

    def _duty(self, clause: Clause) -> str:
        told = next((duty for duty in self._regime.duties if duty.id == clause.subject), None)
        name = self._speaker.text(told.recipient_name) if told else ""
        named = f"{name} ({clause.subject})" if name else clause.subject
        sentence = N_("This is owed: {duty}") if clause.kind == "duty_owed" else N_("This was done: {duty}")
        return self._say(sentence, duty=named)

    def _event(self, clause: Clause) -> str:
        event = self._speaker.event(clause.subject)
        if clause.kind == "happened":
            return self._say(N_("It has happened: {event}"), event=event)
        since, until = (*clause.wanted, None, None)[:2]
        sentence = N_("Date of {event}: {since} – {until}")
        return self._say(sentence, event=event, since=since or "…", until=until or "…")

    def _always(self, clause: Clause) -> str:
        return self._say(N_("Always") if True in clause.wanted else N_("Never"))
