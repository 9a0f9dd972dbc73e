"""``responder login``: a session for the commands that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from responder import clock
from responder.cli.acting import ADDRESS, ask_password, keep_token, opened
from responder.errors import BadInput, Gone
from responder.people.actions import links, sessions
from responder.people.queries import find_link, get_account, name_of
from responder.words import N_

if TYPE_CHECKING:
    from responder.bootstrap import Services
    from responder.people.actions.sessions import SignedIn


@click.command()
@click.argument("login_name", metavar="[LOGIN]", required=False)
@click.option("--link", help="Token or address of a one-time link, in place of a password.")
def login(login_name: str | None, link: str | None) -> None:
    """Sign in; the session is kept in the home, readable by you alone.

    The password is asked for; without a terminal it is the first line of standard input.
    """
    with opened() as services:
        if link is not None:
            signed_in = _by_link(services, link.strip().rsplit("/", 1)[-1], login_name)
        else:
            signed_in = _by_password(services, login_name or click.prompt("Login"))
        keep_token(services.settings, signed_in.token)
        with services.db.reading() as session:
            account = get_account(session, signed_in.account_id)
            click.echo(f"Signed in as {name_of(session, account)} ({account.login}, {account.permission_set}).")


def _by_password(services: Services, login_name: str) -> SignedIn:
    return sessions.sign_in(
        services.db,
        login=login_name,
        password=ask_password("Password"),
        address=ADDRESS,
        now=clock.now(),
        kind="command",
        hours=services.settings.session_hours,
        tries=services.settings.sign_in_tries,
    )


def _by_link(services: Services, token: str, login_name: str | None) -> SignedIn:
    """Whatever the link is for, its owner is signed in afterwards."""
    with services.db.reading() as session:
        found = find_link(session, token, clock.now())
        purpose = None if found is None else found.purpose
    if purpose is None:
        raise Gone(N_("This link was used or has expired. Ask for another one."))
    person: dict[str, str] = {}
    if purpose == links.FIRST:
        person = {"login": login_name or click.prompt("Login"), "name": click.prompt("Name")}
    elif login_name is not None:
        raise BadInput(N_("This link has its own account"), field="LOGIN", do=N_("Leave the login out."))
    password = "" if purpose == links.SIGN_IN else ask_password("New password", twice=True)
    now, hours = clock.now(), services.settings.session_hours
    with services.db.writing() as session:
        if purpose == links.SIGN_IN:
            return links.redeem_sign_in(session, token, now=now, kind="command", hours=hours)
        if purpose == links.FIRST:
            account = links.redeem_first(session, token, password=password, now=now, **person)
        else:
            account = links.redeem_password(session, token, password=password, now=now)
        return sessions.start_session(session, account, now=now, kind="command", hours=hours)
