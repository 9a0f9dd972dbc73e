"""The playbook in an incident: tick, skip with a reason, decide, attach, and who sits where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import incident
from responder.console.showing import text_of
from responder.errors import BadInput, NotFound
from responder.intake.queries import get_incident
from responder.people.queries import get_account, list_accounts
from responder.response import actions, queries
from responder.web import signing
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Role
    from responder.intake.records import Incident
    from responder.response.queries import Running
    from responder.response.room import Room

run = Blueprint("run", __name__, url_prefix="/incidents/<number>/playbook")

EVIDENCE = "evidence"
WITHOUT = {
    "skip": actions.skip,
    "not_applicable": actions.mark_not_applicable,
    "end_rounds": actions.end_rounds,
    "reopen": actions.reopen,
}


def room_of(session: Session, found: Incident) -> Room:
    """Steps and seats as this viewer should read them."""
    house = services()
    me = get_account(session, by())
    return queries.room(session, found, house.library, house.playbooks, me=me, now=clock.now())


@run.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    room = room_of(session, found)
    running = {view.playbook.name for view in room.runs if not view.finished}
    fits = [book.name for book in room.fits]
    books = {
        name: text_of(book.title)
        for name, book in sorted(services().playbooks.items(), key=lambda each: each[0] not in fits)
        if name not in running
    }
    return render_template("run/page.html", room=room, books=books)


@run.post("/start")
@deed("step.tick", back="run.page")
def start(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    name = form.choice("playbook", services().playbooks)
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        flow.start_playbook(session, found, name, books=services(), by=by(), now=clock.now())
    return redirect(url_for("run.page", number=number))


@run.get("/<run_id>/<step_id>")
@deed("incident.read")
def step(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    room = room_of(session, found)
    view = next((view for view in room.runs if view.id == run_id), None)
    one = next((each for each in view.steps if each.step.id == step_id), None) if view is not None else None
    if view is None or one is None:
        raise NotFound(N_("The playbook has no such step"))
    chosen = queries.memory_of(session, _running(session, found, run_id).run).choices
    gates = flow.gates_before_step(session, found, one.step, books=services(), now=clock.now(), lang=present().language)
    return render_template("run/step.html", view=view, one=one, chosen=chosen, gates=gates)


@run.post("/<run_id>/<step_id>/tick")
@deed("step.tick", back="run.step")
def tick(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    reason, despite = request.form.get("reason", ""), request.form.get("despite", "")
    with writing() as session:
        running = _running(session, get_incident(session, number), run_id)
        flow.tick_step(
            session, running, step_id, books=services(), reason=reason, despite=despite, by=by(), now=clock.now()
        )
    return _back(number)


@run.post("/<run_id>/<step_id>/take")
@deed("step.tick", back="run.step")
def take(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    """I am on it; or no longer."""
    with writing() as session:
        running = _running(session, get_incident(session, number), run_id)
        does = actions.put_down if request.form.get("how") == "put_down" else actions.take_step
        does(session, running, step_id, by=by(), now=clock.now())
    here = url_for("run.step", number=number, run_id=run_id, step_id=step_id)
    return redirect(signing.inside(request.form.get("next") or here))


@run.get("/<run_id>/finish")
@deed("incident.read")
def ending(number: str, run_id: str) -> ResponseReturnValue:
    """What a playbook would leave open if it ended now."""
    session = reading()
    found = incident.enter(session, number)
    view = next((view for view in room_of(session, found).runs if view.id == run_id), None)
    if view is None:
        raise NotFound(N_("There is no such run in this incident"))
    return render_template("run/finish.html", view=view)


@run.post("/<run_id>/finish")
@deed("step.tick", back="run.ending")
def finish(number: str, run_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", required=False, most=1000)
    form.check()
    with writing() as session:
        running = _running(session, get_incident(session, number), run_id)
        actions.finish_run(session, running, reason=reason, by=by(), now=clock.now())
    return _back(number)


@run.post("/<run_id>/<step_id>/task")
@deed("step.tick", back="run.step")
def task(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    which = form.whole_number("task", least=1) or 0
    form.check()
    with writing() as session:
        running = _running(session, get_incident(session, number), run_id)
        done = form.ticked("done")
        actions.tick_task(session, running, step_id, which, done=done, by=by(), now=clock.now())
    return redirect(url_for("run.step", number=number, run_id=run_id, step_id=step_id))


@run.post("/<run_id>/<step_id>/without")
@deed("step.tick", back="run.step")
def without(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    """Skip, set aside, end what comes again, or open again: always with a reason."""
    form = Given.of_request()
    how = form.choice("how", WITHOUT)
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        running = _running(session, get_incident(session, number), run_id)
        WITHOUT[how](session, running, step_id, reason=reason, by=by(), now=clock.now())
    return _back(number)


@run.post("/<run_id>/<step_id>/decide/<decision_id>")
@deed("step.tick", back="run.step")
def decide(number: str, run_id: str, step_id: str, decision_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    option, reason = form.text("option", most=100), form.text("reason", required=False, most=1000)
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        flow.decide(
            session,
            found,
            run_id,
            step_id,
            decision_id,
            option,
            books=services(),
            by=by(),
            now=clock.now(),
            reason=reason,
        )
    return redirect(url_for("run.step", number=number, run_id=run_id, step_id=step_id))


@run.post("/<run_id>/<step_id>/evidence")
@deed("step.tick", back="run.step")
def attach(number: str, run_id: str, step_id: str) -> ResponseReturnValue:
    """A file, or a note of where it lies."""
    form = Given.of_request()
    which, note = form.text("evidence", most=100), form.text("note", required=False, most=2000)
    given = request.files.get("file")
    if not note and (given is None or not given.filename):
        form.complain("note", N_("Choose a file, or write where the evidence lies."))
    form.check()
    ref = None
    if given is not None and given.filename:
        found = incident.enter(reading(), number)
        ref = services().files.put(found.id, given.filename, given.stream, kind=EVIDENCE).ref
    with writing() as session:
        running = _running(session, get_incident(session, number), run_id)
        actions.add_evidence(session, running, step_id, which, file_ref=ref, note=note, by=by(), now=clock.now())
    return redirect(url_for("run.step", number=number, run_id=run_id, step_id=step_id))


@run.get("/seats")
@deed("incident.read")
def seats(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    staff = list_accounts(session, disabled=False)
    return render_template("run/seats.html", room=room_of(session, found), staff=staff)


@run.post("/seats/<role>/take")
@deed("step.tick", back="run.seats")
def take_seat(number: str, role: str) -> ResponseReturnValue:
    with writing() as session:
        found = get_incident(session, number)
        actions.take_seat(session, found, _role(session, found, role), by=by(), now=clock.now())
    return redirect(url_for("run.seats", number=number))


@run.post("/seats/<role>")
@deed("seat.assign", back="run.seats")
def assign(number: str, role: str) -> ResponseReturnValue:
    form = Given.of_request()
    login = form.text("account", most=100)
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        account = get_account(session, login)
        actions.assign_seat(session, found, _role(session, found, role), account, by=by(), now=clock.now())
    return redirect(url_for("run.seats", number=number))


@run.post("/seats/<role>/leave")
@deed("step.tick", back="run.seats")
def leave(number: str, role: str) -> ResponseReturnValue:
    """Leave a seat oneself; somebody else's is left by who may assign."""
    login = request.form.get("account") or present().login
    if login != present().login and not present().may("seat.assign"):
        raise BadInput(N_("Only the holder, or who assigns seats, can empty one."))
    with writing() as session:
        found = get_incident(session, number)
        account = get_account(session, login)
        actions.leave_seat(session, found, _role(session, found, role), account, by=by(), now=clock.now())
    return redirect(url_for("run.seats", number=number))


def _running(session: Session, found: Incident, run_id: str) -> Running:
    house = services()
    return queries.get_running(session, found, run_id, house.library, house.playbooks)


def _role(session: Session, found: Incident, role_id: str) -> Role:
    seat = next((seat for seat in room_of(session, found).seats if seat.role.id == role_id), None)
    if seat is None:
        raise NotFound(N_("No playbook of this incident has such a seat"))
    return seat.role


def _back(number: str) -> ResponseReturnValue:
    flash(say(N_("Noted in the timeline."), present().language))
    return redirect(signing.inside(request.form.get("next") or url_for("run.page", number=number)))
