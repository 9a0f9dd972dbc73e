"""Rows of the journal. They are only ever added; a trigger refuses the rest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Index, Table, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class JournalHead(Record):
    """The end of each chain; locked for the one insert that moves it."""

    __tablename__ = "journal_head"

    stream: Mapped[str] = mapped_column(Id, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class JournalLine(Record):
    """One deed. ``sealed`` holds author, tag, text, data and salt; null once the line was erased."""

    __tablename__ = "journal_line"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    stream: Mapped[str] = mapped_column(Id)
    seq: Mapped[int]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    corrects: Mapped[int | None]
    privileged: Mapped[bool]
    body: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]
    sealed: Mapped[bytes | None]

    __table_args__ = (UniqueConstraint("stream", "seq"), Index(None, "stream", "at", "seq"))


APPEND_ONLY_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS journal_line_stays BEFORE DELETE ON journal_line
       BEGIN SELECT RAISE(ABORT, 'a journal line is never removed'); END""",
    """CREATE TRIGGER IF NOT EXISTS journal_line_fixed BEFORE UPDATE ON journal_line
       WHEN NEW.sealed IS NOT NULL OR NEW.id <> OLD.id OR NEW.stream <> OLD.stream OR NEW.seq <> OLD.seq
         OR NEW.at <> OLD.at OR NEW.recorded_at <> OLD.recorded_at OR NEW.corrects IS NOT OLD.corrects
         OR NEW.privileged <> OLD.privileged OR NEW.body <> OLD.body OR NEW.prev <> OLD.prev OR NEW.hash <> OLD.hash
       BEGIN SELECT RAISE(ABORT, 'a journal line is never changed'); END""",
)
APPEND_ONLY_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION journal_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a journal line is never removed'; END IF;
         IF NEW.sealed IS NOT NULL OR ROW(NEW.id, NEW.stream, NEW.seq, NEW.at, NEW.recorded_at, NEW.corrects,
              NEW.privileged, NEW.body, NEW.prev, NEW.hash)
            IS DISTINCT FROM ROW(OLD.id, OLD.stream, OLD.seq, OLD.at, OLD.recorded_at, OLD.corrects,
              OLD.privileged, OLD.body, OLD.prev, OLD.hash)
         THEN RAISE EXCEPTION 'a journal line is never changed'; END IF;
         RETURN NEW;
       END $$""",
    """CREATE OR REPLACE TRIGGER journal_line_guard BEFORE UPDATE OR DELETE ON journal_line
       FOR EACH ROW EXECUTE FUNCTION journal_line_guard()""",
)


def guard_with(connection: Connection) -> None:
    """Put the guarding triggers on a fresh or rebuilt table."""
    statements = APPEND_ONLY_SQLITE if connection.dialect.name == "sqlite" else APPEND_ONLY_POSTGRESQL
    for statement in statements:
        connection.exec_driver_sql(statement)


@event.listens_for(JournalLine.__table__, "after_create")
def _guard_new_table(_table: Table, connection: Connection, **_options: object) -> None:
    guard_with(connection)
