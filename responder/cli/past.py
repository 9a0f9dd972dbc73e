"""``responder incident import|join``: bringing past incidents in with their true dates, and joining duplicates."""

from __future__ import annotations

import json
from pathlib import Path

import click

from responder import clock, flow
from responder.cli.acting import acting, opened
from responder.cli.assess import read_file
from responder.intake.past import read_past
from responder.intake.queries import get_incident


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Only say what would come in.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def import_(file: Path, *, check: bool, as_json: bool) -> None:
    """Bring past incidents in from FILE (CSV or YAML), with their true dates; docs/operations.md says how it looks.

    All or none come in. What was imported before is left as it is, so that the same file can be given again. The
    law of their date counts, and nobody is reminded.
    """
    with opened() as services:
        account = acting(services, "past.import")
        now = clock.now()
        past = read_past(read_file(str(file)), name=str(file), now=now, zone=services.settings.timezone)
        if check:
            click.echo(f"{len(past)} incidents can be taken.")
            return
        with services.db.writing() as session:
            brought = flow.import_past(session, past, name=str(file), books=services, by=account.id, now=now)
            rows = [{"number": one.incident.number, "known": one.known} for one in brought]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['number']}{'  was here already' if row['known'] else ''}")
    click.echo(f"{sum(not row['known'] for row in rows)} brought in.")


@click.command()
@click.argument("number", metavar="INC")
@click.argument("other", metavar="OTHER")
@click.option("--reason", required=True, help="Why they are the same; it stands in both timelines.")
def join(number: str, other: str, reason: str) -> None:
    """Close INC as a duplicate of OTHER, where the response goes on. Both timelines stay."""
    with opened() as services:
        account = acting(services, "incident.close")
        with services.db.writing() as session:
            flow.join_incident(
                session, get_incident(session, number), get_incident(session, other), reason=reason, by=account.id,
                now=clock.now(),
            )  # fmt: skip
    click.echo(f"{number} is closed and refers to {other}.")
