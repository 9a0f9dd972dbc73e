"""The unit of work: reading or writing, never half of each.

On SQLite a transaction that reads first and writes later can lose an update without an error, so a writing unit takes
the write lock at its start (``BEGIN IMMEDIATE``) and a reading one never writes. Each deed commits once; what must
be said last (journal lines) is said by ``before_commit``, what must be said only if it held (anchors) by
``after_commit``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    Hook = Callable[[Session], None]

LOCK_WAIT_MS = 15_000


class Database:
    """The database of an installation and how to work in it.

    ``services`` is laid into each session's ``info``: the key store and whatever else a ground room looks up there.
    """

    def __init__(self, url: str, *, services: dict[str, Any] | None = None) -> None:
        self.engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
        self.services: dict[str, Any] = services or {}
        self.before_commit: list[Hook] = []
        self.after_commit: list[Hook] = []
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A unit of work that only looks. Whatever it changed would be rolled back."""
        with Session(self.engine, info=dict(self.services), autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work that changes: all of it is stored at the end, or nothing is."""
        engine = self.engine.execution_options(responder_writes=True)
        with Session(engine, info=dict(self.services), expire_on_commit=False) as session:
            yield session
            session.flush()
            for hook in self.before_commit:
                hook(session)
            session.commit()
            for hook in self.after_commit:
                hook(session)

    def dispose(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # a lost claim would be a doubled letter
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("responder_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
