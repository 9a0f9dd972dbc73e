"""``responder escalation``: in which order people are called when nobody answers."""

from __future__ import annotations

from typing import IO

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.intake.queries import get_incident
from responder.oncall import paths
from responder.oncall.actions.paths import set_path
from responder.oncall.queries import rotas as queries


@click.group()
def escalation() -> None:
    """The escalation path: levels of rotas, teams, people and seats, with minutes and ways."""


@escalation.command()
@click.argument("number", metavar="[INC]", required=False)
def show(number: str | None) -> None:
    """Show the standard path, or the one that incident INC was opened with."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "oncall.read")
        levels, rounds = (
            queries.path_of(session, get_incident(session, number).id) if number else queries.standard_path(session)
        )
        written = paths.write_levels(levels, queries.names_by_id(session))
    click.echo(written)
    click.echo(f"Gone through {rounds} times.", err=True)


@escalation.command("set")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--name", default="standard", show_default=True)
@click.option("--rounds", type=click.IntRange(1, paths.MOST_ROUNDS), default=paths.ROUNDS, show_default=True)
def set_(file: IO[str], name: str, rounds: int) -> None:
    """Write the standard path from FILE (- for standard input), one level a line.

    A line names rota:NAME, team:NAME, person:LOGIN, seat:NAME, opener or administrators, then the minutes they have to
    answer (5m) and the ways (sms voice email; all if none is named). Incidents that are open keep the path they have.
    """
    with opened() as services:
        by = acting(services, "oncall.manage").id
        with services.db.writing() as session:
            set_path(session, name, file.read(), rounds=rounds, standard=True, by=by, now=clock.now())
    click.echo("Incidents opened from now on get this path.")
