"""Readiness: what the doctor finds, for administrators; nothing is sent, and others are asked only on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from responder import clock
from responder.channels.asking_round import ask_others
from responder.flow.readiness import Asked, examine
from responder.web.guard import deed
from responder.web.work import services

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

readiness = Blueprint("readiness", __name__, url_prefix="/readiness")


@readiness.get("")
@deed("user.manage")
def page() -> ResponseReturnValue:
    return _shown(Asked({}, {}))


@readiness.post("")
@deed("user.manage", back="readiness.page")
def ask() -> ResponseReturnValue:
    """The same, with what providers and DNS answer; it may take some seconds."""
    return _shown(Asked(*ask_others(services().settings)))


def _shown(asked: Asked) -> str:
    return render_template("readiness/page.html", findings=examine(services(), asked, now=clock.now()))
