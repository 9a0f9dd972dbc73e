"""What somebody changed in a text outside: paragraph by paragraph, to be accepted one by one.

The text that went out is compared with the one that came back. Anchors do not go out; they stay where they stood, so
that a paragraph changed by counsel still answers its item of law.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from responder.prose.pieces import Piece, cut, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that differs. ``at`` is its place in the text that went out; ``kind`` changed, added, removed."""

    number: int
    kind: str
    at: int
    before: str
    after: str


def propose(source: str, returned: str) -> tuple[Change, ...]:
    """The changes from ``source`` to ``returned``, in the order of the text; numbers begin at 1.

    Args:
        source: The text that went out, its marks included.
        returned: What came back, as Markdown.
    """
    pieces = cut(source)
    sent = [number for number, piece in enumerate(pieces) if piece.kind != "comment"]
    back = [piece for piece in cut(returned) if piece.kind != "comment"]
    found: list[Change] = []
    matcher = SequenceMatcher(None, [pieces[number].said for number in sent], [piece.said for piece in back], False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for kind, at, before, after in _paired(pieces, sent, (first, last), back[start:end]):
            found.append(Change(len(found) + 1, kind, at, before, after))
    return tuple(found)


def accepted(source: str, changes: Sequence[Change], numbers: Collection[int]) -> str:
    """``source`` with the changes of these numbers made; every other paragraph as it was, to the letter."""
    made = {change.at: change for change in changes if change.number in numbers and change.kind != "added"}
    added = [change for change in changes if change.number in numbers and change.kind == "added"]
    result: list[Piece] = [_new(change.after) for change in added if change.at < 0]
    for number, piece in enumerate(cut(source)):
        change = made.get(number)
        if change is None:
            result.append(piece)
        elif change.kind == "changed":
            result.append(Piece(piece.kind, piece.runs, change.after, piece.after))
        for more in added:
            if more.at == number:
                _append(result, _new(more.after))
    return joined(result)


def _paired(
    pieces: Sequence[Piece], sent: Sequence[int], span: tuple[int, int], back: Sequence[Piece]
) -> Iterator[tuple[str, int, str, str]]:
    """What replaced what: each paragraph sent meets the first one returned that is like it; order is kept."""
    taken = 0
    for position in range(*span):
        old = pieces[sent[position]]
        like = next((n for n in range(taken, len(back)) if _are_alike(old, back[n])), None)
        if like is None and len(back) - taken >= span[1] - position and taken < len(back):
            like = taken  # as many left on both sides: one stands for the other, however it reads
        if like is None:
            yield "removed", sent[position], old.source, ""
            continue
        for more in back[taken:like]:
            yield "added", _before(sent, position), "", more.source
        yield "changed", sent[position], old.source, back[like].source
        taken = like + 1
    for more in back[taken:]:
        yield "added", _before(sent, span[1]), "", more.source


def _before(sent: Sequence[int], position: int) -> int:
    return sent[position - 1] if position else -1


def _are_alike(old: Piece, new: Piece) -> bool:
    return SequenceMatcher(None, old.text, new.text, False).ratio() >= _ALIKE


def _new(markdown: str) -> Piece:
    piece = cut(markdown)[0]
    return Piece(piece.kind, piece.runs, markdown, "\n\n")


def _append(result: list[Piece], new: Piece) -> None:
    """``new`` behind the last piece, with a blank line between them unless both are entries of a list."""
    if result:
        last = result.pop()
        tight = last.kind == new.kind and new.kind in {"bullet", "number"}
        result.append(Piece(last.kind, last.runs, last.source, "\n" if tight else "\n\n"))
    result.append(new)
