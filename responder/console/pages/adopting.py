"""A newer version of a playbook beside the run that keeps its own: what differs, and taking it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import incident
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.response import queries
from responder.response.offers import offer_of
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

adopting = Blueprint("adopting", __name__, url_prefix="/incidents/<number>/playbook/<run_id>")


@adopting.get("/newer")
@deed("incident.read")
def page(number: str, run_id: str) -> ResponseReturnValue:
    session, house = reading(), services()
    found = incident.enter(session, number)
    running = queries.get_running(session, found, run_id, house.library, house.playbooks)
    newer = house.playbooks.get(running.run.playbook)
    if newer is None:
        raise NotFound(N_("This playbook is no longer on the shelf"))
    offer = offer_of(running.playbook, newer, queries.memory_of(session, running.run))
    return render_template("run/newer.html", run_id=run_id, book=running.playbook, offer=offer)


@adopting.post("/newer")
@deed("step.tick", back="adopting.page")
def adopt(number: str, run_id: str) -> ResponseReturnValue:
    """Take over the ticked steps; the whole version where the button for all of it was pressed."""
    whole = bool(request.form.get("whole"))
    steps = None if whole else request.form.getlist("step")
    with writing() as session:
        found = get_incident(session, number)
        flow.adopt_version(session, found, run_id, books=services(), by=by(), now=clock.now(), steps=steps)
    flash(say(N_("Noted in the timeline."), present().language))
    return redirect(url_for("run.page", number=number))
