"""Overwriting what belongs to one scope in every table, without knowing what any table is for.

Destroying the keys is what makes sealed values unreadable; this takes the sealed bytes away as well, so that nothing
is left to be opened should a cipher fall one day. Rows stay, and can be counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, func, literal, select, text, update

from responder.storage.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Column, ColumnElement, Table

    from responder.storage.session import Database

ROWS_AT_ONCE = 2000
OWNED_BY = ("incident_id", "stream", "scope")  # columns that hold a scope, in the order of their weight


def sealed_columns(table: Table) -> list[Column[Any]]:
    """What a table seals, and the digests of it; keyed hashes stay: without their key they name nobody."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.name.endswith(("sealed", "digest"))
    ]


def belongs(table: Table, scope: str, *, root: str) -> ColumnElement[bool] | None:
    """The condition under which a row belongs to ``scope``, found by its own column or by whom it points to.

    Args:
        table: Which.
        scope: Whose rows.
        root: The table whose own id is the scope.

    Returns:
        None for a table that belongs to no scope.
    """
    if table.name == root:
        return table.c.id == literal(scope)
    for name in OWNED_BY:
        if name in table.c:
            return table.c[name] == literal(scope)
    for key in sorted(table.foreign_keys, key=lambda key: key.target_fullname):
        target = key.column.table
        if target is table:
            continue
        condition = belongs(target, scope, root=root)
        if condition is not None:
            return key.parent.in_(select(key.column).where(condition))
    return None


def blank(db: Database, scope: str, *, root: str, words: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Overwrite every sealed value of ``scope``, and the columns in ``words`` (table → columns people typed into).

    In batches, so that nobody waits; safe to repeat.

    Returns:
        How many rows of which table held something.
    """
    done: dict[str, int] = {}
    for table in Record.metadata.sorted_tables:
        condition = belongs(table, scope, root=root)
        columns = [*sealed_columns(table), *(table.c[name] for name in words.get(table.name, ()))]
        if condition is None or not columns:
            continue
        for column in columns:
            rows = sum(_overwritten(db, table, column, condition))
            if rows:
                done[table.name] = max(done.get(table.name, 0), rows)
    return done


def _overwritten(db: Database, table: Table, column: Column[Any], condition: ColumnElement[bool]) -> Iterator[int]:
    empty: bytes | str | None = None
    if not column.nullable:
        empty = b"" if isinstance(column.type, LargeBinary) else ""
    identity = next(iter(table.primary_key.columns))
    full = select(identity).where(condition, column.is_not(None), func.length(column) > 0).order_by(identity)
    last = ""
    while True:
        with db.writing() as session:
            found = session.scalars(full.where(identity > last).limit(ROWS_AT_ONCE)).all()
            if not found:
                return
            session.execute(update(table).where(identity.in_(found)).values({column.name: empty}))
        last = found[-1]
        yield len(found)


def clear_leftovers(db: Database) -> bool:
    """Leave no former value in the free space of the database or in its write-ahead file.

    SQLite overwrites what it frees (``secure_delete``), so the log alone has to go; PostgreSQL gives dead rows up.

    Returns:
        Whether all of it is gone; false while somebody still reads a former state.
    """
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            raw = connection.connection.driver_connection
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[union-attr]
            return not busy
        connection.execute(text("VACUUM"))
    return True
