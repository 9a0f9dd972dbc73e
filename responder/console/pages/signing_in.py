"""Signing in and out, one-time links, the password once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask import session as form_session

from responder import clock
from responder.errors import Gone
from responder.people import queries
from responder.people.actions import links, sessions
from responder.people.passwords import SHORTEST
from responder.people.records import SignIn
from responder.web import kept, signing
from responder.web.given import Given
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

signing_in = Blueprint("signing_in", __name__)

LINK_TITLES = {
    links.FIRST: N_("Make the first administrator"),
    links.PASSWORD: N_("Choose a password"),
    links.SIGN_IN: N_("Sign in"),
}


@signing_in.get("/sign-in")
def page() -> ResponseReturnValue:
    if present().signed_in:
        return redirect(signing.inside(request.args.get("next", "")))
    return render_template("signing_in/page.html", next=request.args.get("next", ""), kept="", form=None)


@signing_in.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    form = Given.of_request()
    login, password = form.text("login", most=200), form.text("password", most=1000)
    form.check()
    settings = services().settings
    signed_in = sessions.sign_in(
        services().db,
        login=login,
        password=password,
        address=signing.address(),
        now=clock.now(),
        hours=settings.session_hours,
        tries=settings.sign_in_tries,
    )
    return _enter(signed_in.token)


@signing_in.get("/sign-in/again")
@deed(SIGNED_IN)
def again() -> ResponseReturnValue:
    return render_template("signing_in/again.html", next=request.args.get("next", ""), kept="", form=None)


@signing_in.post("/sign-in/again")
@deed(SIGNED_IN, back="signing_in.again")
def prove() -> ResponseReturnValue:
    viewer = present()
    sessions.prove_again(
        services().db,
        viewer.sign_in_id,
        login=viewer.login,
        password=request.form.get("password", ""),
        address=signing.address(),
        now=clock.now(),
        tries=services().settings.sign_in_tries,
    )
    return _go_on()


@signing_in.post("/sign-out")
@deed(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    with writing() as session:
        current = session.get(SignIn, present().sign_in_id)
        if current is not None:
            sessions.sign_out(session, current, by=by(), now=clock.now())
    response = make_response(redirect(url_for("signing_in.page")))
    signing.drop_cookie(response)
    form_session.clear()
    return response


@signing_in.get("/link/<token>")
def link(token: str) -> ResponseReturnValue:
    session = reading()
    found = queries.find_link(session, token, clock.now())
    if found is None:
        raise Gone(N_("This link was used or has expired. Ask for another one."))
    return render_template(
        "signing_in/link.html",
        token=token,
        title=say(LINK_TITLES[found.purpose], present().language),
        purpose=found.purpose,
        least=SHORTEST,
    )


@signing_in.post("/link/<token>")
def use_link(token: str) -> ResponseReturnValue:
    now = clock.now()
    with writing() as session:
        found = queries.find_link(session, token, now)
        purpose = found.purpose if found is not None else links.SIGN_IN
        if purpose == links.SIGN_IN:
            return _enter(links.redeem_sign_in(session, token, now=now, hours=services().settings.session_hours).token)
        password = request.form.get("password", "")
        if purpose == links.FIRST:
            account = links.redeem_first(
                session,
                token,
                password=password,
                now=now,
                login=request.form.get("login", ""),
                name=request.form.get("name", ""),
                language=present().language,
                zone=services().settings.timezone,
            )
        else:
            account = links.redeem_password(session, token, password=password, now=now)
        hours = services().settings.session_hours
        started = sessions.start_session(session, account, now=now, kind="browser", hours=hours)
    return _enter(started.token)


def _enter(token: str) -> ResponseReturnValue:
    response = make_response(_go_on())
    signing.set_cookie(response, token)
    return response


def _go_on() -> ResponseReturnValue:
    """To the form that waited for the sign-in, else to the page that was wanted."""
    waiting = kept.open_signed(request.form.get("kept", ""))
    if waiting is not None:
        return render_template("signing_in/send_again.html", form=waiting)
    return redirect(signing.inside(request.form.get("next", "")))
