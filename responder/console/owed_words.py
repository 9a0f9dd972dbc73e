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


def step_words(step: str, recipient: str, otherwise: str) -> str:
    """A step of the lead times in the reader's language; ``otherwise`` as it was stored, where the table lost it."""
    found = (each for each in services().library.lead_times if each.step == step and recipient in each.recipients)
    return next((_text(each.text, present().language) for each in found), otherwise)


def jurisdiction(regime: str) -> str:
    """The country or union whose law ``regime`` is, and whether it is the law of a part of it; empty for a contract."""
    library = services().library
    found = library.regimes.get(regime)
    if found is None:
        return ""
    whole = outermost(found.place, library)
    return whole if found.place == whole else f"{whole}-"


def _whose(group: Group[Any]) -> str:
    """The jurisdiction of the laws in the group, as people call it; nothing where they are contracts."""
    library, language = services().library, present().language
    whole = jurisdiction(str(answer_of(group.duties[0])["regime"]))
    place = library.words.place(whole.removesuffix("-"))
    name = _text(place.name, language) if place is not None else whole
    return say(N_("{place} (its parts)"), language, place=name) if whole.endswith("-") else name


def _text(texts: Text, language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
