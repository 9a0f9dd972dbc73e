import json

import pytest

from responder.errors import BadInput
from responder.journal import queries
from responder.journal.anchors import Anchor
from responder.journal.append import append
from tests.journal.chained import NOW, STREAM, say


def test_each_commit_notes_the_head_outside_the_database(house, heads):
    say(house, 3)
    noted = heads.of(STREAM)
    assert [anchor.seq for anchor in noted] == [1, 2, 3]
    with house.db.reading() as session:
        head = queries.find_head(session, STREAM)
        assert noted[-1] == Anchor(STREAM, head.seq, head.hash)
    line = json.loads(heads.path.read_text().splitlines()[-1])
    assert sorted(line) == ["at", "hash", "seq", "stream"]
    assert heads.path.stat().st_mode & 0o777 == 0o600


def test_what_was_not_committed_is_not_noted(house, heads):
    say(house, 1)
    with house.db.reading() as session:
        append(session, STREAM, by="x", at=NOW, tag="a.b", what="never said")
    with pytest.raises(BadInput), house.db.writing() as session:
        say_and_fail(session)
    assert [anchor.seq for anchor in heads.of(STREAM)] == [1]


def say_and_fail(session):
    append(session, STREAM, by="x", at=NOW, tag="a.b", what="never said")
    raise BadInput


def test_a_line_torn_by_a_power_cut_costs_no_other(house, heads):
    say(house, 2)
    whole = heads.path.read_bytes()
    heads.path.write_bytes(whole + b'\n{"at": "2026-11-24T09:00:00Z", "ha\xff')
    say(house, 1, start=2)
    assert [anchor.seq for anchor in heads.of(STREAM)] == [1, 2, 3]
