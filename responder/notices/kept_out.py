"""What the law keeps out of a letter, found in a text whoever typed it there.

A number is found in any way of writing it, a fact in the words that the shelf says it with; a word that usually tells a
forbidden thing is a warning, since only a reader can know what the sentence means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from responder.facts.model import Count
from responder.notices import marks
from responder.notices.fields import Known, Voice
from responder.notices.gaps import label_of
from responder.notices.lint import Finding
from responder.notices.wording import Wording
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.facts.model import Facts
    from responder.notices.compose import LetterSpec

_NUMBER: Final = re.compile(r"\d(?:[\d.,' \u00a0\u202f\u2019]*\d)?")
_SEPARATORS: Final = re.compile(r"[.,' \u00a0\u202f\u2019]")
_SURE_FROM: Final = 100  # a smaller number may be a day, an hour or a paragraph of a law
_LEAST_WORDS: Final = 12  # a shorter text of people says too little to be known again


def kept_out(
    text: str, spec: LetterSpec, facts: Facts, *, library: Library, letters: Letters, language: str
) -> tuple[Finding, ...]:
    """What stands in ``text`` although the law keeps it out of this letter; errors hold back its approval.

    Args:
        text: As edited, its marks included.
        spec: Of the duty; its ``forbids``, ``omits`` and ``warns`` are the law's.
        facts: As known now.
        library: Knows facts and places.
        letters: How the language says values.
        language: Of the text.
    """
    return tuple(_found(text, spec, facts, library, letters, language))


def _found(
    text: str, spec: LetterSpec, facts: Facts, library: Library, letters: Letters, language: str
) -> Iterator[Finding]:
    plain = marks.without_anchors(text)
    wording = Wording(letters.words_of(language), library)
    known = Known(facts, library, Voice(wording, days=True), places=spec.places)
    for key in sorted(spec.forbids):
        value = known.value(key)
        level = _states(plain, key, value, wording) if value is not None else ""
        if level:
            label = label_of(key, library, language)
            yield Finding(level, "forbidden", N_("The law keeps “{fact}” out of this letter"), {"fact": label})
    for anchor in marks.anchors(text):
        if anchor.paragraph in spec.omits and not set(anchor.contents):
            message = N_("The law leaves the paragraph “{paragraph}” out of this letter")
            yield Finding("error", "forbidden", message, {"paragraph": anchor.paragraph})
    folded = plain.casefold()
    for word in (spec.warns.get(language) or spec.warns.get(language.split("-", maxsplit=1)[0]) or "").split(", "):
        if word and re.search(rf"(?<!\w){re.escape(word.casefold())}", folded):
            message = N_("“{word}” may tell what the law keeps out of this letter")
            yield Finding("warning", "forbidden", message, {"word": word})


def _states(text: str, key: str, value: Any, wording: Wording) -> str:
    """``error`` or ``warning`` where the text states the value, else nothing."""
    if isinstance(value, Count):
        said = {number for number in (value.at_least, value.at_most, value.best) if number}
        found = said & set(_numbers(text))
        return "error" if any(number >= _SURE_FROM for number in found) else "warning" if found else ""
    folded = " ".join(text.casefold().split())
    return "error" if any(words.casefold() in folded for words in _words(key, value, wording)) else ""


def _numbers(text: str) -> Iterator[int]:
    """Every number that stands there: ``4,200``, ``4.200`` and ``4 200`` are one number."""
    for found in _NUMBER.finditer(text):
        digits = _SEPARATORS.sub("", found[0])
        if len(digits) < _LEAST_WORDS:
            yield int(digits)


def _words(key: str, value: Any, wording: Wording) -> Iterable[str]:
    parts = value if isinstance(value, (tuple, list, frozenset)) else (value,)
    said = [*wording.sentences(key, value), *(wording.choice(key, part) for part in parts)]
    return [" ".join(words.split()) for words in said if len(words) >= _LEAST_WORDS]
