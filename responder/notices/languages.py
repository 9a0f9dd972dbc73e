"""In which languages a notice is drafted: those of the people told, or of the authority's country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.languages import get_official_languages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from responder.books.letters import Letters
    from responder.notices.compose import LetterSpec


def languages_for(spec: LetterSpec, letters: Letters, *, spoken: Iterable[str], own: str) -> list[str]:
    """The languages of a notice, the main one first.

    Args:
        spec: What is to be written, and where.
        letters: The shelf; a language in which a paragraph of this letter is missing is left out.
        spoken: Languages of the people told, the most spoken first; empty where an authority is told.
        own: The incident's, for those who must read it on our side, and where nothing else is written.
    """
    official = get_official_languages(spec.where[:2], de_facto=True) if spec.where else ()
    there = [language.replace("_", "-") for language in official]
    people = [language for language in spoken if language]
    wanted = people or [*there, own]
    written = [language for language in dict.fromkeys(wanted) if is_written(spec, letters, language)]
    if people and not written:
        written = [language for language in there if is_written(spec, letters, language)]
    if letters.family(spec.family).to == "people" and not people:
        written = written[:1]
    return written or [own]


def is_written(spec: LetterSpec, letters: Letters, language: str) -> bool:
    """Whether every paragraph of this letter exists in ``language``."""
    asked = {content.id for content in spec.content}
    lines = [line for line in letters.family(spec.family).lines if line.mode == "always" or asked & set(line.answers)]
    return language in letters.words and all(letters.paragraph(line.paragraph, language) for line in lines)
