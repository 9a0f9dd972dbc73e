"""``responder team``: who answers together, and who stands in for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.oncall.actions import teams
from responder.oncall.queries import rotas as queries
from responder.people.queries import get_account, list_accounts

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group()
def team() -> None:
    """Teams that are called together, and deputies."""


@team.command("list")
def list_() -> None:
    """Show teams with their members, and deputies."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "oncall.read")
        logins = {account.id: account.login for account in list_accounts(session)}
        members = queries.members_of(session)
        rows = [(one.name, [logins[who] for who in members.get(one.id, [])]) for one in queries.list_teams(session)]
        stand_ins = [(logins[who], logins[deputy]) for who, deputy in queries.deputies(session).items()]
    table = Table("Team", "Members", box=None)
    for name, people in rows:
        table.add_row(name, ", ".join(people) or "–")
    Console().print(table)
    for login, deputy in sorted(stand_ins):
        click.echo(f"{deputy} stands in for {login}.")


@team.command("set")
@click.argument("name")
@click.argument("logins", nargs=-1)
def set_(name: str, logins: Sequence[str]) -> None:
    """Make team NAME of these people, or give it these members."""
    with opened() as services:
        by = acting(services, "oncall.manage").id
        with services.db.writing() as session:
            members = [get_account(session, login) for login in logins]
            teams.set_team(session, name, members, by=by, now=clock.now())
    click.echo(f"{name}: {', '.join(logins) or 'nobody'}")


@team.command()
@click.argument("login")
@click.argument("stands_in", metavar="DEPUTY", required=False)
def deputy(login: str, stands_in: str | None) -> None:
    """Let DEPUTY be called in LOGIN's place while they are away; without DEPUTY nobody is any more."""
    with opened() as services:
        by = acting(services, "oncall.manage").id
        with services.db.writing() as session:
            other = get_account(session, stands_in) if stands_in else None
            teams.set_deputy(session, get_account(session, login), other, by=by, now=clock.now())
    click.echo(f"{stands_in or 'Nobody'} stands in for {login}.")
