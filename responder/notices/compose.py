"""Composing a letter: the family's order, the paragraphs of one language, the facts as they are known.

What comes out is a draft that people edit: Markdown whose marks say which paragraph answers which item of law, where a
person's own words go, and what is missing (see ``marks``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from responder.books.letters import Line
from responder.notices import gaps as missing
from responder.notices import marks, template
from responder.notices.fields import Known, Voice
from responder.notices.wording import Wording, of_language, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.books.law import Content
    from responder.books.letters import Family, Letters, Paragraph
    from responder.books.library import Library
    from responder.books.marked import Text
    from responder.facts.model import Facts
    from responder.notices.gaps import Gap

_FALLBACK = "en"
_BLANKS = re.compile(r"\n{3,}")
_TWO_STOPS = re.compile(r"(?<=[^\W\d_])\.\.(?!\.)")  # a sentence that ends with "Inc." has one full stop


@dataclass(frozen=True)
class LetterSpec:
    """What is to be written: the family, what the law asks for, and whose people count.

    ``places`` are the places whose people the letter speaks of (containment is the library's); none means all.
    ``omits`` are paragraphs that the law keeps out of it, ``forbids`` facts that it must not state, ``reminders`` what
    people must mind besides, ``warns`` words by language that usually tell what is kept out. ``title`` and
    ``headings`` are the law's own exact words where it prescribes them, in ``exact_language``.
    """

    family: str
    regime: str = ""
    duty: str = ""
    where: str = ""
    content: tuple[Content, ...] = ()
    places: tuple[str, ...] = ()
    title: str = ""
    headings: tuple[str, ...] = ()
    exact_language: str = "en"
    least_points: int = 0
    omits: frozenset[str] = frozenset()
    forbids: frozenset[str] = frozenset()
    reminders: tuple[Text, ...] = ()
    warns: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """What a notice says of one fact, kept so that a later change can be set against it."""

    fact: str
    said: str
    paragraph: str


@dataclass(frozen=True)
class Composed:
    """A draft. ``unreviewed`` names paragraphs that nobody has reviewed; ``anchors`` the items of law it answers."""

    family: str
    language: str
    subject: str
    markdown: str
    gaps: tuple[Gap, ...]
    anchors: frozenset[str]
    statements: tuple[Statement, ...]
    unreviewed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that the law does not let follow later."""
        return not any(gap.blocks for gap in self.gaps)


@dataclass
class _Draft:
    parts: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    unreviewed: list[str] = field(default_factory=list)


def compose(spec: LetterSpec, facts: Facts, library: Library, letters: Letters, language: str) -> Composed:
    """The draft of ``spec`` in ``language`` from what is known now.

    Args:
        spec: What is to be written.
        facts: As known; what is not known becomes a gap, never an empty place.
        library: Knows facts, places and items of law.
        letters: The shelf of letters.
        language: One of ``letters.languages``.

    Raises:
        NotFound: there is no such family.
        BadInput: a paragraph of the shelf is no harmless template.
    """
    family = letters.family(spec.family)
    return _Composing(spec, family, facts, library, letters, language).composed()


class _Composing:
    def __init__(
        self, spec: LetterSpec, family: Family, facts: Facts, library: Library, letters: Letters, language: str
    ) -> None:
        self._spec, self._family, self._facts, self._library = spec, family, facts, library
        self._letters, self._language = letters, language
        self._draft = _Draft()
        self._zone = zone_of(facts.entities[0].timezone)

    def composed(self) -> Composed:
        subject = self._subject()
        heading = None
        for part in self._order():
            if not isinstance(part, Line):
                self._item(part)
                continue
            if part.heading != heading:
                heading = part.heading
                self._head(heading)
            self._write(part, *self._asked_of(part))
        markdown = _BLANKS.sub("\n\n", "\n\n".join(part for part in self._draft.parts if part)).strip() + "\n"
        return Composed(
            self._family.id,
            self._language,
            subject,
            markdown,
            tuple(dict.fromkeys(self._draft.gaps)),
            marks.anchored(markdown),
            tuple(self._draft.statements),
            tuple(dict.fromkeys(self._draft.unreviewed)),
        )

    def _order(self) -> Iterator[Line | Content]:
        """What this letter has: items in the order of the law, the rest in the family's; the last line stays last."""
        items: list[Line | Content] = []
        for content in self._spec.content:
            answering = self._family.answering(content.id)
            items.extend(line for line in answering if line.mode == "item" and line not in items)
            if not answering:
                items.append(content)
        for line in self._family.lines:
            if line.paragraph in self._spec.omits:
                continue
            if line.mode == "item" or line is self._family.lines[-1]:
                yield from items
                items = []
            if line.mode == "always" or (line.mode == "asked" and self._asked_of(line)):
                yield line

    def _asked_of(self, line: Line) -> tuple[Content, ...]:
        return tuple(content for content in self._spec.content if content.id in line.answers)

    def _head(self, heading: str | None) -> None:
        if heading is None:
            return
        position = list(self._family.headings).index(heading)
        exact = self._spec.headings if len(self._spec.headings) == len(self._family.headings) else ()
        own = of_language(self._family.headings[heading], self._language) or self._family.headings[heading][_FALLBACK]
        self._draft.parts.append(f"## {self._beside(exact[position], own) if exact else own}")

    def _beside(self, exact: str, own: str) -> str:
        """The law's own words; for a reader of another language ours stand behind them, never instead of them."""
        return exact if self._language == self._spec.exact_language else f"{exact} – {own}"

    def _write(self, line: Line, *asked: Content) -> None:
        found = self._paragraph(line, asked)
        if found is None:
            return
        heading = ""
        if line.mode == "item" and asked:
            law = of_language(asked[0].text, self._language)
            heading = f"## {(found.heading or law or asked[0].text[_FALLBACK]).strip()}\n\n"
            heading = f"## {_capital(law)}\n\n" if law and self._language != "de" else heading
        # Phases are for authorities; whoever is told in person is told once.
        may_follow = self._family.to == "authority" and bool(asked) and all(content.may_follow for content in asked)
        text = self._filled(found.text, found.file, line.paragraph, asked, may_follow=may_follow)
        mark = marks.anchor(line.paragraph, tuple(content.id for content in asked))
        self._draft.parts.append(f"{mark}\n{heading}{text}")

    def _paragraph(self, line: Line, asked: tuple[Content, ...]) -> Paragraph | None:
        found = self._letters.paragraph(line.paragraph, self._language)
        if found is None:
            found = self._letters.paragraph(line.paragraph, _FALLBACK)
            contents = [content.id for content in asked]
            follows = self._family.to == "authority"  # an authority reads English meanwhile; a person may not
            self._draft.gaps.append(missing.untranslated(line.paragraph, contents, self._language, may_follow=follows))
        if found is not None and not found.reviewed_by:
            self._draft.unreviewed.append(f"{found.id}.{found.language}")
        return found

    def _item(self, content: Content) -> None:
        """An item of law without a paragraph: written from the facts that the regime names for it."""
        heading = _capital(of_language(content.text, self._language) or content.text[_FALLBACK])
        if not content.facts or self._family.to != "authority":
            self._draft.gaps.append(missing.of_item(content, self._language))
            text = f"[[gap: {content.id}]]"
        else:
            lines = [
                f"- {missing.label_of(key, self._library, self._language)}: {{{{ {key} }}}}" for key in content.facts
            ]
            text = self._filled(
                "\n".join(lines), f"item {content.id}", content.id, (content,), may_follow=content.may_follow
            )
        self._draft.parts.append(f"{marks.anchor('item', (content.id,))}\n## {heading}\n\n{text}")

    def _subject(self) -> str:
        title = self._spec.title
        if title and self._language == self._spec.exact_language:
            return title
        source = of_language(self._family.subject, self._language) or self._family.subject.get(_FALLBACK, "")
        own = self._filled(source, f"{self._family.id} subject", "subject", (), may_follow=False, plain=True)
        return self._beside(title, own) if title else own

    def _filled(
        self,
        source: str,
        file: str,
        paragraph: str,
        asked: tuple[Content, ...],
        *,
        may_follow: bool,
        plain: bool = False,
    ) -> str:
        words = self._letters.words_of(self._language)
        wording = Wording(words, self._library, zone=self._zone, plain=plain or self._family.plain)
        voice = Voice(wording, days=self._family.to == "people", may_follow=may_follow)
        known = Known(self._facts, self._library, voice, places=self._spec.places)
        text = _TWO_STOPS.sub(".", template.fill(source, known.names(), name=file))
        content = asked[0] if asked else None
        for key in voice.heard.missing:
            gap = missing.of_fact(key, content, self._library, self._language, may_follow=may_follow)
            self._draft.gaps.append(gap)
        stated = [key for key in voice.heard.said if key in self._spec.forbids]
        self._draft.gaps.extend(missing.forbidden(key, self._library, self._language) for key in stated)
        self._draft.statements.extend(Statement(key, said, paragraph) for key, said in voice.heard.said.items())
        return _BLANKS.sub("\n\n", text).strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
