"""Inserting a row that may be there already, without an error and without losing the unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from responder.storage.record import Record


def insert_once(session: Session, table: type[Record], values: Mapping[str, Any]) -> bool:
    """Whether this call put the row there: false if any unique key of it is taken."""
    into = cast("Table", table.__table__)
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = maker(into).values(**values).on_conflict_do_nothing().returning(*into.primary_key.columns)
    return session.execute(statement).first() is not None  # a row count is not kept for inserts by every driver
