"""A frozen letter, ready to be filled for one person after another.

The text is cut and rendered once; for each person only the slots are filled and the blocks chosen, so that a person's
name never passes through the Markdown parser and no rendered letter stays in memory.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from responder.affected.person import CODE_FIELD
from responder.notices import marks
from responder.prose import render as prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.affected.addressee import Addressee
    from responder.affected.person import Person
    from responder.books.letters import Words

_SLOT = re.compile(r"\[\[(person\.[a-z_]+)\]\]")
_DATA_BLOCK = re.compile(r"<p>\[\[person\.data\]\]</p>")
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body style="font: {points}pt/1.5 sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em">\n{body}\n'
    "</body></html>\n"
)
_POINTS = 12
_MOST_KEPT = 4096
_BLANKS = re.compile(r"\n{3,}")
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Rendered:
    """What one person gets."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Piece:
    block: marks.Block
    html: str
    text: str


class _Pattern:
    """A text cut at its slots once, so that a person costs one substitution and no search."""

    def __init__(self, text: str) -> None:
        parts = _SLOT.split(text)  # words, slot, words, slot, … words
        self._pattern = "%s".join(part.replace("%", "%%") for part in parts[::2])
        self._names = tuple(parts[1::2])

    def filled(self, values: Mapping[str, str]) -> str:
        return self._pattern % tuple([values.get(name, "") for name in self._names])


class Letter:
    """One approved text in one language.

    ``plain`` letters (SMS) are no Markdown; their ``html`` stays empty. ``least_points`` is the smallest type that a
    law allows. What is kept between two people is the letter's own words: no name, no value of a person.
    """

    def __init__(
        self, subject: str, markdown: str, words: Words, *, plain: bool = False, least_points: int = 0
    ) -> None:
        self.subject = subject
        self.language = words.language
        self.plain = plain
        self._words = words
        self._points = max(_POINTS, least_points)
        self._pieces = tuple(_piece(block, plain=plain) for block in marks.blocks(markdown))
        self._patterns: dict[tuple[bool, ...], tuple[_Pattern, _Pattern]] = {}
        self._told: dict[tuple[str, ...], dict[str, str]] = {}

    def render(self, person: Person, addressee: Addressee) -> Rendered:
        """The letter of ``person``, as ``addressee`` gets it: its data elements are those that this letter tells of."""
        elements = addressee.elements
        chosen = tuple([piece.block.meant_for(elements, addressee.kind) for piece in self._pieces])
        text, page = self._patterns.get(chosen) or self._assembled(chosen)
        told = self._told.get(elements) or self._data_of(elements)
        values = {
            "person.name": person.name or addressee.name,
            "person.address": addressee.postal_address,
            "person.reference": person.firm_id,
            "person.code": person.fields.get(CODE_FIELD, ""),
        }
        escaped = {name: html.escape(value) for name, value in values.items()}
        values["person.data"] = told["text"]
        if self.plain:
            return Rendered(self.subject, text.filled(values).strip(), "")
        escaped["person.data"], escaped["person.data_list"] = told["inline"], told["list"]
        return Rendered(self.subject, _tidy(text.filled(values)), page.filled(escaped))

    def _assembled(self, chosen: tuple[bool, ...]) -> tuple[_Pattern, _Pattern]:
        """The letter for everybody of whom the same blocks are meant; there are as many as addressees differ."""
        pieces = [piece for piece, wanted in zip(self._pieces, chosen, strict=True) if wanted]
        body = _DATA_BLOCK.sub("[[person.data_list]]", "".join(piece.html for piece in pieces))
        title = html.escape(self.subject)
        page = _PAGE.format(language=self.language, title=title, points=self._points, body=body)
        made = _Pattern("".join(piece.text for piece in pieces)), _Pattern(page)
        return self._kept(self._patterns, chosen, made)

    def _data_of(self, elements: tuple[str, ...]) -> dict[str, str]:
        """The data elements as lines of text, as a list of HTML, and inside an HTML sentence."""
        wanted = set(elements)
        named = [said for element, said in self._words.elements.items() if element in wanted]
        own = (*named, *sorted(wanted - self._words.elements.keys()))
        listed = "".join(f"<li>{html.escape(name)}</li>" for name in own)
        inline = html.escape(", ".join(own))
        told = {"text": "\n".join(f"- {name}" for name in own), "list": f"<ul>{listed}</ul>", "inline": inline}
        return self._kept(self._told, elements, told)

    @staticmethod
    def _kept(where: dict[K, V], key: K, made: V) -> V:
        if len(where) >= _MOST_KEPT:
            where.clear()
        where[key] = made
        return made


def _piece(block: marks.Block, *, plain: bool) -> _Piece:
    if plain:
        return _Piece(block, "", block.text)
    made = prose.to_html(block.text)
    return _Piece(block, made, f"{prose.to_text(block.text)}\n" if block.text.strip() else "")


def _tidy(text: str) -> str:
    tidy = _BLANKS.sub("\n\n", text) if "\n\n\n" in text else text
    return tidy.strip() + "\n"
