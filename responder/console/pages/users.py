"""People: accounts, their permission sets, one-time links. For administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock
from responder.people import queries
from responder.people.actions import accounts, links
from responder.people.permissions import GUESTS, PERMISSIONS, SETS
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import LANGUAGES, N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

users = Blueprint("users", __name__, url_prefix="/people")


@users.get("")
@deed("user.manage")
def page() -> ResponseReturnValue:
    session = reading()
    staff = queries.list_accounts(session)
    return render_template(
        "users/page.html", staff=staff, sets=SETS, named=SETS | GUESTS, permissions=PERMISSIONS
    )


@users.post("")
@deed("user.manage", back="users.page", fresh=True)
def make() -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    permission_set, language = form.choice("permission_set", SETS), form.choice("language", LANGUAGES, default="en")
    form.check()
    with writing() as session:
        account = accounts.make_account(
            session,
            login=request.form.get("login", ""),
            name=request.form.get("name", ""),
            email=request.form.get("email") or None,
            phone=request.form.get("phone") or None,
            permission_set=permission_set,
            language=language,
            zone=services().settings.timezone,
            by=by(),
            now=now,
        )
        token = links.make_link(session, links.PASSWORD, account, by=by(), now=now)
    return render_template("users/link.html", login=account.login, link=address_of(token))


@users.get("/<login>")
@deed("user.manage")
def one(login: str) -> ResponseReturnValue:
    session = reading()
    account = queries.get_account(session, login)
    return render_template(
        "users/one.html", account=account, sets=SETS, sessions=queries.list_sessions(session, account, clock.now())
    )


@users.post("/<login>/permissions")
@deed("user.manage", back="users.one", fresh=True)
def permit(login: str) -> ResponseReturnValue:
    form = Given.of_request()
    permission_set = form.choice("permission_set", SETS)
    form.check()
    with writing() as session:
        account = queries.get_account(session, login)
        accounts.change_permissions(session, account, permission_set, by=by(), now=clock.now())
    flash(say(N_("Saved."), present().language))
    return redirect(url_for("users.one", login=login))


@users.post("/<login>/link")
@deed("user.manage", back="users.one", fresh=True)
def new_link(login: str) -> ResponseReturnValue:
    with writing() as session:
        account = queries.get_account(session, login)
        token = links.make_link(session, links.PASSWORD, account, by=by(), now=clock.now())
    return render_template("users/link.html", login=login, link=address_of(token))


@users.post("/<login>/disable")
@deed("user.manage", back="users.one", fresh=True)
def disable(login: str) -> ResponseReturnValue:
    with writing() as session:
        account = queries.get_account(session, login)
        accounts.disable_account(session, account, by=by(), now=clock.now())
    flash(say(N_("Disabled and signed out everywhere. What was done under the name stays."), present().language))
    return redirect(url_for("users.page"))


def address_of(token: str) -> str:
    """The whole address of a one-time link, under the name this installation is reached by."""
    return (services().settings.public_url or request.host_url).rstrip("/") + links.path_of(token)
