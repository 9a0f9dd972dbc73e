"""``responder incident restrict|name|unname|break-glass``: who may see an incident."""

from __future__ import annotations

import click

from responder import clock, flow
from responder.cli.acting import acting, opened
from responder.intake.actions import need_to_know
from responder.intake.queries import get_incident
from responder.people.queries import get_account


@click.command()
@click.argument("number", metavar="INC")
@click.argument("logins", metavar="[LOGIN]...", nargs=-1)
@click.option("--reason", required=True, help="Why; it stands in the timeline.")
@click.option("--lift", is_flag=True, help="Let everybody see it again.")
def restrict(number: str, logins: tuple[str, ...], reason: str, *, lift: bool) -> None:
    """Show INC to those named alone: you, whoever holds a seat, and each LOGIN. For all others it does not exist."""
    with opened() as services:
        account = acting(services, "need_to_know.name", fresh=lift)
        now = clock.now()
        with services.db.writing() as session:
            found = get_incident(session, number)
            if lift:
                need_to_know.lift_restriction(session, found, reason=reason, by=account.id, now=now)
            else:
                chosen = [get_account(session, login).id for login in logins]
                flow.restrict_incident(session, found, chosen, reason=reason, by=account.id, now=now)
    click.echo("Everybody sees it again." if lift else "Only those named see it now.")


@click.command("name")
@click.argument("number", metavar="INC")
@click.argument("login")
def name_(number: str, login: str) -> None:
    """Let LOGIN see the restricted incident INC."""
    with opened() as services:
        account = acting(services, "need_to_know.name")
        with services.db.writing() as session:
            found, person = get_incident(session, number), get_account(session, login)
            need_to_know.name_insider(session, found, person.id, by=account.id, now=clock.now())
    click.echo(f"{login} may see it.")


@click.command()
@click.argument("number", metavar="INC")
@click.argument("login")
def unname(number: str, login: str) -> None:
    """Let LOGIN no longer see the restricted incident INC."""
    with opened() as services:
        account = acting(services, "need_to_know.name")
        with services.db.writing() as session:
            found, person = get_incident(session, number), get_account(session, login)
            need_to_know.remove_insider(session, found, person.id, by=account.id, now=clock.now())
    click.echo(f"{login} may no longer see it.")


@click.command("break-glass")
@click.argument("number", metavar="INC")
@click.option("--reason", required=True, help="Whom you tried to reach, and what cannot wait.")
def break_glass(number: str, reason: str) -> None:
    """See the restricted incident INC without being named: it stands in both timelines, and all named are called."""
    with opened() as services:
        account = acting(services, "glass.break", fresh=True)
        with services.db.writing() as session:
            found = flow.break_glass(session, number, reason=reason, by=account.id, now=clock.now())
    click.echo(f"You may see {found.number} now. Everybody named in it is called.")
