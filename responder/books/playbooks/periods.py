"""Working times: ``30m``, ``4h``, ``2d``; counted from the step or from a clock; once or again and again."""

from __future__ import annotations

import re
from typing import Final

from responder.books.playbooks.values import Due, Rhythm

_UNITS: Final = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_PERIOD: Final = re.compile(r"(0|[1-9][0-9]{0,4})([mhdw])")
_FROM: Final = re.compile(r"\+(\S+) from (events\.[a-z_]+)")
EXPECTED: Final = "30m, 4h, 2d or 1w"


def minutes(written: str) -> int | None:
    """``4h`` → 240; None where that is no period."""
    found = _PERIOD.fullmatch(written.strip())
    return int(found.group(1)) * _UNITS[found.group(2)] if found else None


def read_due(written: str) -> Due | None:
    """``30m`` after the step becomes current, or ``+4h from events.awareness``."""
    if found := _FROM.fullmatch(written.strip()):
        amount = minutes(found.group(1))
        return None if amount is None else Due(amount, found.group(2))
    amount = minutes(written)
    return None if amount is None else Due(amount)


def read_rhythm(written: str) -> tuple[Rhythm, ...] | None:
    """``30m for 4h, 2h for 20h, 12h``: each stretch in turn; only the last may go on for ever."""
    stretches = []
    parts = [part.strip() for part in written.split(",")]
    for number, part in enumerate(parts):
        every, _, lasts = part.partition(" for ")
        amount, stretch = minutes(every), minutes(lasts) if lasts else None
        if not amount or (lasts and not stretch) or (not lasts and number < len(parts) - 1):
            return None
        stretches.append(Rhythm(amount, stretch))
    return tuple(stretches)


def show_minutes(amount: int) -> str:
    """``240`` → ``4h``: the largest unit that fits, as one writes it."""
    for unit in ("w", "d", "h"):
        if amount and amount % _UNITS[unit] == 0:
            return f"{amount // _UNITS[unit]}{unit}"
    return f"{amount}m"
