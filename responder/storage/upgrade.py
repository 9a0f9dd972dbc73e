"""Bringing the schema of a database up to date, all of it or nothing.

SQLite rebuilds a table to change it: with foreign keys on, that deletes rows elsewhere without an error, and the
rebuilt table has lost its triggers. So a migration runs on a connection of its own with foreign keys off, they are
checked at its end, and the triggers are put on anew from the records.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, event, text

from responder.errors import Broken
from responder.storage import schema
from responder.storage.backup import copy_sqlite
from responder.storage.record import Record
from responder.storage.session import LOCK_WAIT_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry


def upgrade(url: str, *, database_file: Path | None = None) -> tuple[str | None, str]:
    """Bring the database at ``url`` to the schema that this program wants.

    Args:
        url: Its address.
        database_file: Where an embedded database lies; it is copied beside itself before the first step.

    Returns:
        The schema before, none for an empty database, and the one after.

    Raises:
        NotConfigured: a newer program made the database.
        Broken: a row points to one that is not there; nothing was changed.
    """
    with _migrating(url) as connection:
        before = schema.current(connection)
        if before == schema.wanted():
            return before, before
        if before is not None and database_file is not None:
            copy_sqlite(database_file, database_file.with_name(f"{database_file.name}.before-{schema.wanted()}"))
        command.upgrade(configuration(connection), "head")
        guard_again(connection)
        _check_foreign_keys(connection)
    return before, schema.wanted()


def differences(url: str) -> list[str]:
    """How the tables of the database differ from what the records say; empty when they agree."""
    with _migrating(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [_said(difference) for difference in compare_metadata(context, Record.metadata)]
        missing = _wanted_triggers(connection) - _triggers(connection)
        return found + [f"trigger {name} is missing or was changed" for name, _ in sorted(missing)]


def _said(difference: Any) -> str:
    """One line on a difference as Alembic tells it: a tuple, or a list of them for changes of one column."""
    if isinstance(difference, list):
        return "; ".join(map(_said, difference))
    kind, *about = difference
    names = [part if isinstance(part, str) else getattr(part, "name", None) for part in about]
    return f"{kind.replace('_', ' ')}: {'.'.join(str(name) for name in names if name)}"


def configuration(connection: Connection) -> Config:
    """Alembic's, working on ``connection`` and silent."""
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def guard_again(connection: Connection) -> None:
    """Put the triggers of all tables on anew, as they are put on fresh ones."""
    if connection.dialect.name == "sqlite":
        for name, _ in _triggers(connection):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for table in Record.metadata.sorted_tables:
        table.dispatch.after_create(table, connection)


@contextmanager
def _migrating(url: str) -> Iterator[Connection]:
    """A transaction on a connection of its own, with the write lock from its start and foreign keys off."""
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_foreign_keys)
        event.listen(engine, "begin", _take_write_lock)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _without_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={LOCK_WAIT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _take_write_lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise Broken("After the upgrade rows would point to rows that are not there, in {tables}.", tables=tables)


def _triggers(connection: Connection) -> set[tuple[str, str]]:
    if connection.dialect.name != "sqlite":
        return set()
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {(name, sql) for name, sql in rows}


def _wanted_triggers(connection: Connection) -> set[tuple[str, str]]:
    """The triggers as they would be put on fresh tables, which is tried and taken back."""
    if connection.dialect.name != "sqlite":
        return set()
    trial = connection.begin_nested()
    guard_again(connection)
    wanted = _triggers(connection)
    trial.rollback()
    return wanted
