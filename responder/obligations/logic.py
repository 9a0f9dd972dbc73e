"""Three-valued logic (Kleene): None is "not known yet". An answer that is settled stays settled when more is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Truth: TypeAlias = bool | None


def both(values: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true."""
    found: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            found = None
    return found


def either(values: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false."""
    found: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            found = None
    return found


def opposite(value: Truth) -> Truth:
    """Unknown stays unknown."""
    return None if value is None else not value


def reaches(low: int, high: int | None, operator: str, limit: int) -> Truth:
    """Whether a number known to lie from ``low`` to ``high`` (None: no upper bound) satisfies the comparison."""
    if operator in {"at_most", "less_than"}:
        return opposite(reaches(low, high, "more_than" if operator == "at_most" else "at_least", limit))
    least = limit if operator == "at_least" else limit + 1
    if low >= least:
        return True
    return False if high is not None and high < least else None
