"""What will be sent in the next hours and to whom; whether the clock that sends it runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from responder import clock
from responder.agenda.queries import clock_alive, count_waiting, last_beat
from responder.oncall.queries.pages import list_pages
from responder.response.queries import list_firing
from responder.web.given import number_in
from responder.web.guard import deed
from responder.web.work import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

due = Blueprint("due", __name__, url_prefix="/due")
HOURS, MOST_HOURS = 24, 24 * 31


@due.get("")
@deed("incident.read")
def page() -> ResponseReturnValue:
    session, now = reading(), clock.now()
    hours = min(max(number_in(request.args.get("hours", "")) or HOURS, 1), MOST_HOURS)
    firing = list_firing(session, now, within=timedelta(hours=hours))
    return render_template(
        "due/page.html",
        hours=hours,
        firing=firing,
        waiting=count_waiting(session, now),
        ticks=clock_alive(session, now),
        beat=last_beat(session),
        calls=list_pages(session, standing=True),
    )
