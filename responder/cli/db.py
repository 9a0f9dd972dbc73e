"""``responder db``: the schema of the database."""

from __future__ import annotations

import importlib
import sys

import click

from responder import clock, log
from responder.bootstrap import attach_database, upgrade_database
from responder.cli.acting import operator
from responder.journal.append import append
from responder.settings import load
from responder.storage import schema
from responder.vault.keystore import HOUSE


@click.group()
def db() -> None:
    """The schema of the database: which it is, and bringing it up to date."""
    log.configure(load().log_level)


@db.command()
def upgrade() -> None:
    """Bring the schema up to date; an embedded database is copied beside itself first."""
    settings = load()
    before, after = upgrade_database(settings)
    if before == after:
        click.echo(f"Schema {after}: up to date.")
        return
    services = attach_database(settings)
    with services.db.writing() as session:
        what = f"Schema upgraded from {before} to {after}"
        append(session, HOUSE, by=operator(), at=clock.now(), tag="schema.upgraded", what=what)
    services.db.dispose()
    click.echo(f"Schema {before} is now {after}.")


@db.command()
def current() -> None:
    """Show the schema of the database and the one this program works with. Exit 1 if they differ."""
    services = attach_database(load())
    with services.db.reading() as session:
        version = schema.current(session.connection())
    services.db.dispose()
    click.echo(f"database {version}, program {schema.wanted()}")
    sys.exit(0 if version == schema.wanted() else 1)


@db.command()
def check() -> None:
    """Compare the tables with what this program expects. Exit 1 if they differ."""
    settings = load()
    attach_database(settings).db.dispose()
    found = importlib.import_module("responder.storage.upgrade").differences(settings.database)
    for difference in found:
        click.echo(difference)
    if found:
        sys.exit(1)
    click.echo("The tables are as expected.")
