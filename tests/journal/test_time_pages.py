"""Pages of the timeline by when things happened, and what a page costs in a long one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from responder.journal.append import append
from responder.journal.queries import lines_in_time, page_in_time
from responder.journal.records import JournalLine
from responder.storage.record import Record
from responder.vault.keystore import HOUSE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def told(house):
    """Lines written down in another order than things happened, three of them at one moment."""
    with house.db.writing() as session:
        for minute in (5, 1, 3, 3, 3, 2, 4):
            append(session, HOUSE, by="system", at=NOW + timedelta(minutes=minute), tag="x.y", what=f"minute {minute}")
    return house


def seqs(found):
    return [line["seq"] for line in found.lines]


def place(line):
    return datetime.fromisoformat(line["at"]), line["seq"]


def test_the_latest_come_first_and_one_moment_goes_by_number(told):
    with told.db.reading() as session:
        assert seqs(page_in_time(session, HOUSE)) == [1, 7, 5, 4, 3, 6, 2]


def test_page_after_page_shows_each_line_once(told):
    before, shown, more = None, [], True
    with told.db.reading() as session:
        while more:
            found = page_in_time(session, HOUSE, before=before, limit=2)
            shown += seqs(found)
            before, more = place(found.lines[-1]), found.more
    assert shown == [1, 7, 5, 4, 3, 6, 2]


def test_a_page_is_read_along_an_index_and_nothing_is_sorted(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'plan.db'}")
    Record.metadata.create_all(engine, tables=[JournalLine.__table__])
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    with Session(engine) as session:
        statement = lines_in_time(HOUSE, before=(NOW, 4)).limit(2)
        session.scalars(statement).all()
        sql, values = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = " ".join(str(row[-1]) for row in plan)
    assert "USING INDEX" in steps
    assert "TEMP B-TREE" not in steps
