"""``responder migrate-database``: the house's embedded database moved onto a server of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from responder import clock, log
from responder.agenda.queries import clock_alive
from responder.bootstrap import attach_database, upgrade_database
from responder.cli.acting import operator
from responder.errors import BadInput, Broken, Conflict, NotConfigured
from responder.journal.append import append
from responder.journal.queries import list_streams
from responder.journal.verify import verify_stream
from responder.settings import load
from responder.storage import schema
from responder.storage.transfer import copy_rows
from responder.vault.keystore import HOUSE

if TYPE_CHECKING:
    from pathlib import Path

    from responder.bootstrap import Services
    from responder.settings import Settings

_EVERY = 100_000


@click.command()
@click.argument("url")
def migrate_database(url: str) -> None:
    """Copy the embedded database to the empty PostgreSQL database at URL, and verify the copy.

    Stop `responder serve` and every worker first. The copy is compared table by table and each timeline is verified
    there, all before anything counts; then the old file is put aside, so that nobody goes on writing to it. Keys and
    files stay in the home: every machine that shares the database needs that same folder.
    """
    settings = load()
    log.configure(settings.log_level)
    if settings.database_file is None:
        raise NotConfigured("RESPONDER_DATABASE_URL is set: the database lies on a server already.")
    there = _settings_there(settings, url)
    try:
        _move(settings, there, settings.database_file)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", error)).partition("\n")[0]
        raise NotConfigured("The new database cannot be used: {why}. Nothing was moved.", why=why) from error


def _move(settings: Settings, there: Settings, database: Path) -> None:
    house = attach_database(settings)
    _refuse_at_work(house)
    upgrade_database(settings)
    upgrade_database(there)
    new = attach_database(there)
    try:
        with house.db.writing() as locked, new.db.engine.begin() as target:
            counts = copy_rows(locked.connection(), target, told=_told)
            _verify(house, Session(target, info=new.db.services))
        with new.db.writing() as session:
            data = {"tables": len(counts), "rows": sum(counts.values())}
            what = "The database was moved to a server of its own; every row and every timeline was verified there"
            append(session, HOUSE, by=operator(), at=clock.now(), tag="database.moved", what=what, data=data)
    finally:
        house.db.dispose()
        new.db.dispose()
    aside = _put_aside(database)
    click.echo(f"Copied and verified: {sum(counts.values())} rows in {len(counts)} tables.")
    click.echo(f"The old database is now {aside}. Keep it until you trust the new one, then destroy it.")
    click.echo("Set RESPONDER_DATABASE_URL to the address you gave, then start `responder serve` again.")


def _settings_there(settings: Settings, url: str) -> Settings:
    try:
        there = settings.with_changes(database_url=url)
        create_engine(there.database).dispose()
    except (ValueError, SQLAlchemyError):  # their texts may hold the password
        raise BadInput(
            "This is no address of a PostgreSQL database", field="URL", expected="postgresql://user@host/responder"
        ) from None
    return there


def _refuse_at_work(house: Services) -> None:
    with house.db.reading() as session:
        if schema.current(session.connection()) is None:
            raise NotConfigured("There is nothing to move.")
        if clock_alive(session, clock.now()):
            raise Conflict(
                "The clock of this house showed itself within two minutes: stop `responder serve` and every worker,"
                " wait that long, and try again."
            )


def _verify(house: Services, copy: Session) -> None:
    """Every timeline holds in the copy, to the end that was noted outside the database.

    Raises:
        Broken: one does not; nothing is kept of the copy.
    """
    streams = list_streams(copy)
    broken = [name for name in streams if not verify_stream(copy, name, house.heads.of(name)).holds]
    if broken:
        raise Broken(
            "{count} of {all} timelines do not hold in the copy; nothing was moved. `responder timeline verify --all`"
            " says whether they hold here.",
            count=len(broken),
            all=len(streams),
        )


def _put_aside(database: Path) -> Path:
    """Under another name, with what the embedded database keeps beside it."""
    aside = database.with_name(f"{database.name}.moved")
    for end in ("-wal", "-shm", ""):
        if (file := database.with_name(database.name + end)).exists():
            file.rename(aside.with_name(aside.name + end))
    return aside


def _told(table: str, copied: int) -> None:
    if copied % _EVERY == 0 and sys.stderr.isatty():
        click.echo(f"{table}: {copied} rows", err=True)
