"""The incident room: what to do now, what is owed, what happened; questions on top of it all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, g, render_template

from responder import clock
from responder.console import asking, incident
from responder.console.pages.run import room_of
from responder.console.pages.timeline import entry_of
from responder.console.within_a_day import soon
from responder.journal import queries as journal
from responder.web.guard import deed
from responder.web.viewer import present
from responder.web.work import reading, services

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

room = Blueprint("room", __name__, url_prefix="/incidents/<number>")

ENTRIES = 12
OWED = 8
QUESTIONS = 3
STEPS = 8
CLOCKS = 3
CLOCKS_WITHIN = timedelta(days=2)


@room.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    lines = journal.page(
        session, found.id, limit=ENTRIES, newest=True, privileged=present().may("timeline.privileged")
    ).lines
    seen = room_of(session, found)
    runs = [view for view in seen.runs if not view.finished]
    dying = [one for one in seen.dying if one.gone_at - seen.at < CLOCKS_WITHIN]
    owed = [duty for duty in g.head.owed if incident.is_open(duty)]
    return render_template(
        "room/page.html",
        entries=sorted(map(entry_of, lines), key=lambda entry: (entry.at, entry.seq), reverse=True),
        soon=soon(session, found, owed, clock.now()),
        owed=owed[:OWED],
        owed_more=max(0, len(owed) - OWED),
        undetermined=sum(duty.state == "undetermined" for duty in g.head.owed),
        questions=asking.questions(services().library, most=QUESTIONS),
        runs=runs,
        fits=seen.fits,
        steps=seen.now[:STEPS],
        steps_more=max(0, len(seen.now) - STEPS),
        dying=dying[:CLOCKS],
        dying_more=max(0, len(seen.dying) - min(len(dying), CLOCKS)),
    )
