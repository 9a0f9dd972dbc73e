"""``responder logout``: end the session of the command line."""

from __future__ import annotations

import click

from responder import clock
from responder.cli.acting import opened, present_session, session_file
from responder.people.actions import accounts, sessions
from responder.people.queries import get_account
from responder.people.records import SignIn


@click.command()
@click.option("--everywhere", is_flag=True, help="End all your sessions, those of browsers and scripts too.")
def logout(*, everywhere: bool) -> None:
    """Sign out."""
    with opened() as services:
        present = present_session(services)
        with services.db.writing() as session:
            current = session.get_one(SignIn, present.sign_in.id)
            sessions.sign_out(session, current, by=present.account.id, now=clock.now())
            if everywhere:
                accounts.end_all_sessions(session, get_account(session, present.account.id), now=clock.now())
        session_file(services.settings).unlink(missing_ok=True)
    click.echo("Signed out.")
