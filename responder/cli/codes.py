"""``responder codes``: codes of a service that letters offer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries.actions import codes as actions
from responder.deliveries.codes import KINDS
from responder.deliveries.queries import codes as queries
from responder.errors import NotFound
from responder.intake.queries import get_incident

if TYPE_CHECKING:
    from datetime import datetime


@click.group()
def codes() -> None:
    """Codes for credit monitoring and the like: imported sealed, counted, drawn one a person."""


@codes.command("import")
@click.argument("reference", metavar="INC")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--service", required=True, help="What the codes are for, as people know it.")
@click.option("--country", default="", help="Country or part of one it serves, as US or US-CT; empty: every country.")
@click.option("--months", type=click.IntRange(min=1), required=True, help="How long the service lasts.")
@click.option("--kind", type=click.Choice(KINDS), default="adult", show_default=True)
@click.option("--data", multiple=True, help="Offered only to people with this data element; may be repeated.")
@click.option("--enrol-by", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day to enrol.")
def import_codes(
    reference: str,
    file: Path,
    service: str,
    country: str,
    months: int,
    kind: str,
    data: tuple[str, ...],
    enrol_by: datetime,
) -> None:
    """Import codes, one a line. The same code is never taken twice."""
    with opened() as services:
        account = acting(services, "recipients.import")
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        offer = actions.Offer(service, country.upper(), months, kind, data, enrol_by.date())
        with services.db.writing() as session:
            found = get_incident(session, reference)
            pool = actions.make_pool(session, found, offer, by=account.id, now=clock.now())
            fresh, known = actions.import_codes(session, pool, lines, by=account.id, now=clock.now())
    click.echo(f"{fresh} codes are new, {known} were there already.")


@codes.command()
@click.argument("reference", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(reference: str, *, as_json: bool) -> None:
    """Count codes against need. Exit 1 if a pool is short."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        found = get_incident(session, reference)
        rows: list[dict[str, Any]] = [
            {
                "pool": each.pool.id, "service": each.pool.service, "country": each.pool.country,
                "kind": each.pool.kind,
                "free": each.free, "drawn": each.drawn, "void": each.void, "need": each.need, "short": each.short,
                "enrolled": each.pool.enrolled, "enrol_by": each.pool.enrol_by.isoformat(), "too_soon": each.too_soon,
            }
            for each in queries.stocks(session, found.id, selection=None, on=clock.now().date())
        ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"format": "responder/codes/1", "pools": rows}))
    for row in rows if not as_json else ():
        where = row["country"] or "every country"
        click.echo(
            f"{row['pool'][:8]} {row['service']}, {where}, {row['kind']}: {row['free']} free, {row['drawn']} drawn"
        )
        click.echo(
            f"  needed {row['need']}, lacking {row['short']}; enrolled {row['enrolled']}, until {row['enrol_by']}"
        )
    if any(row["short"] for row in rows):
        sys.exit(1)


@codes.command()
@click.argument("reference", metavar="INC")
@click.argument("recipient")
@click.option("--reason", required=True, help="Why, for the timeline.")
def reissue(reference: str, recipient: str, reason: str) -> None:
    """Make a person's code void and give another; RECIPIENT is the id that the help desk shows."""
    with opened() as services:
        account = acting(services, "campaign.start")
        with services.db.writing() as session:
            found = get_incident(session, reference)
            actions.reissue_code(session, found, recipient, reason=reason, by=account.id, now=clock.now())
    click.echo("Reissued. The former code is void.")


@codes.command()
@click.argument("reference", metavar="INC")
@click.argument("pool")
@click.option("--count", type=click.IntRange(min=0), help="How many the service says have enrolled.")
@click.option("--return-unused", is_flag=True, help="Codes nobody was given go back: they are void from now on.")
def settle(reference: str, pool: str, count: int | None, *, return_unused: bool) -> None:
    """Record enrolments, or give unused codes back; POOL is the start of its id."""
    with opened() as services:
        account = acting(services, "recipients.import")
        with services.db.writing() as session:
            found = get_incident(session, reference)
            rows = [row for row in queries.list_pools(session, found.id) if row.id.startswith(pool)]
            if len(rows) != 1:
                raise NotFound("There is no such pool", field="pool")
            if count is not None:
                actions.note_enrolled(session, rows[0], count, by=account.id, now=clock.now())
                click.echo(f"{count} people have enrolled.")
            if return_unused:
                back = actions.return_unused(session, rows[0], by=account.id, now=clock.now())
                click.echo(f"{back} codes went back.")
