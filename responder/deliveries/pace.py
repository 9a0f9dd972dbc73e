"""How long it takes at the providers' limits, against what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def time_needed(messages: Mapping[str, int], per_hour: Mapping[str, float]) -> timedelta:
    """The time until the last message is out; channels run side by side, one without a limit takes no time.

    Args:
        messages: Medium → how many.
        per_hour: Medium → how many an hour its provider takes.
    """
    hours = [count / per_hour[medium] for medium, count in messages.items() if per_hour.get(medium)]
    return timedelta(hours=max(hours, default=0))
