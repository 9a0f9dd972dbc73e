"""Who may see an incident: restricting it, naming people, and breaking the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import incident
from responder.intake.actions import need_to_know as actions
from responder.intake.queries import get_incident
from responder.intake.queries.sight import active_insiders, list_insiders
from responder.people.permissions import GUESTS
from responder.people.queries import get_account, list_accounts
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

need_to_know = Blueprint("need_to_know", __name__)

HOW = {
    "opened": N_("opened or restricted it"),
    "named": N_("was named"),
    "glass": N_("broke the glass"),
}


@need_to_know.get("/incidents/<number>/need-to-know")
@deed("need_to_know.name")
def page(number: str) -> ResponseReturnValue:
    session, now = reading(), clock.now()
    found = incident.enter(session, number)
    active = active_insiders(session, found, now)
    staff = [one for one in list_accounts(session, disabled=False) if one.permission_set not in GUESTS]
    return render_template(
        "need_to_know/page.html",
        incident=found,
        insiders=list_insiders(session, found, guests=False),
        others=[account for account in staff if account.id not in active],
        how=HOW,
    )


@need_to_know.post("/incidents/<number>/need-to-know/restrict")
@deed("need_to_know.name", back="need_to_know.page")
def restrict(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        chosen = [get_account(session, login).id for login in request.form.getlist("login")]
        flow.restrict_incident(session, get_incident(session, number), chosen, reason=reason, by=by(), now=clock.now())
    flash(say(N_("Only those named here see it now."), present().language))
    return redirect(url_for("need_to_know.page", number=number))


@need_to_know.post("/incidents/<number>/need-to-know/lift")
@deed("need_to_know.name", back="need_to_know.page", fresh=True)
def lift(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        actions.lift_restriction(session, get_incident(session, number), reason=reason, by=by(), now=clock.now())
    return redirect(url_for("need_to_know.page", number=number))


@need_to_know.post("/incidents/<number>/need-to-know/name")
@deed("need_to_know.name", back="need_to_know.page")
def name(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    login = form.text("login", most=40)
    form.check()
    with writing() as session:
        found, account = get_incident(session, number), get_account(session, login)
        actions.name_insider(session, found, account.id, by=by(), now=clock.now())
    return redirect(url_for("need_to_know.page", number=number))


@need_to_know.post("/incidents/<number>/need-to-know/remove")
@deed("need_to_know.name", back="need_to_know.page")
def remove(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    login = form.text("login", most=40)
    form.check()
    with writing() as session:
        found, account = get_incident(session, number), get_account(session, login)
        actions.remove_insider(session, found, account.id, by=by(), now=clock.now())
        still = by() != account.id
    return redirect(url_for("need_to_know.page", number=number) if still else url_for("incidents.page"))


@need_to_know.get("/break-the-glass")
@deed("glass.break")
def glass() -> ResponseReturnValue:
    return render_template("need_to_know/glass.html")


@need_to_know.post("/break-the-glass")
@deed("glass.break", back="need_to_know.glass", fresh=True)
def break_glass() -> ResponseReturnValue:
    form = Given.of_request()
    number, reason = form.text("number", most=40), form.text("reason", most=1000)
    form.check()
    with writing() as session:
        found = flow.break_glass(session, number, reason=reason, by=by(), now=clock.now())
    return redirect(url_for("room.page", number=found.number))
