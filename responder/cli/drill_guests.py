"""``responder drill guests``: whom a drill may really write to, once they have agreed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.people.details import email_form, phone_form
from responder.post.queries import address_of, list_guests
from responder.response.actions.guesting import invite_guest, uninvite_guest

if TYPE_CHECKING:
    from responder.post.records import DrillGuest

_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def guests() -> None:
    """Whom a drill may really write to: nobody, until they are named here and have agreed."""


@guests.command()
@click.argument("number", metavar="DRILL")
@click.option("--email", help="Address of somebody who wants the drill's messages.")
@click.option("--phone", help="Number of somebody who wants the drill's messages and calls.")
def add(number: str, email: str | None, phone: str | None) -> None:
    """Name a guest of DRILL and print the link by which they agree. Hand it over yourself: nothing is sent."""
    if (email is None) == (phone is None):
        raise BadInput("One address is needed", expected="--email or --phone")
    with opened() as services:
        account = acting(services, "drill.lead")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            medium, address = ("email", email_form(email)) if email else ("phone", phone_form(str(phone)))
            _, token = invite_guest(session, incident, medium, address, by=account.id, now=clock.now())
        base = (services.settings.public_url or "").rstrip("/")
    click.echo(f"{base}/drill-guest/{token}")
    click.echo("Messages of the drill reach this address once somebody opened the link and agreed.", err=True)


@guests.command("list")
@click.argument("number", metavar="DRILL")
@_JSON
def list_(number: str, *, as_json: bool) -> None:
    """List the guests of DRILL, and whether they have agreed."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        incident = get_incident(session, number)
        rows = [_shown(each, address_of(session, each)) for each in list_guests(session, incident.id)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['address']}  {'agreed' if row['confirmed_at'] else 'has not agreed'}")


@guests.command()
@click.argument("number", metavar="DRILL")
@click.argument("guest")
def remove(number: str, guest: str) -> None:
    """Take GUEST off the list of DRILL: nothing more reaches them."""
    with opened() as services:
        account = acting(services, "drill.lead")
        with services.db.writing() as session:
            uninvite_guest(session, get_incident(session, number), guest, by=account.id, now=clock.now())
    click.echo("Off the list.")


def _shown(guest: DrillGuest, address: str) -> dict[str, Any]:
    return {
        "id": guest.id,
        "medium": guest.medium,
        "address": address,
        "confirmed_at": guest.confirmed_at.isoformat() if guest.confirmed_at else None,
    }
