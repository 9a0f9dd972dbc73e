"""Copying every row of one database into another of the same schema, as they are, nothing left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from responder.errors import Broken, Conflict
from responder.storage.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Table

ROWS_AT_ONCE = 2000


def copy_rows(source: Connection, target: Connection, *, told: Callable[[str, int], None]) -> dict[str, int]:
    """Copy all tables, those that others point to first.

    Args:
        source: A transaction that sees one moment of the old database, and keeps it from being written to.
        target: A transaction on the new one, whose tables are there and empty.
        told: Hears of each table and how many of its rows are there so far.

    Returns:
        Rows by table, counted in the target.

    Raises:
        Conflict: the target is lived in.
        Broken: a table has another number of rows there than here; the caller must not commit.
    """
    tables = Record.metadata.sorted_tables
    for table in tables:
        if _count(target, table):
            raise Conflict("The new database is not empty: {table} has rows. Name an empty one.", table=table.name)
    counts = {}
    for table in tables:
        _copy(source, target, table, told)
        here, there = _count(source, table), _count(target, table)
        if here != there:
            raise Broken("{table} has {here} rows here and {there} there.", table=table.name, here=here, there=there)
        counts[table.name] = there
    return counts


def _copy(source: Connection, target: Connection, table: Table, told: Callable[[str, int], None]) -> None:
    rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key))
    copied = 0
    for part in rows.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in part])
        copied += len(part)
        told(table.name, copied)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
