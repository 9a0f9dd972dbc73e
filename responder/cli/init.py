"""``responder init``: keys, database, and the way in for the first administrator."""

from __future__ import annotations

import click

from responder import clock, log
from responder.bootstrap import make_house
from responder.cli.acting import operator
from responder.cli.links import show_link
from responder.journal.append import append
from responder.people.actions import links
from responder.settings import load
from responder.vault.keystore import HOUSE


@click.command()
def init() -> None:
    """Make the home: master key, database, and a link that makes the first administrator.

    The link works once, for an hour; `responder user rescue` makes another one. The recovery sheet is shown this once:
    without the master key nothing that is sealed can be read again.
    """
    settings = load()
    log.configure(settings.log_level)
    services, sheet = make_house(settings)
    now, by = clock.now(), operator()
    with services.db.writing() as session:
        append(session, HOUSE, by=by, at=now, tag="house.made", what="Keys and database made")
        token = links.make_link(session, links.FIRST, None, by=by, now=now)
    services.db.dispose()
    click.echo(f"Home: {settings.home}")
    if sheet is not None:
        click.echo(f"\nRecovery sheet: write this down and keep it away from this machine.\n\n  {sheet}\n")
    show_link(settings, token, "Make the first administrator")
