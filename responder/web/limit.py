"""How often an address may try something within a while, counted in this process. Nothing of it is kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

MOST_ADDRESSES = 10_000


class Tally:
    """Counts by address: at most ``most`` within ``within`` of the first."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def too_many(self, address: str, now: datetime) -> bool:
        with self._lock:
            begun, count = self._counts.get(address, (now, 0))
            return now < begun + self._within and count >= self._most

    def note(self, address: str, now: datetime) -> None:
        with self._lock:
            begun, count = self._counts.pop(address, (now, 0))
            self._counts[address] = (begun, count + 1) if now < begun + self._within else (now, 1)
            if len(self._counts) > MOST_ADDRESSES:
                self._counts.popitem(last=False)
