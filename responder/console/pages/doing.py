"""What a step offers to do: done at once, or the page on which people do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, url_for

from responder import clock, flow
from responder.books.playbooks.actions import ACTIONS
from responder.errors import Refused
from responder.intake.queries import get_incident
from responder.response.actions import action_of
from responder.response.queries import get_running
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

doing = Blueprint("doing", __name__, url_prefix="/incidents/<number>/playbook/<run_id>/<step_id>")

# action → the page on which it is seen or done; all others stay on the step
PLACES = {
    "draft_notice": "notices.page",
    "open_review": "reviews.page",
    "check_campaign": "campaigns.page",
    "start_subplaybook": "run.page",
    "import_recipients": "affected.page",
    "show_obligations": "owed.page",
    "take_seat": "run.seats",
    "await_consent": "owed.page",
}


@doing.post("/do/<int:which>")
@deed("step.tick", back="run.step")
def carry(number: str, run_id: str, step_id: str, which: int) -> ResponseReturnValue:
    with writing() as session:
        found = get_incident(session, number)
        house = services()
        running = get_running(session, found, run_id, house.library, house.playbooks)
        needed = ACTIONS[action_of(running, step_id, which).action].deed
        if not present().may(needed):
            raise Refused(N_("Your permissions do not include this ({deed})."), deed=needed)
        carried = flow.carry_out(session, found, run_id, step_id, which, books=house, by=by(), now=clock.now())
    if not carried.go:
        flash(say(N_("Noted in the timeline."), present().language))
    if carried.action in PLACES:
        return redirect(url_for(PLACES[carried.action], number=number))
    return redirect(url_for("run.step", number=number, run_id=run_id, step_id=step_id))
