"""The marks in a draft: which paragraph answers what, where a person's own words go, what is still missing.

``<!--@ paragraph: content_id, content_id -->`` stands before each paragraph. ``[[person.name]]``, ``[[person.data]]``
are filled when a letter is sent; ``[[if data: ssn, passport]]`` … ``[[end]]``, each on a line of its own, stand around
what only some people are told. ``[[row.people]]`` is a column of the table of counterparties (``counterparties``).
``[[gap: contact.phone]]`` is a fact that is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLOTS = ("person.name", "person.data", "person.address", "person.reference", "person.code")
ASKED = ("data", "addressee")
_ANCHOR = re.compile(r"<!--@ (?P<paragraph>[a-z_]+)(?:: (?P<contents>[a-z0-9_, ]+))? -->\n?")
_GAP = re.compile(r"\[\[gap: (?P<key>[^\]\n]+)\]\]")
_SLOT = re.compile(r"\[\[(?P<name>person\.[a-z_]+)\]\]")
_ROW = re.compile(r"\[\[row\.(?P<column>[a-z][a-z0-9_]*)\]\]")
_MARK = re.compile(r"\[\[(?P<mark>[^\]\n]*)\]\]")
_BLOCK_LINE = re.compile(
    r"^\[\[(?:if (?P<asked>[a-z]+): (?P<values>[a-z0-9_, ]+)|(?P<end>end))\]\][ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a paragraph begins and what it answers."""

    paragraph: str
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter. ``asked`` empty: for everybody; else only where the person has one of ``values``."""

    text: str
    asked: str = ""
    values: tuple[str, ...] = ()

    def meant_for(self, data: tuple[str, ...], addressee: str) -> bool:
        """Whether a person with these data elements, written to as ``addressee``, is told this."""
        if not self.asked:
            return True
        own = data if self.asked == "data" else (addressee,)
        return any(value in self.values for value in own)


def anchor(paragraph: str, contents: tuple[str, ...]) -> str:
    """The mark before a paragraph."""
    return f"<!--@ {paragraph}: {', '.join(contents)} -->" if contents else f"<!--@ {paragraph} -->"


def anchors(text: str) -> tuple[Anchor, ...]:
    """Every paragraph that a text still marks."""
    return tuple(
        Anchor(found["paragraph"], tuple(part.strip() for part in (found["contents"] or "").split(",") if part.strip()))
        for found in _ANCHOR.finditer(text)
    )


def anchored(text: str) -> frozenset[str]:
    """Content ids answered by a paragraph that still says something: an anchor above nothing answers nothing."""
    starts = [*_ANCHOR.finditer(text)]
    found: set[str] = set()
    for number, start in enumerate(starts):
        ends = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        body = re.sub(r"^#+ .*$", "", text[start.end() : ends], flags=re.MULTILINE)
        if body.strip():
            found.update(part.strip() for part in (start["contents"] or "").split(",") if part.strip())
    return frozenset(found)


def gaps_in(text: str) -> tuple[str, ...]:
    """The facts that are still missing, each once, in the order of the text."""
    return tuple(dict.fromkeys(found["key"].strip() for found in _GAP.finditer(text)))


def without_anchors(text: str) -> str:
    return _ANCHOR.sub("", text)


def blocks(text: str) -> tuple[Block, ...]:
    """The letter cut where ``[[if …]]`` and ``[[end]]`` stand.

    Raises:
        BadInput: a block that is not closed, stands inside another, or asks what cannot be asked.
    """
    return tuple(_blocks(without_anchors(text)))


def _blocks(text: str) -> Iterator[Block]:
    position = 0
    open_block: re.Match[str] | None = None
    for found in _BLOCK_LINE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        before = text[position : found.start()]
        if found["end"]:
            if open_block is None:
                raise BadInput(N_("[[end]] without [[if …]]"), line=line)
            yield Block(before, open_block["asked"], _values(open_block))
            open_block = None
        else:
            if open_block is not None:
                raise BadInput(N_("[[if …]] inside another"), line=line, do="Close the first with [[end]].")
            if found["asked"] not in ASKED:
                raise BadInput(
                    N_("[[if …]] asks for what is not known of a person"), line=line, expected="data or addressee"
                )
            yield Block(before)
            open_block = found
        position = found.end()
    if open_block is not None:
        raise BadInput(N_("[[if …]] without [[end]]"), line=text.count("\n", 0, open_block.start()) + 1)
    yield Block(text[position:])


def _values(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in found["values"].split(",") if part.strip())


def unknown_marks(text: str) -> tuple[tuple[str, int], ...]:
    """Marks that nothing will fill, with their line: a misspelt slot must not reach a person."""
    wrong = []
    for found in _MARK.finditer(text):
        mark = found["mark"].strip()
        known = mark in SLOTS or mark == "end" or mark.startswith(("if ", "gap: ", "row."))
        if not known:
            wrong.append((mark, text.count("\n", 0, found.start()) + 1))
    return tuple(wrong)


def shown(text: str, label: str, names: Mapping[str, str]) -> str:
    """A draft for reading: slots as ‹name›, blocks with whom they are for (by ``names``), gaps in bold."""
    text = _GAP.sub(lambda found: f"**⟦{label.format(label=_plain(found['key']))}⟧**", without_anchors(text))
    text = _ROW.sub(lambda found: f"‹{_plain(found['column'])}›", text)
    text = _SLOT.sub(lambda found: f"‹{found['name'].removeprefix('person.')}›", text)
    return _BLOCK_LINE.sub(lambda found: "" if found["end"] else f"*‹{_meant(found, names)}›*", text)


def _meant(found: re.Match[str], names: Mapping[str, str]) -> str:
    return ", ".join(_plain(names.get(value, value)) for value in _values(found))


def _plain(text: str) -> str:
    return text.replace("_", r"\_")
