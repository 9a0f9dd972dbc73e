"""The law's own rules for a letter, by the names that a duty's ``letter:`` may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from responder.books.marked import Reader, Text
from responder.books.yaml_loader import load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LetterRule:
    """``omits``: paragraphs left out; ``forbids``: facts never stated; ``says``: what people must mind besides.

    ``warns`` are words, by language, that usually tell what is kept out.
    """

    id: str
    omits: frozenset[str]
    forbids: frozenset[str]
    says: Text
    warns: Text = field(default_factory=dict)


def read_letter_rules(file: Path) -> Mapping[str, LetterRule]:
    """The rules of a shelf by id; none where it has no such file.

    Raises:
        BadInput: with file, line and what was expected.
    """
    if not file.is_file():
        return {}
    name = f"_shared/{file.name}"
    reader = Reader(load_yaml(file.read_text(encoding="utf-8"), name=name), file=name, line=1)
    rules = reader.each("rules", _rule, required=True)
    reader.done()
    return {rule.id: rule for rule in rules}


def _rule(entry: Reader) -> LetterRule:
    found = LetterRule(
        entry.word("id"),
        frozenset(entry.words("omits")),
        frozenset(entry.words("forbids")),
        entry.translated("says"),
        entry.translated("warns"),
    )
    entry.done()
    return found
