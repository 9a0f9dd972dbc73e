"""My tasks over all incidents, and how much everybody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from responder import clock, flow
from responder.intake.queries import get_incident
from responder.oncall.actions.answering import answer
from responder.oncall.queries.pages import get_page
from responder.people.queries import get_account
from responder.response.actions.handing import answer_handover
from responder.web.given import Given
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import by
from responder.web.work import reading, services, writing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

tasks = Blueprint("tasks", __name__, url_prefix="/tasks")


@tasks.get("")
@deed("incident.read")
def page() -> ResponseReturnValue:
    session = reading()
    me = get_account(session, by())
    return render_template("tasks/page.html", mine=flow.my_tasks(session, me, books=services(), now=clock.now()))


@tasks.get("/workload")
@deed("incident.read")
def workload() -> ResponseReturnValue:
    session = reading()
    me = get_account(session, by())
    return render_template("tasks/workload.html", loads=flow.workload(session, me, books=services(), now=clock.now()))


@tasks.post("/calls/<page_id>")
@deed(SIGNED_IN, back="tasks.page")
def answer_call(page_id: str) -> ResponseReturnValue:
    with writing() as session:
        answer(session, get_page(session, page_id), by=by(), how="console", now=clock.now())
    return redirect(url_for("tasks.page"))


@tasks.post("/incidents/<number>/hand-overs/<handover_id>")
@deed(SIGNED_IN, back="tasks.page")
def answer_hand_over(number: str, handover_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    takes = form.choice("answer", ("accept", "decline")) == "accept"
    form.check()
    with writing() as session:
        found, house = get_incident(session, number), services()
        library, playbooks = house.library, house.playbooks
        answer_handover(
            session, found, handover_id, takes, library=library, playbooks=playbooks, by=by(), now=clock.now()
        )
    return redirect(url_for("tasks.page"))
