"""What a draft still lacks: facts not known, items of law not said, paragraphs not translated or not reviewed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from responder.books.law import Content
    from responder.books.library import Library
    from responder.books.marked import Text

LABELS = {
    "people.count": {"en": "number of people", "zh": "人数"},
    "people.records": {"en": "number of records", "zh": "记录条数"},
    "people.data": {"en": "kinds of data", "zh": "个人信息种类"},
    "people.relation": {"en": "categories of people", "zh": "人员类别"},
    "people.where": {"en": "places", "zh": "地区"},
    "notice.summary": {"en": "what happened, in this language", "zh": "事件经过(本语言)"},
    "notice.delay_reason": {"en": "reasons for the delay, in this language", "zh": "延迟理由(本语言)"},
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing.

    ``kind``: ``fact`` (a fact is not known), ``item`` (the law asks for what no paragraph says), ``untranslated`` (a
    paragraph stands in English) or ``forbidden`` (the law keeps it out of this letter). ``may_follow``: the law lets it
    come later, so it does not hold the notice back.
    """

    kind: str
    content: str
    asks: str
    facts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    may_follow: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the notice cannot be approved with it."""
        return not self.may_follow

    def to_document(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def of_fact(key: str, content: Content | None, library: Library, language: str, *, may_follow: bool) -> Gap:
    """A fact that a paragraph needs and nobody has recorded, with the question and who can answer it."""
    sought = _sought(key, language)
    definition = library.facts.get(sought)
    event = library.events.get(key.removeprefix("events.")) if key.startswith("events.") else None
    known = definition or event
    question: Text = known.question if known else LABELS.get(key, {"en": key})
    who = definition.who_can_answer if definition else event.who if event else ("privacy",)
    asks = (content.text.get(language) or content.text["en"]) if content else ""
    return Gap(
        "fact",
        content.id if content else "",
        asks,
        (sought,),
        (question.get(language) or question["en"],),
        who,
        may_follow,
    )


def of_item(content: Content, language: str) -> Gap:
    """An item of law for which the shelf has no paragraph and the facts no words."""
    asks = content.text.get(language) or content.text["en"]
    return Gap("item", content.id, asks, content.facts, may_follow=False)


def forbidden(key: str, library: Library, language: str) -> Gap:
    """A fact that the text states although the law keeps it out of this letter."""
    return Gap("forbidden", "", label_of(key, library, language), (key,))


def untranslated(paragraph: str, contents: Iterable[str], language: str, *, may_follow: bool) -> Gap:
    """A paragraph that stands in English because nobody has written it in ``language``."""
    return Gap("untranslated", ", ".join(contents), f"{paragraph}.{language}", may_follow=may_follow)


def label_of(key: str, library: Library, language: str) -> str:
    """What a fact is called, for the marker in a draft."""
    known = library.facts.get(key) or library.events.get(key.removeprefix("events."))
    label: Text = LABELS.get(key) or (known.label if known else {"en": key})
    return label.get(language) or label["en"]


def _sought(key: str, language: str) -> str:
    return f"{key}.{language.split('-', maxsplit=1)[0]}" if key in {"notice.summary", "notice.delay_reason"} else key
