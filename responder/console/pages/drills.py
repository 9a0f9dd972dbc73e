"""The list of drills, apart from what is real, and starting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from responder import clock
from responder.console.showing import text_of
from responder.flow.drills import start_drill
from responder.intake import queries
from responder.intake.actions.drills import FASTEST
from responder.intake.drill_time import time_at
from responder.review.queries.drills import find_drill
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

drills = Blueprint("drills", __name__, url_prefix="/drills")

MOST = 200
WITHOUT = "without"


@drills.get("")
@deed("incident.read")
def page() -> ResponseReturnValue:
    session, now = reading(), clock.now()
    shelf = services().scenarios
    rows = []
    for incident in queries.list_incidents(session, kind="drill", limit=MOST):
        drill = find_drill(session, incident)
        scenario = shelf.get(drill.scenario) if drill and drill.scenario else None
        ended = drill.ended_at if drill else None
        rows.append((incident, queries.title_of(session, incident), scenario, ended or time_at(incident, now)))
    played = [(name, text_of(each.title)) for name, each in shelf.items()]
    books = [(f"{WITHOUT}:{name}", text_of(book.title)) for name, book in services().playbooks.items()]
    return render_template("drills/page.html", rows=rows, shelf=shelf, played=played, books=books, fastest=FASTEST)


@drills.post("")
@deed("incident.open", back="drills.page")
def start() -> ResponseReturnValue:
    """What is chosen is a scenario, or a playbook to follow without one."""
    form, house, viewer = Given.of_request(), services(), present()
    without = {f"{WITHOUT}:{name}": name for name in house.playbooks}
    chosen = form.choice("what", (*house.scenarios, *without))
    title, speed = form.text("title", required=False, most=200), form.whole_number("speed", required=False, least=1)
    if speed is not None and speed > FASTEST:
        form.complain("speed", N_("At most {most}: a day a minute."), most=FASTEST)
    form.check()
    scenario = house.scenarios.get(chosen)
    playbook = scenario.playbook if scenario else without[chosen]
    named = scenario.title if scenario else house.playbooks[playbook].title
    with writing() as session:
        incident = start_drill(
            session,
            books=house,
            title=title or text_of(named),
            playbook=playbook,
            scenario=scenario,
            speed=speed or (scenario.speed if scenario else 1),
            by=by(),
            now=clock.now(),
            language=viewer.language,
            zone=viewer.zone,
        )
    return redirect(url_for("drill.page", number=incident.number))
