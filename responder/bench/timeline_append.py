"""``timeline-append``: timeline entries, each its own deed and commit, beside single-row inserts and commits."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, String, Text, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from responder import clock
from responder.bench.frame import Bench
from responder.bootstrap import make_house
from responder.ids import new_id
from responder.journal.append import append
from responder.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.bench.frame import Work

WHAT = "The on-call engineer saw that the log server no longer receives lines from the shop."


class _Bare(DeclarativeBase):
    metadata = MetaData()


class _BareLine(_Bare):
    __tablename__ = "line"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    stream: Mapped[str] = mapped_column(String(32), index=True)
    text: Mapped[str] = mapped_column(Text)


@contextmanager
def _ours() -> Iterator[Work]:
    with tempfile.TemporaryDirectory() as folder:
        services, _ = make_house(Settings(home=Path(folder) / "home"))
        stream = new_id()
        services.keystore.make(stream)

        def write(size: int) -> None:
            for _ in range(size):
                with services.db.writing() as session:
                    append(session, stream, by=stream, at=clock.now(), tag="timeline.added", what=WHAT)

        yield write
        services.db.dispose()


@contextmanager
def _bare() -> Iterator[Work]:
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/bare.db")
        event.listen(engine, "connect", _as_durable_as_ours)
        _Bare.metadata.create_all(engine)
        stream = new_id()

        def write(size: int) -> None:
            for _ in range(size):
                with Session(engine) as session:
                    session.add(_BareLine(id=new_id(), stream=stream, text=WHAT))
                    session.commit()

        yield write
        engine.dispose()


def _as_durable_as_ours(connection: object, _record: object) -> None:
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")  # type: ignore[attr-defined]  # sqlite3's


BENCH = Bench("timeline-append", "entries/s", "single-row ORM insert and commit, as durable", _ours, _bare, 1000)
