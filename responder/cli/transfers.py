"""``responder transfers``: providers abroad, and on what basis people are written to by them."""

from __future__ import annotations

import json
import sys

import click

from responder import clock
from responder.channels.chosen import works_in
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries.actions.transfers import decide_transfer
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.transfers import transfers_of


@click.group()
def transfers() -> None:
    """Where people's data would go, and who decided on what basis."""


@transfers.command("list")
@click.argument("reference", metavar="INC|CAMPAIGN")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_all(reference: str, *, as_json: bool) -> None:
    """Show the pairs of provider and country of a sending that need a basis. Exit 1 if one has none."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        found = transfers_of(session, get_campaign(session, reference), works_in(services.settings))
        rows = [
            {**each.pair.__dict__, "basis": each.decided.basis if each.decided is not None else None} for each in found
        ]
    if as_json:
        click.echo(json.dumps({"format": "responder/transfers/1", "transfers": rows}, ensure_ascii=False))
    for row in rows if not as_json else ():
        where = row["region"] or "a place it does not say"
        said = row["basis"] or "no basis recorded"
        click.echo(f"{row['messages']} people of {row['country'] or 'unknown'} by {row['channel']} in {where}: {said}")
    if any(row["basis"] is None for row in rows):
        sys.exit(1)


@transfers.command()
@click.option("--channel", required=True, help="smtp, sendgrid, twilio or gateway.")
@click.option("--region", default="", help="Where it works, as `transfers list` shows it.")
@click.option("--country", default="", help="Country of the people, as CN; empty: unknown.")
@click.option("--basis", required=True, help="The ground, in counsel's words.")
def decide(channel: str, region: str, country: str, basis: str) -> None:
    """Record counsel's decision."""
    with opened() as services:
        account = acting(services, "transfer.decide", fresh=True)
        with services.db.writing() as session:
            decide_transfer(
                session,
                channel=channel,
                region=region,
                country=country.upper(),
                basis=basis,
                by=account.id,
                now=clock.now(),
            )
    click.echo("Recorded.")
