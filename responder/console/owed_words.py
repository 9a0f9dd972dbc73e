"""How groups of duties and single answers are called, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.console import names
from responder.console.law_index import outermost
from responder.console.owed_groups import answer_of
from responder.web.viewer import present
from responder.web.work import services
from responder.words import N_, say

if TYPE_CHECKING:
    from responder.books.marked import Text
    from responder.console.owed_groups import Group


def group_title(group: Group[Any]) -> str:
    """``Regulators · United States (its parts)``: who is told, and whose law asks for it."""
    language = present().language
    told = say(names.recipient.get(group.recipient, group.recipient), language)
    place = _whose(group)
    return f"{told} · {place}" if place else told


def _whose(group: Group[Any]) -> str:
    """The jurisdiction whose laws are in the group; nothing where they are of several, or no laws."""
    library, language = services().library, present().language
    regimes = [library.regimes.get(str(answer_of(duty)["regime"])) for duty in group.duties]
    found = {outermost(regime.place, library) for regime in regimes if regime is not None}
    if len(found) != 1:
        return ""
    whole = found.pop()
    place = library.words.place(whole)
    name = _text(place.name, language) if place is not None else whole
    in_parts = all(regime is not None and regime.place != whole for regime in regimes)
    return say(N_("{place} (its parts)"), language, place=name) if in_parts else name


def _text(texts: Text, language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
