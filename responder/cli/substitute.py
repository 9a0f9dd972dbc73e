"""``responder substitute``: tell the public where people cannot be written to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries.actions import substitutes as actions
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries import substitutes as queries
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from responder.deliveries.records import Substitute

_REFERENCE = "INC|CAMPAIGN"


@click.group()
def substitute() -> None:
    """Substitute notice: owed once too many people cannot be reached, published by a person, watched daily."""


@substitute.command("list")
@click.argument("reference", metavar=_REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_all(reference: str, *, as_json: bool) -> None:
    """Show where people cannot be reached, and what is owed, published or over."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        campaign = get_campaign(session, reference)
        counts = queries.unreachable_by_place(session, campaign)
        rows: list[dict[str, Any]] = [
            {
                **_document(row),
                "looks": [[look.at.isoformat(), look.held] for look in queries.list_checks(session, row.id)],
            }
            for row in queries.list_substitutes(session, campaign.id)
        ]
    if as_json:
        click.echo(json.dumps({"format": "responder/substitutes/1", "unreachable": counts, "substitutes": rows}))
        return
    for place, people in sorted(counts.items()):
        click.echo(f"cannot be reached in {place}: {people}")
    for row in rows:
        held = sum(bool(look[1]) for look in row["looks"])
        click.echo(f"{row['place']}: {row['state']}, {row['why']}; seen {held} of {len(row['looks'])} times")
        for method in row["methods"]:
            click.echo(f"  the law names: {method.replace('_', ' ')}")


@substitute.command()
@click.argument("reference", metavar=_REFERENCE)
@click.argument("place")
@click.option("--days", type=click.IntRange(min=1), required=True, help="How long it stands; at least as the law says.")
def publish(reference: str, place: str, days: int) -> None:
    """Put the approved letter, without what speaks to one person, on a page that everybody can read."""
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        with services.db.writing() as session:
            campaign = get_campaign(session, reference)
            row = queries.get_substitute(session, campaign.id, place.upper())
            actions.publish_substitute(session, campaign, row, days=days, by=account.id, now=clock.now())
            where = f"{(services.settings.public_url or '').rstrip('/')}/notice/{row.token}"
            until = row.until or clock.now()
    click.echo(f"Published: {where}")
    click.echo(f"It stands until {show_instant(until)} and is looked at every day.")


@substitute.command()
@click.argument("reference", metavar=_REFERENCE)
@click.argument("place")
@click.option("--reason", default="", help="Needed before its time is over.")
def end(reference: str, place: str, reason: str) -> None:
    """Take the page down, or note that none is needed any more."""
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        with services.db.writing() as session:
            campaign = get_campaign(session, reference)
            row = queries.get_substitute(session, campaign.id, place.upper())
            actions.end_substitute(session, campaign, row, reason=reason, by=account.id, now=clock.now())
    click.echo("It is over.")


def _document(row: Substitute) -> dict[str, Any]:
    return {
        "place": row.place, "state": row.state, "why": row.why, "unreachable": row.unreachable, "methods": row.methods,
        "days": row.days, "token": row.token, "sha256": row.sha256,
        "until": row.until.isoformat() if row.until else None,
    }  # fmt: skip
