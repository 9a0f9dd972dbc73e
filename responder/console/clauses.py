"""Contracts for reading: the shortest period first, and a period as the clause says it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from responder.books.contracts import Contract

_HOURS: Final = {"minutes": 1 / 60, "hours": 1.0, "calendar_days": 24.0, "business_days": 24.0, "months": 720.0}
_WORD_HOURS: Final = 24.0
"""A clause without a number counts as "without undue delay", whose target is a day."""


def by_period(contracts: Iterable[Contract]) -> list[Contract]:
    return sorted(contracts, key=lambda each: (hours_of(each), each.id))


def hours_of(contract: Contract) -> float:
    """Roughly how long a contract gives, for putting them in order; deadlines are counted elsewhere."""
    period = contract.period
    if period.amount is None or period.unit is None:
        return _WORD_HOURS
    return period.amount * _HOURS[period.unit]
