"""Which questions are alike. Pure: by the words, or in scripts without spaces the pairs of characters, they share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
ALIKE: Final = 0.2
"""Share of words in common from which a former answer is worth showing."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}", re.UNICODE)
_WITHOUT_SPACES: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


def closest(asked: str, others: Iterable[T], *, of: Callable[[T], str], most: int) -> list[T]:
    """The others most like ``asked``, at least ``ALIKE``, the best first."""
    ours = _parts(asked)
    ranked = [(_share(ours, _parts(of(other))), other) for other in others]
    return [other for share, other in sorted(ranked, key=lambda each: -each[0]) if share >= ALIKE][:most]


def _parts(text: str) -> frozenset[str]:
    if _WITHOUT_SPACES.search(text):
        plain = "".join(_WITHOUT_SPACES.findall(text))
        return frozenset(plain[at : at + 2] for at in range(max(len(plain) - 1, 1)))
    return frozenset(word.casefold()[:6] for word in _WORD.findall(text))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
