"""Language and appearance, for visitors too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, request
from flask import session as form_session

from responder import clock
from responder.people.actions.accounts import change_details
from responder.people.queries import get_account
from responder.web import signing
from responder.web.given import Given
from responder.web.viewer import THEME_COOKIE, THEMES, present
from responder.web.work import writing
from responder.words import LANGUAGES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

preferences = Blueprint("preferences", __name__)

A_YEAR = 365 * 24 * 3600


@preferences.post("/preferences/language")
def language() -> ResponseReturnValue:
    form = Given.of_request()
    chosen = form.choice("language", LANGUAGES)
    form.check()
    form_session["language"] = chosen
    if present().signed_in:
        with writing() as session:
            account = get_account(session, present().id)
            change_details(session, account, language=chosen, by=account.id, now=clock.now())
    return redirect(signing.inside(request.form.get("next", "")))


@preferences.post("/preferences/theme")
def theme() -> ResponseReturnValue:
    form = Given.of_request()
    chosen = form.choice("theme", THEMES)
    form.check()
    response = make_response(redirect(signing.inside(request.form.get("next", ""))))
    response.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return response
