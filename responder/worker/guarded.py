"""The one broad except of the house: work that fails must stop neither the clock nor a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

_log = structlog.get_logger("worker")


def guarded(name: str, work: Callable[[], object]) -> bool:
    """Do ``work``; whether it went well. What it raised is in the log, and the next tick tries again."""
    try:
        work()
    except Exception:  # noqa: BLE001 -- the one place
        _log.exception("work failed", job=name)
        return False
    return True
