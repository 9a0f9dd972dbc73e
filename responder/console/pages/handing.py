"""Handing a seat or a step over, and giving a step to several people or a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, url_for

from responder import clock
from responder.errors import NotFound, Refused
from responder.intake.queries import get_incident
from responder.oncall.queries.rotas import list_teams
from responder.people.queries import get_account, list_accounts
from responder.response import actions
from responder.response.queries import get_running, list_handovers, memory_of, roles_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

handing = Blueprint("handing", __name__, url_prefix="/incidents/<number>/hand-over")
MOST_NOTE = 1000


@handing.post("/seats/<role>")
@deed("step.tick", back="run.seats")
def seat(number: str, role: str) -> ResponseReturnValue:
    """Offer a seat: one's own, or anybody's by who assigns seats."""
    form = Given.of_request()
    from_, to = form.text("from", most=100), form.text("to", most=100)
    note = form.text("note", required=False, most=MOST_NOTE)
    form.check()
    with writing() as session:
        found, named = get_incident(session, number), roles_of(services().playbooks).get(role)
        if named is None:
            raise NotFound(N_("There is no such seat"), field="role")
        holder = get_account(session, from_)
        if holder.id != by() and not present().may("seat.assign"):
            raise Refused(N_("Only the holder, or who assigns seats, can hand one over."))
        other = get_account(session, to)
        actions.offer_seat(session, found, named, holder, other, by=by(), now=clock.now(), note=note)
    _say_so()
    return redirect(url_for("run.seats", number=number))


@handing.post("/steps/<run_id>/<step_id>")
@deed("step.tick", back="run.step")
def step(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    to, note = form.text("to", most=100), form.text("note", required=False, most=MOST_NOTE)
    form.check()
    with writing() as session:
        house = services()
        running = get_running(session, get_incident(session, number), run_id, house.library, house.playbooks)
        remembered = memory_of(session, running.run).steps.get(step_id)
        if remembered is not None and remembered.taken_by not in {None, by()} and not present().may("seat.assign"):
            raise Refused(N_("Only whoever is on it, or who assigns seats, can hand it over."))
        actions.offer_step(session, running, step_id, get_account(session, to), by=by(), now=clock.now(), note=note)
    _say_so()
    return redirect(url_for("run.step", number=number, run_id=run_id, step_id=step_id))


@handing.post("/steps/<run_id>/<step_id>/given")
@deed("step.tick", back="run.step")
def give(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    """Give a step to people and teams; to nobody gives it back to its seat."""
    form = Given.of_request()
    chosen = {word for word in form.text("given", required=False).replace(",", " ").split() if word}
    form.check()
    with writing() as session:
        house = services()
        running = get_running(session, get_incident(session, number), run_id, house.library, house.playbooks)
        teams = [team for team in list_teams(session) if team.id in chosen]
        people = [account for account in list_accounts(session, disabled=False) if account.id in chosen]
        actions.assign_step(session, running, step_id, people, teams, by=by(), now=clock.now())
    return redirect(url_for("run.step", number=number, run_id=run_id, step_id=step_id))


@handing.post("/<handover_id>/withdraw")
@deed("step.tick", back="run.seats")
def take_back(number: str, handover_id: str) -> ResponseReturnValue:
    with writing() as session:
        found = get_incident(session, number)
        row = next((one for one in list_handovers(session, found) if one.id == handover_id), None)
        if row is not None and by() not in {row.from_id, row.asked_by} and not present().may("seat.assign"):
            raise Refused(N_("Only whoever offered it can take it back."))
        actions.withdraw_handover(session, found, handover_id, by=by(), now=clock.now())
    return redirect(url_for("run.seats", number=number))


def _say_so() -> None:
    flash(say(N_("Asked. Until the other has accepted, it stays where it is."), present().language))
