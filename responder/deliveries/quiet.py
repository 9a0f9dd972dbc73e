"""Quiet hours: a telephone does not ring at night, unless the law's time leaves no choice."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENS, CLOSES = 8, 21
_LONGEST_WAIT = timedelta(days=2)


def zones_of(timezone: str, country: str) -> tuple[str, ...]:
    """The person's zone; else all zones of the country, so that the hour is day in each; else none."""
    if timezone in _known():
        return (timezone,)
    return _of_country(country)


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())  # walks a folder each time


@cache
def _of_country(country: str) -> tuple[str, ...]:
    return tuple(zone for zone in get_global("territory_zones").get(country, ()) if zone in _known())


def wait_until(zones: Sequence[str], now: datetime, *, due_at: datetime | None) -> datetime | None:
    """The instant to wait for, or None to send now.

    Args:
        zones: Where it must be day; none known: no waiting.
        now: The present instant.
        due_at: When the law's time ends; waiting past it is no choice.
    """
    if _is_day(zones, now):
        return None
    hour = now.replace(minute=0, second=0, microsecond=0)
    while (hour := hour + timedelta(minutes=15)) <= now + _LONGEST_WAIT:
        if hour > now and _is_day(zones, hour):
            return None if due_at is not None and hour >= due_at else hour
    return None  # never day everywhere: the country is too wide for this rule


def _is_day(zones: Sequence[str], instant: datetime) -> bool:
    return all(OPENS <= instant.astimezone(ZoneInfo(zone)).hour < CLOSES for zone in zones)
