"""Whether this installation works: for a watcher outside."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from flask import Blueprint, jsonify

from responder import __version__, clock, flow
from responder.agenda.queries import clock_alive
from responder.web.work import reading, services

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

hooks = Blueprint("hooks", __name__)
LOOKS_EVERY: Final = 10.0
_looking = threading.Lock()
_looked: dict[str, float] = {}


@hooks.get("/health")
def health() -> ResponseReturnValue:
    """200 while the database answers and the clock ticks; 503 once nothing is sent and nobody reminded.

    A clock that stands still cannot call anybody: then this process does, by itself.
    """
    session = reading()
    ticks = clock_alive(session, clock.now())
    if not ticks:
        _call_for_help()
    return jsonify({"clock": "running" if ticks else "stopped", "version": __version__}), 200 if ticks else 503


def _call_for_help() -> None:
    """Every ten seconds at most, and never in two threads at once."""
    house, now = services(), time.monotonic()
    home = str(house.settings.home)
    if _looking.acquire(blocking=False):
        try:
            if now - _looked.get(home, -LOOKS_EVERY) >= LOOKS_EVERY:
                _looked[home] = now
                flow.watch_clock(house, clock=clock.now)
        finally:
            _looking.release()
