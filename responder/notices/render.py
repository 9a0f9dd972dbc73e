"""Showing a draft: the same text with its marks made readable. What a person gets is made by ``letter``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.notices import marks
from responder.prose import render as prose

if TYPE_CHECKING:
    from responder.books.letters import Words


ADDRESSEES = ("self", "guardian", "next_of_kin", "estate")


def to_markdown(text: str, words: Words) -> str:
    """The draft as people read it: no anchors, slots as ‹name›, missing facts in bold brackets."""
    addressees = {kind: words.phrases[f"to_{kind}"] for kind in ADDRESSEES}
    return marks.shown(text, words.phrases["gap"], {**words.elements, **addressees})


def to_html(text: str, words: Words) -> str:
    """A part of a page."""
    return prose.to_html(to_markdown(text, words))


def to_text(text: str, words: Words) -> str:
    """For terminals and plain mail."""
    return prose.to_text(to_markdown(text, words))
