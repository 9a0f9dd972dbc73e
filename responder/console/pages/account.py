"""My account: language, zone, password, where I am signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for

from responder import clock, ids
from responder.errors import BadInput
from responder.oncall.actions.paging import call
from responder.people import queries
from responder.people.actions import accounts, sessions
from responder.people.permissions import SETS
from responder.vault.keystore import HOUSE
from responder.web import signing
from responder.web.given import Given
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import LANGUAGES, N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

account = Blueprint("account", __name__)


def zone_choices() -> list[tuple[str, str]]:
    """Zones by place, with UTC; not the old abbreviations."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    return [(zone, zone.replace("_", " ")) for zone in zones]


@account.get("/account")
@deed(SIGNED_IN)
def page() -> ResponseReturnValue:
    session = reading()
    mine = queries.get_account(session, by())
    return render_template(
        "account/page.html",
        mine=mine,
        email=queries.email_of(session, mine),
        phone=queries.phone_of(session, mine),
        sessions=queries.list_sessions(session, mine, clock.now()),
        permission=SETS[mine.permission_set],
        zone_choices=zone_choices(),
    )


@account.post("/account")
@deed(SIGNED_IN, back="account.page")
def change() -> ResponseReturnValue:
    form = Given.of_request()
    language, zone = form.choice("language", LANGUAGES), form.text("zone")
    form.check()
    with writing() as session:
        mine = queries.get_account(session, by())
        accounts.change_details(session, mine, language=language, zone=zone, by=mine.id, now=clock.now())
    flash(say(N_("Saved."), language))
    return redirect(url_for("account.page"))


@account.post("/account/reached")
@deed(SIGNED_IN, back="account.page")
def reached() -> ResponseReturnValue:
    """Where calls and reminders reach me."""
    form = Given.of_request()
    email, phone = form.text("email", required=False, most=254), form.text("phone", required=False, most=40)
    form.check()
    with writing() as session:
        mine = queries.get_account(session, by())
        accounts.change_details(session, mine, email=email, phone=phone, by=mine.id, now=clock.now())
    flash(say(N_("Saved."), present().language))
    return redirect(url_for("account.page"))


@account.post("/account/trial-call")
@deed(SIGNED_IN)
def trial_call() -> ResponseReturnValue:
    """Call myself by every way, and nobody else."""
    now = clock.now()
    with writing() as session:
        about = ids.derived_id("trial", by(), now.isoformat())
        call(session, stream=HOUSE, about=about, why="trial", first=[by()], by=by(), now=now, alone=True)
    flash(say(N_("The call begins. Answer it as you would at night."), present().language))
    return redirect(url_for("account.page"))


@account.post("/account/password")
@deed(SIGNED_IN, back="account.page")
def password() -> ResponseReturnValue:
    now, new = clock.now(), request.form.get("new_password", "")
    if new != request.form.get("new_password_again", ""):
        raise BadInput(N_("The two new passwords are not the same."), field="new_password_again")
    sessions.prove_again(
        services().db,
        present().sign_in_id,
        login=present().login,
        password=request.form.get("present_password", ""),
        address=signing.address(),
        now=now,
        tries=services().settings.sign_in_tries,
    )
    with writing() as session:
        mine = queries.get_account(session, by())
        accounts.set_password(session, mine, new, by=mine.id, now=now)
        hours = services().settings.session_hours
        started = sessions.start_session(session, mine, now=now, kind="browser", hours=hours)
    flash(say(N_("The password is changed. You are signed out everywhere else."), present().language))
    response = make_response(redirect(url_for("account.page")))
    signing.set_cookie(response, started.token)
    return response


@account.post("/account/sessions/end")
@deed(SIGNED_IN)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here too: the answer to a lost phone."""
    with writing() as session:
        mine = queries.get_account(session, by())
        accounts.end_all_sessions(session, mine, now=clock.now())
    return redirect(url_for("signing_in.page"))
