"""Working days, by the public holidays of a country or part; China's make-up workdays count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import holidays

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE_DAY: Final = timedelta(days=1)
_LONGEST: Final = 4000


@lru_cache(maxsize=64)
def _holidays(calendar: str) -> Any:
    country, _, part = calendar.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return holidays.country_holidays(country) if part and country in holidays.list_supported_countries() else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one place. ``confirmed`` says until which year its holidays are known, not predicted.

    ``off`` are days that a reading of the law takes off beside the public holidays of ``of``.
    """

    id: str
    confirmed: int
    of: str | None = None
    off: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether ``day`` is a working day there."""
        if day in self.off:
            return False
        known = _holidays(self.of or self.id)
        return day.weekday() < 5 if known is None else bool(known.is_working_day(day))

    def nth(self, day: date, amount: int) -> date:
        """The ``amount``-th working day after ``day``, which itself does not count; 0 gives the day itself."""
        found = day
        for _ in range(_LONGEST):
            if amount <= 0:
                return found
            found += _ONE_DAY
            if self.works(found):
                amount -= 1
        raise ValueError("a period of that many working days is not counted")

    def rolled(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.works(day):
            day += _ONE_DAY
        return day

    def open_year(self, first: date, last: date) -> int | None:
        """The first year touched whose holidays are not confirmed, or None."""
        return max(first.year, self.confirmed + 1) if last.year > self.confirmed else None


def calendar_for(
    id: str | None,  # noqa: A002
    confirmed: Mapping[str, int],
    days_off: Mapping[str, tuple[str, frozenset[date]]] | None = None,
) -> Calendar:
    """The calendar of that id; without one, weekends alone are no working days. ``days_off``: calendars of our own."""
    id = id or "NONE"  # noqa: A001
    of, off = (days_off or {}).get(id, (None, frozenset[date]()))
    country = id.partition("-")[0]
    return Calendar(id, confirmed.get(id, confirmed.get(country, confirmed.get("DEFAULT", 0))), of, off)
