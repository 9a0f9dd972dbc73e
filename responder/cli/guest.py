"""``responder guest``: people from outside in one incident, until a date."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.cli.links import show_link
from responder.intake.actions import guests
from responder.intake.queries import get_incident
from responder.intake.queries.guests import readings_of
from responder.intake.queries.sight import list_insiders
from responder.people.permissions import GUESTS
from responder.people.queries import get_account, names_of
from responder.words import LANGUAGES
from responder.words.dates import show_instant


@click.group()
def guest() -> None:
    """People from outside: each sees one incident and nothing else; what they read is recorded."""


@guest.command()
@click.argument("number", metavar="INC")
@click.argument("name")
@click.option("--role", type=click.Choice(list(GUESTS)), required=True, help="As what.")
@click.option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help="How long.")
@click.option("--email", help="Where they are reached.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def invite(number: str, name: str, role: str, days: int, email: str | None, language: str) -> None:
    """Invite NAME into INC; prints a one-time link, shown once."""
    with opened() as services:
        account = acting(services, "guest.invite", fresh=True)
        now = clock.now()
        with services.db.writing() as session:
            invited = guests.invite_guest(
                session, get_incident(session, number), name=name, role=role, ends_at=now + timedelta(days=days),
                email=email, language=language, zone=services.settings.timezone, by=account.id, now=now,
            )  # fmt: skip
            login = invited.account.login
        click.echo(f"{login} may come in for {days} days.")
        show_link(services.settings, invited.token, f"A password for {login}")


@guest.command("list")
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(number: str, *, as_json: bool) -> None:
    """List the guests of INC and what they read last."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "guest.invite")
        found = get_incident(session, number)
        rows = [
            {
                "login": get_account(session, one.account_id).login,
                "role": one.role,
                "until": (one.ended_at or one.ends_at or clock.now()).isoformat(),
            }
            for one in list_insiders(session, found, guests=True)
        ]
        readings = readings_of(session, found, limit=50)
        names = names_of(session, {one.account_id for one in readings})
        zone = found.zone
        read = [{"at": one.at.isoformat(), "who": names[one.account_id], "page": one.page} for one in readings]
    if as_json:
        click.echo(json.dumps({"guests": rows, "readings": read}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['login']}  {row['role']}  until {_when(row['until'], zone)}")
    for one in read:
        click.echo(f"  {_when(one['at'], zone)}  {one['who']}  {one['page']}")


@guest.command()
@click.argument("number", metavar="INC")
@click.argument("login")
def end(number: str, login: str) -> None:
    """Show LOGIN the door: signed out everywhere, at once."""
    with opened() as services:
        account = acting(services, "guest.invite")
        with services.db.writing() as session:
            guests.end_guest(session, get_incident(session, number), login, by=account.id, now=clock.now())
    click.echo(f"{login} sees it no longer.")


def _when(iso: str | None, zone: str) -> str:
    return "" if iso is None else show_instant(datetime.fromisoformat(iso), zone=zone)
