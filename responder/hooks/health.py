"""Whether this installation works: for a watcher outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, jsonify

from responder import __version__, clock
from responder.agenda.queries import clock_alive
from responder.web.work import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

hooks = Blueprint("hooks", __name__)


@hooks.get("/health")
def health() -> ResponseReturnValue:
    """200 while the database answers and the clock ticks; 503 once nothing is sent and nobody reminded."""
    session = reading()
    ticks = clock_alive(session, clock.now())
    return jsonify({"clock": "running" if ticks else "stopped", "version": __version__}), 200 if ticks else 503
