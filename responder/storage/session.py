"""The unit of work: reading or writing, never half of each.

A transaction that reads first and writes later can lose an update without an error. So a writing unit takes the one
write lock at its start (SQLite: ``BEGIN IMMEDIATE``, PostgreSQL: an advisory lock that ends with the transaction) and
sees everything that earlier ones left; a reading one never writes and sees one moment. On PostgreSQL whatever locks
its own rows, as the outbox does, may go beside it. Each deed commits once; what must be said last (journal lines) is
said by ``before_commit``, what must be said only if it held (anchors) by ``after_commit``.
"""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.orm import ORMExecuteState
    from sqlalchemy.pool import ConnectionPoolEntry

    Hook = Callable[[Session], None]
    SelectHook = Callable[[ORMExecuteState], None]

LOCK_WAIT_MS = 15_000
WRITE_LOCK = 0x52455350  # "RESP": any number that no other program of the same database takes


class Database:
    """The database of an installation and how to work in it.

    ``services`` is laid into each session's ``info``: the key store and whatever else a ground room looks up there.
    ``before_select`` sees each statement before it runs, and may narrow what it finds.
    """

    def __init__(self, url: str, *, services: dict[str, Any] | None = None) -> None:
        self.engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
        self.services: dict[str, Any] = services or {}
        self.before_commit: list[Hook] = []
        self.after_commit: list[Hook] = []
        self.before_select: list[SelectHook] = []
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
            self._looking = self.engine
        else:
            _prepare_postgresql(self.engine)
            self._looking = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def reading(self, **info: object) -> Iterator[Session]:
        """A unit of work that only looks. Whatever it changed would be rolled back. ``info`` is for this one alone."""
        with Session(self._looking, info={**self.services, **info}, autoflush=False) as session:
            self._watch(session)
            yield session
            session.rollback()

    @contextmanager
    def writing(self, *, alone: bool = True, **info: object) -> Iterator[Session]:
        """A unit of work that changes: all of it is stored at the end, or nothing is.

        Args:
            alone: No other such unit runs meanwhile. Without it, on PostgreSQL, it runs beside them: for what decides
                by single statements and row locks alone.
            info: Laid into the session's ``info``, for this unit of work alone.
        """
        engine = self.engine.execution_options(responder_writes="alone" if alone else "beside")
        with Session(engine, info={**self.services, **info}, expire_on_commit=False) as session:
            self._watch(session)
            yield session
            session.flush()
            for hook in self.before_commit:
                hook(session)
            session.commit()
            for hook in self.after_commit:
                hook(session)

    def seen_with(self, **info: object) -> Self:
        """The same database, with ``info`` laid into each of its sessions: for a deed that opens its own."""
        seen = copy(self)
        seen.services = {**self.services, **info}
        return seen

    def _watch(self, session: Session) -> None:
        for hook in self.before_select:
            event.listen(session, "do_orm_execute", hook)

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
        writes = "responder_writes" in connection.get_execution_options()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("responder_writes") == "alone":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
