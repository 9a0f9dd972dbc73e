"""How many forged calls an address may make before it is not listened to. A provider's own calls are never counted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
MOST_FORGED = 30
MOST_ADDRESSES = 10_000


class ForgedCalls:
    """Counts by address, of the present minute, in this process."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def too_many(self, address: str, now: datetime) -> bool:
        with self._lock:
            begun, count = self._counts.get(address, (now, 0))
            return now < begun + WINDOW and count >= MOST_FORGED

    def note(self, address: str, now: datetime) -> None:
        with self._lock:
            begun, count = self._counts.pop(address, (now, 0))
            self._counts[address] = (begun, count + 1) if now < begun + WINDOW else (now, 1)
            if len(self._counts) > MOST_ADDRESSES:
                self._counts.popitem(last=False)
