"""A text that people wrote in several languages: a letter says the one of its own language, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responder.facts.values import FactsReader


@dataclass(frozen=True, slots=True)
class Spoken:
    """Texts by language, in the order in which they were written."""

    texts: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str | None:
        """The text in ``language`` or in the language that it is a form of; none where nobody wrote it."""
        found = dict(self.texts)
        return found.get(language) or found.get(language.split("-", maxsplit=1)[0])

    def __str__(self) -> str:
        return " / ".join(text for _, text in self.texts)


def spoken(reader: FactsReader, key: str) -> Spoken | str | None:
    """``hours: Mon-Fri 9-17``, the same for every letter, or ``hours: {en: …, de: …}``.

    Raises:
        BadInput: neither a text nor texts by language.
    """
    value = reader.raw(key)
    if not isinstance(value, Mapping):
        return reader.text(key)
    inner = reader.part(key)
    if inner is None:
        return None
    found = tuple((language, inner.word(language)) for language in inner.source)
    inner.done()
    return Spoken(found) if found else None
