"""A frozen letter, ready to be filled for one person after another.

The text is cut and rendered once; for each person only the slots are filled and the blocks chosen, so that a person's
name never passes through the Markdown parser and no rendered letter stays in memory.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.affected.person import CODE_FIELD
from responder.notices import marks
from responder.prose import render as prose

if TYPE_CHECKING:
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


class Letter:
    """One approved text in one language.

    ``plain`` letters (SMS) are no Markdown; their ``html`` stays empty. ``least_points`` is the smallest type that a
    law allows.
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

    def render(self, person: Person, addressee: Addressee) -> Rendered:
        """The letter of ``person``, as ``addressee`` gets it: its data elements are those that this letter tells of."""
        elements = addressee.elements
        pieces = [piece for piece in self._pieces if piece.block.meant_for(elements, addressee.kind)]
        named = {
            "person.name": person.name or addressee.name,
            "person.address": addressee.postal_address,
            "person.reference": person.firm_id,
            "person.code": person.fields.get(CODE_FIELD, ""),
        }
        own = self._own_data(elements)
        text = _fill(
            "".join(piece.text for piece in pieces), {**named, "person.data": "\n".join(f"- {name}" for name in own)}
        )
        if self.plain:
            return Rendered(self.subject, text.strip(), "")
        escaped = {name: html.escape(value) for name, value in named.items()}
        listed = "".join(f"<li>{html.escape(name)}</li>" for name in own)
        body = _DATA_BLOCK.sub(f"<ul>{listed}</ul>".replace("\\", r"\\"), "".join(piece.html for piece in pieces))
        body = _fill(body, {**escaped, "person.data": html.escape(", ".join(own))})
        title = html.escape(self.subject)
        page = _PAGE.format(language=self.language, title=title, points=self._points, body=body)
        return Rendered(self.subject, _tidy(text), page)

    def _own_data(self, elements: tuple[str, ...]) -> tuple[str, ...]:
        wanted = set(elements)
        named = [said for element, said in self._words.elements.items() if element in wanted]
        return (*named, *sorted(wanted - self._words.elements.keys()))


def _piece(block: marks.Block, *, plain: bool) -> _Piece:
    if plain:
        return _Piece(block, "", block.text)
    made = prose.to_html(block.text)
    return _Piece(block, made, f"{prose.to_text(block.text)}\n" if block.text.strip() else "")


def _fill(text: str, values: dict[str, str]) -> str:
    return _SLOT.sub(lambda found: values.get(found[1], ""), text)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
