"""How many forged calls an address may make before it is not listened to. A provider's own calls are never counted."""

from __future__ import annotations

from datetime import timedelta

from responder.web.limit import Tally

WINDOW = timedelta(minutes=1)
MOST_FORGED = 30


class ForgedCalls(Tally):
    """Counts by address, of the present minute."""

    def __init__(self) -> None:
        super().__init__(MOST_FORGED, WINDOW)
