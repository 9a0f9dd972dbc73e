import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from responder.journal import queries
from responder.journal.append import append
from responder.journal.records import JournalLine
from responder.journal.verify import verify_stream
from tests.journal.chained import NOW, STREAM, say

APPENDER = Path(__file__).parent / "appender.py"


def test_lines_are_numbered_and_chained_when_the_unit_of_work_commits(house):
    house.keystore.make(STREAM)
    with house.db.writing() as session:
        first = append(session, STREAM, by="x", at=NOW, tag="a.b", what="one")
        second = append(session, STREAM, by="x", at=NOW, tag="a.b", what="two", corrects=1)
        assert first.seq is None
    assert (first.seq, second.seq) == (1, 2)


def test_a_line_that_has_no_canonical_form_is_refused_where_it_is_said(house):
    with house.db.writing() as session, pytest.raises(ValueError, match="float"):
        append(session, STREAM, by="x", at=NOW, tag="a.b", what="one", data={"share": 0.5})


def test_text_and_author_lie_sealed_on_the_disk(house):
    house.keystore.make(STREAM)
    with house.db.writing() as session:
        append(
            session,
            STREAM,
            by="author-kingfisher",
            at=NOW,
            tag="kingfisher.tag",
            what="what-kingfisher",
            data={"k": "data-kingfisher"},
        )
    kept = b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
    assert b"kingfisher" not in kept


@pytest.mark.parametrize(
    "deed", [delete(JournalLine), update(JournalLine).values(hash="0"), update(JournalLine).values(sealed=b"x")]
)
def test_the_database_refuses_to_change_or_remove_a_line(house, deed):
    say(house, 1)
    with pytest.raises(DatabaseError, match=r"never (changed|removed)"), house.db.writing() as session:
        session.execute(deed)


def test_threads_and_processes_that_append_at_once_lose_nothing_and_fork_nothing(house, heads):
    say(house, 1)
    others = [
        subprocess.Popen(
            [sys.executable, str(APPENDER), STREAM, "15"], env=house.environment
        )
        for _ in range(3)
    ]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda thread: say(house, 15, start=100 * thread), range(3)))
    assert [other.wait(timeout=60) for other in others] == [0, 0, 0]
    with house.db.reading() as session:
        found = verify_stream(session, STREAM, heads.of(STREAM))
        assert found.holds
        assert found.lines == 1 + 6 * 15
        assert queries.find_head(session, STREAM).seq == found.lines
    assert sorted(anchor.seq for anchor in heads.of(STREAM)) == list(range(1, found.lines + 1))
