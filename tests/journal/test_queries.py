from datetime import timedelta

import pytest

from responder.errors import NotFound
from responder.journal import chain, queries
from responder.journal.append import append
from responder.journal.erase import erase_line
from tests.journal.chained import NOW, STREAM, say


def page(house, **options):
    with house.db.reading() as session:
        return queries.page(session, STREAM, **options)


def numbers(house, **options):
    return [line["seq"] for line in page(house, **options).lines]


def test_a_line_is_read_in_the_form_that_others_rely_on(house):
    say(house, 1)
    (line,) = page(house).lines
    assert list(line) == [
        "format", "incident", "seq", "at", "recorded_at", "corrects", "privileged", "body", "prev", "hash",
        "by", "data", "salt", "tag", "what",
    ]  # fmt: skip
    assert line["format"] == "responder/timeline/1"
    assert line["at"] == "2026-11-24T09:00:00.000000Z"
    assert line["prev"] == "0" * 64
    assert chain.body_hash(line) == line["body"]
    assert chain.line_hash(line) == line["hash"]


def test_pages_go_forward_and_back_by_number_and_by_time(house):
    say(house, 6)
    assert numbers(house, limit=2) == [1, 2]
    assert numbers(house, limit=2, after=2) == [3, 4]
    assert numbers(house, limit=2, newest=True) == [5, 6]
    assert numbers(house, limit=2, newest=True, before=5) == [3, 4]
    assert numbers(house, after=NOW + timedelta(minutes=3)) == [5, 6]
    assert numbers(house, before=NOW + timedelta(minutes=2)) == [1, 2]
    assert page(house, limit=6).more is False
    assert page(house, limit=5).more is True


def test_privileged_lines_come_as_headers_alone_and_still_verify(house):
    say(house, 1)
    say(house, 1, start=1, privileged=True)
    withheld = page(house).lines[1]
    assert [withheld[key] for key in chain.BODY_KEYS] == [None] * 5
    assert chain.line_hash(withheld) == withheld["hash"]
    assert page(house, privileged=True).lines[1]["what"].startswith("Line 2")


def test_erased_lines_and_lines_without_a_key_come_as_headers_alone(house):
    say(house, 2)
    with house.db.writing() as session:
        erase_line(session, STREAM, 1, reason="Names a child", by="0" * 32, now=NOW)
    assert [line["what"] is None for line in page(house).lines] == [True, False, False]
    house.keystore.destroy(STREAM)
    assert [line["what"] for line in page(house).lines] == [None] * 3


def test_one_line_is_found_by_its_number(house):
    say(house, 2)
    with house.db.reading() as session:
        assert queries.get_line(session, STREAM, 2)["what"].startswith("Line 2")
        with pytest.raises(NotFound, match="no line 3"):
            queries.get_line(session, STREAM, 3)


@pytest.mark.database("sqlite")  # its words for a plan
def test_a_page_deep_in_a_long_chain_uses_an_index(house):
    with house.db.writing() as session:
        house.keystore.make(STREAM)
        for number in range(2000):
            append(session, STREAM, by="x", at=NOW + timedelta(seconds=number), tag="a.b", what=str(number))
    statements = []
    with house.db.reading() as session:
        for options in ({"after": 1500}, {"before": 1500, "newest": True}, {"after": NOW + timedelta(seconds=1990)}):
            lines = queries.page(session, STREAM, limit=5, **options).lines
            assert len(lines) == 5
            statements.append(lines[0]["seq"])
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM journal_line WHERE stream='x' AND seq > 5 ORDER BY seq LIMIT 5"
        )
        assert "USING INDEX" in str(plan.all())
    assert statements == [1501, 1495, 1992]
