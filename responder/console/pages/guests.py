"""Guests of an incident: inviting outside counsel, forensics, an insurer or a printer by link, and what they read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock
from responder.console import incident
from responder.console.pages.users import address_of
from responder.intake.actions import guests as actions
from responder.intake.queries import get_incident
from responder.intake.queries.guests import readings_of
from responder.intake.queries.sight import list_insiders
from responder.people.permissions import GUESTS
from responder.people.queries import get_account
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import LANGUAGES, N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

USUAL = timedelta(days=14)

guests = Blueprint("guests", __name__, url_prefix="/incidents/<number>/guests")


@guests.get("")
@deed("guest.invite")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    invited = list_insiders(session, found, guests=True)
    return render_template(
        "guests/page.html",
        incident=found,
        invited=invited,
        login_of={one.account_id: get_account(session, one.account_id).login for one in invited},
        readings=readings_of(session, found),
        roles=GUESTS,
        now=clock.now(),
    )


@guests.post("")
@deed("guest.invite", back="guests.page", fresh=True)
def invite(number: str) -> ResponseReturnValue:
    form, now, zone = Given.of_request(), clock.now(), present().zone
    name, role = form.text("name", most=100), form.choice("role", GUESTS)
    email, language = form.text("email", required=False, most=200), form.choice("language", LANGUAGES, default="en")
    ends_at = form.instant("ends_at", zone=ZoneInfo(zone), now=now) if form.has("ends_at") else now + USUAL
    form.check()
    with writing() as session:
        invited = actions.invite_guest(
            session,
            get_incident(session, number),
            name=name,
            role=role,
            email=email or None,
            ends_at=ends_at or now,
            language=language,
            zone=services().settings.timezone,
            by=by(),
            now=now,
        )
    return render_template("guests/link.html", number=number, name=name, link=address_of(invited.token))


@guests.post("/<login>/link")
@deed("guest.invite", back="guests.page", fresh=True)
def new_link(number: str, login: str) -> ResponseReturnValue:
    with writing() as session:
        invited = actions.new_link(session, get_incident(session, number), login, by=by(), now=clock.now())
    return render_template("guests/link.html", number=number, name=login, link=address_of(invited.token))


@guests.post("/<login>/end")
@deed("guest.invite", back="guests.page")
def end(number: str, login: str) -> ResponseReturnValue:
    with writing() as session:
        actions.end_guest(session, get_incident(session, number), login, by=by(), now=clock.now())
    flash(say(N_("Signed out everywhere. What was read and done stays recorded."), present().language))
    return redirect(url_for("guests.page", number=number))
