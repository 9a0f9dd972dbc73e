"""``responder user``: accounts of staff."""

from __future__ import annotations

import json
from functools import partial

import click
from rich.console import Console
from rich.table import Table

from responder import clock
from responder.cli.acting import acting, ask_password, opened, operator, present_session, reading_as
from responder.cli.links import show_link
from responder.errors import BadInput, Conflict
from responder.journal.chain import written
from responder.people import queries
from responder.people.actions import accounts, links, sessions
from responder.people.permissions import ADMINISTRATOR, SETS
from responder.words import LANGUAGES, N_


@click.group()
def user() -> None:
    """Accounts: who works here and what they may do."""


@user.command()
@click.argument("login")
@click.option("--name", required=True, help="How people know them.")
@click.option("--permissions", type=click.Choice(list(SETS)), help="What they may do.")
@click.option("--email", help="Where they are reached.")
@click.option("--phone", help="With its country code, as +49 30 23125 000.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of their pages.")
@click.option("--zone", help="Their time zone, as Europe/Berlin.")
@click.option("--first", is_flag=True, help="The first administrator, made by whoever sits at this machine.")
def add(
    login: str,
    name: str,
    permissions: str | None,
    email: str | None,
    phone: str | None,
    language: str | None,
    zone: str | None,
    *,
    first: bool,
) -> None:
    """Make an account. It is entered by a one-time link, which is printed; the first one by a password asked for."""
    with opened() as services:
        if first == (permissions is not None):
            raise BadInput(N_("--permissions is needed, and --first is always an administrator"), field="--permissions")
        make = partial(
            accounts.make_account,
            login=login,
            name=name,
            permission_set=permissions or ADMINISTRATOR,
            email=email,
            phone=phone,
            language=language or services.settings.language,
            zone=zone or services.settings.timezone,
        )
        if first:
            with services.db.reading() as session:
                if queries.has_administrator(session):
                    raise Conflict(N_("There is an administrator already."))
            password = ask_password("Password", twice=True)
            with services.db.writing() as session:
                make(session, by=operator(), now=clock.now(), password=password)
            click.echo(f"{login} is the first administrator. `responder login {login}` signs in.")
            return
        by = acting(services, "user.manage").id
        with services.db.writing() as session:
            account = make(session, by=by, now=clock.now())
            token = links.make_link(session, links.PASSWORD, account, by=by, now=clock.now())
        show_link(services.settings, token, f"{login} chooses a password")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, as_json: bool) -> None:
    """Show all accounts."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "house.read")
        rows = [
            {
                "login": account.login,
                "name": queries.name_of(session, account),
                "permissions": account.permission_set,
                "language": account.language,
                "zone": account.zone,
                "has_password": account.password_hash is not None,
                "disabled_at": written(account.disabled_at) if account.disabled_at else None,
            }
            for account in queries.list_accounts(session)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("Login", "Name", "Permissions", "Language", "Zone", "State", box=None)
    for row in rows:
        state = "disabled" if row["disabled_at"] else "active" if row["has_password"] else "no password yet"
        table.add_row(*(str(row[key]) for key in ("login", "name", "permissions", "language", "zone")), state)
    Console().print(table)


@user.command()
@click.argument("login", required=False)
def rescue(login: str | None) -> None:
    """Make a one-time link at this machine: for LOGIN a new password; without one, the first administrator.

    It also lets LOGIN try again at once after too many wrong passwords.
    """
    with opened() as services:
        with services.db.writing() as session:
            account = None if login is None else queries.get_account(session, login)
            purpose = links.FIRST if account is None else links.PASSWORD
            token = links.make_link(session, purpose, account, by=operator(), now=clock.now())
            if account is not None:
                accounts.forget_tries(session, account)
        show_link(services.settings, token, "Make an administrator" if login is None else f"{login} chooses a password")


@user.command()
@click.argument("login")
def disable(login: str) -> None:
    """Shut an account for good: its sessions end, its deeds keep its name."""
    with opened() as services:
        by = acting(services, "user.manage").id
        with services.db.writing() as session:
            account = queries.get_account(session, login)
            accounts.disable_account(session, account, by=by, now=clock.now())
    click.echo(f"{account.login} is disabled.")


@user.command()
@click.option("--days", type=click.IntRange(1, sessions.LONGEST_SCRIPT_DAYS), default=30, show_default=True)
@click.option("--scope", type=click.Choice(["read", "all"]), default="read", show_default=True, help="What it may do.")
def token(days: int, scope: str) -> None:
    """Make a token for a script that acts as you: set RESPONDER_TOKEN to it. It is shown this once.

    What needs a fresh sign-in (approving, starting, exporting) no token can do.
    """
    with opened() as services:
        acting(services, "incident.read", fresh=True)
        with services.db.writing() as session:
            account = queries.get_account(session, present_session(services).account.id)
            made = sessions.make_script_token(session, account, days=days, scope=scope, now=clock.now())
    click.echo(made.token)
    click.echo(f"Works until {written(made.expires_at)}.", err=True)
