"""How long an incident is kept, what holds it, and its destruction: proposed by one, approved by another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from responder import clock, flow
from responder.console import incident
from responder.custody import actions, queries
from responder.custody.actions import GROUNDS
from responder.custody.certificate import Reader
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.people.queries import names_of
from responder.prose.render import to_html
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.custody.records import Destruction

destroying = Blueprint("destroying", __name__, url_prefix="/incidents/<number>/destruction")

RELEASES = ("propose", "confirm", "keep")


@destroying.get("")
@deed("custody.read")
def page(number: str) -> ResponseReturnValue:
    session, usual = reading(), services().settings.retention_days
    found = incident.enter(session, number)
    row = queries.find_destruction(session, found.id)
    until, now = flow.kept_until(session, found, usual_days=usual), clock.now()
    holds = [(hold, queries.reasons_of(session, hold)) for hold in queries.list_holds(session, found.id)]
    return render_template(
        "destroying/page.html",
        incident=found,
        row=row,
        grounds=GROUNDS,
        holds=holds,
        held=any(hold.state != "released" for hold, _ in holds),
        until=until,
        is_over=until is not None and until <= now,
        days=queries.kept_days(session, found.id, usual=usual),
        certificate=_certificate(session, row),
    )


@destroying.post("/holds")
@deed("hold.place", back="destroying.page")
def place(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        actions.place_hold(session, get_incident(session, number).id, reason, by=by(), now=clock.now())
    return _back(number, N_("The hold stands."))


@destroying.post("/holds/<int:hold>/release")
@deed("hold.release", back="destroying.page")
def release(number: str, hold: int) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("ending", most=1000)
    form.check()
    with writing() as session:
        found = queries.get_hold(session, get_incident(session, number).id, hold)
        actions.propose_release(session, found, reason, by=by(), now=clock.now())
    return _back(number, N_("Proposed. It stands until a second person confirms."))


@destroying.post("/holds/<int:hold>/confirm")
@deed("hold.confirm", fresh=True, back="destroying.page")
def confirm(number: str, hold: int) -> ResponseReturnValue:
    with writing() as session:
        found = queries.get_hold(session, get_incident(session, number).id, hold)
        actions.confirm_release(session, found, by=by(), now=clock.now())
    return _back(number, N_("Released."))


@destroying.post("/holds/<int:hold>/keep")
@deed("hold.confirm", back="destroying.page")
def keep(number: str, hold: int) -> ResponseReturnValue:
    with writing() as session:
        found = queries.get_hold(session, get_incident(session, number).id, hold)
        actions.keep_hold(session, found, by=by(), now=clock.now())
    return _back(number, N_("It goes on."))


@destroying.post("/period")
@deed("keys.destroy", back="destroying.page")
def period(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    days = form.whole_number("days", least=0)
    form.check()
    with writing() as session:
        actions.keep_for(session, get_incident(session, number).id, days or 0, by=by(), now=clock.now())
    return _back(number, N_("Set. It stands in the timeline."))


@destroying.post("/propose")
@deed("keys.destroy", back="destroying.page")
def propose(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    ground = form.choice("ground", GROUNDS)
    form.check()
    usual = services().settings.retention_days
    with writing() as session:
        found = get_incident(session, number)
        flow.propose_destruction(session, found, ground=ground, usual_days=usual, by=by(), now=clock.now())
    return _back(number, N_("Proposed. A second person approves it."))


@destroying.post("/approve")
@deed("keys.approve", fresh=True, back="destroying.page")
def approve(number: str) -> ResponseReturnValue:
    """The keys go at once; the worker overwrites the rest, which may take minutes, and certifies."""
    form = Given.of_request()
    if not form.ticked("for_good"):
        form.complain("for_good", N_("Tick that you know it"))
    form.check()
    house = services()
    with writing() as session:
        found = get_incident(session, number)
        flow.approve_destruction(session, found, usual_days=house.settings.retention_days, by=by(), now=clock.now())
        scope = found.id
    flow.destroy_approved(house, scope, now=clock.now(), whole=False)
    return _back(number, N_("The keys are destroyed. Nobody can read it any more."))


@destroying.post("/withdraw")
@deed("keys.approve", back="destroying.page")
def withdraw(number: str) -> ResponseReturnValue:
    with writing() as session:
        row = queries.get_destruction(session, get_incident(session, number).id)
        actions.withdraw_destruction(session, row, by=by(), now=clock.now())
    return _back(number, N_("Withdrawn. Nothing was destroyed."))


@destroying.get("/certificate.<kind>")
@deed("custody.read")
def certificate(number: str, kind: str) -> ResponseReturnValue:
    """The certificate as Markdown, as PDF/A-3a, or as the JSON that its hash is taken over."""
    session = reading()
    row = queries.get_destruction(session, get_incident(session, number).id)
    reader = _reader(session, row)
    text = flow.certificate_text(row, reader)
    if kind == "md":
        content, media = text.encode(), "text/markdown; charset=utf-8"
    elif kind == "json":
        content, media = json.dumps(row.certificate, indent=2, sort_keys=True).encode(), "application/json"
    elif kind == "pdf":
        content, media = flow.certificate_pdf(text, reader), "application/pdf"
    else:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{number}-destruction.{kind}"'}
    return Response(content, content_type=media, headers=headers)


def _certificate(session: Session, row: Destruction | None) -> str:
    if row is None or not _is_done(row):
        return ""
    return to_html(flow.certificate_text(row, _reader(session, row)))


def _is_done(row: Destruction | None) -> bool:
    return row is not None and row.state == "done"


def _reader(session: Session, row: Destruction | None) -> Reader:
    who = {each for each in (row.proposed_by, row.approved_by) if each} if row is not None else set()
    return Reader(present().language, present().zone, names_of(session, who))


def _back(number: str, said: str) -> ResponseReturnValue:
    flash(say(said, present().language))
    return redirect(url_for("destroying.page", number=number))
