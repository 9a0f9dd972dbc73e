"""What the editor offers to put in: paragraphs of the shelf, written from the facts, and the facts as they are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.notices import marks, template
from responder.notices.fields import Known, Voice
from responder.notices.wording import Wording, zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.facts.model import Facts
    from responder.notices.compose import LetterSpec


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph ready to stand in a text; ``answers`` are the items of law that this letter must hold."""

    id: str
    heading: str
    text: str
    answers: tuple[str, ...]

    @property
    def marked(self) -> str:
        """The paragraph as it is put into a text."""
        return f"{marks.anchor(self.id, self.answers)}\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class SaidFact:
    """A fact that is known, as a letter in this language would say it."""

    key: str
    said: str


class Insertions:
    """Paragraphs and facts for one letter in one language. No paragraph is offered that the law keeps out of it."""

    def __init__(self, spec: LetterSpec, facts: Facts, library: Library, letters: Letters, language: str) -> None:
        self._spec, self._facts, self._library, self._letters = spec, facts, library, letters
        self._language = language
        self._family = letters.family(spec.family)

    def passages(self) -> list[Passage]:
        """Every paragraph that letters to such a reader use, in the order of their ids."""
        kin = [family for family in self._letters.families.values() if family.to == self._family.to]
        lines = [line for family in kin for line in family.lines if line.paragraph not in self._spec.omits]
        answers: dict[str, set[str]] = {}
        for line in lines:
            answers.setdefault(line.paragraph, set()).update(line.answers)
        found = (self._passage(name, answers[name]) for name in sorted(answers))
        return [passage for passage in found if passage is not None]

    def _passage(self, name: str, answers: set[str]) -> Passage | None:
        paragraph = self._letters.paragraph(name, self._language)
        if paragraph is None:
            return None
        text, voice = self._filled(paragraph.text, paragraph.file)
        if self._spec.forbids.intersection(voice.heard.said):
            return None
        asked = tuple(content.id for content in self._spec.content if content.id in answers)
        return Passage(name, paragraph.heading or "", text, asked)

    def facts(self) -> Sequence[SaidFact]:
        """Every fact that is known, in words; a bare yes or no says nothing, and what the law keeps out is left out."""
        known, voice = self._known()
        for key in known.fields():
            if key not in self._spec.forbids and not isinstance(known.value(key), bool | None):
                str(known.at(key))
        return [SaidFact(key, said) for key, said in sorted(voice.heard.said.items()) if said]

    def _filled(self, source: str, file: str) -> tuple[str, Voice]:
        known, voice = self._known()
        return template.fill(source, known.names(), name=file).strip(), voice

    def _known(self) -> tuple[Known, Voice]:
        wording = Wording(
            self._letters.words_of(self._language),
            self._library,
            zone=zone_of(self._facts.entities[0].timezone),
            plain=self._family.plain,
        )
        voice = Voice(wording, days=self._family.to == "people")
        return Known(self._facts, self._library, voice, places=self._spec.places), voice
