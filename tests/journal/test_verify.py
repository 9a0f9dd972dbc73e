import sqlite3
from contextlib import closing, contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.journal import chain
from responder.journal.erase import erase_line
from responder.journal.verify import verify_stream
from tests.journal.chained import NOW, STREAM, rewrite_from, say, tamper

pytestmark = pytest.mark.database("sqlite")  # whoever tampers here edits the file

AN_EXAMPLE_EACH = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def verdict(house, heads=None, stream=STREAM):
    with house.db.reading() as session:
        return verify_stream(session, stream, heads.of(stream) if heads else ())


def fault(house, heads=None):
    found = verdict(house, heads).fault
    return None if found is None else (found.seq, found.kind)


def line_where(seq, change, *values):
    return (f"UPDATE journal_line SET {change} WHERE stream='{STREAM}' AND seq={seq}", *values)


def test_a_chain_as_it_was_written_holds_and_its_end_is_anchored(house, heads):
    say(house)
    found = verdict(house, heads)
    assert found.holds
    assert (found.lines, found.end_anchored, found.texts_checked, found.erased) == (6, True, True, ())
    assert verdict(house).end_anchored is False


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ("at='2026-11-24 08:00:00.000000'", ()),
        ("recorded_at='2020-01-01 00:00:00.000000'", ()),
        ("at='yesterday'", ()),
        ("corrects=1", ()),
        ("corrects=1.5", ()),
        ("privileged=1", ()),
        ("body=?", ("0" * 64,)),
        ("hash=?", ("0" * 64,)),
        ("prev=?", ("0" * 64,)),
        ("sealed=?", (b"\x01rubbish",)),
        ("sealed='text'", ()),
    ],
)
def test_a_changed_line_is_named(house, heads, change, values):
    say(house)
    tamper(house, line_where(4, change, *values))
    assert verdict(house, heads).fault.seq == 4
    assert verdict(house).fault.seq == 4


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_removed_line_is_named(house, heads, seq):
    say(house)
    tamper(house, (f"DELETE FROM journal_line WHERE stream='{STREAM}' AND seq={seq}",))
    assert fault(house, heads) == (seq, "missing")


def test_two_swapped_lines_are_named_by_the_first(house, heads):
    say(house)
    tamper(house, line_where(2, "seq=99"), line_where(4, "seq=2"), line_where(99, "seq=4"))
    assert verdict(house, heads).fault.seq == 2


def test_two_swapped_texts_are_named_by_the_first(house, heads):
    say(house)
    with closing(sqlite3.connect(house.path / "responder.db")) as connection:
        sealed = dict(connection.execute("SELECT seq, sealed FROM journal_line WHERE stream=?", [STREAM]))
    tamper(house, line_where(2, "sealed=?", sealed[4]), line_where(4, "sealed=?", sealed[2]))
    assert fault(house, heads) == (2, "body")


def test_a_line_moved_to_another_incident_is_missed_in_both(house, heads):
    other = "0" * 31 + "2"
    say(house)
    say(house, 2, stream=other)
    tamper(house, line_where(6, f"stream='{other}', seq=3"))
    assert fault(house, heads) == (6, "cut")
    assert verdict(house, heads, other).fault.seq == 3


def test_a_cut_tail_is_found_by_what_was_noted_outside(house, heads):
    say(house)
    tamper(
        house,
        (f"DELETE FROM journal_line WHERE stream='{STREAM}' AND seq > 4",),
        (f"UPDATE journal_head SET seq=4, hash=(SELECT hash FROM journal_line WHERE stream='{STREAM}' AND seq=4)",),
    )
    assert fault(house, heads) == (5, "cut")
    assert fault(house) is None, "without an anchor a cut tail cannot show"
    assert verdict(house).end_anchored is False


def test_a_cut_tail_is_found_by_a_head_that_was_left(house):
    say(house)
    tamper(house, (f"DELETE FROM journal_line WHERE stream='{STREAM}' AND seq > 4",))
    assert fault(house) == (5, "missing")


@pytest.mark.parametrize(
    "change", ["DELETE FROM journal_head", "UPDATE journal_head SET hash='0'", "UPDATE journal_head SET seq=5"]
)
def test_a_head_that_does_not_point_to_the_last_line_is_named(house, heads, change):
    say(house)
    tamper(house, (change,))
    assert fault(house, heads) == (6, "head")


def test_a_chain_written_anew_with_the_right_keys_is_found_by_what_was_noted_outside(house, heads):
    say(house)
    rewrite_from(house, 3)
    assert fault(house) is None, "the rewritten chain agrees with itself"
    assert fault(house, heads) == (3, "anchor")


def test_a_chain_that_is_gone_as_a_whole_does_not_hold(house, heads):
    say(house)
    tamper(house, ("DELETE FROM journal_line",), ("DELETE FROM journal_head",))
    assert fault(house, heads) == (1, "cut")
    assert fault(house) == (1, "missing")
    assert heads.streams() == {STREAM}


def test_a_line_that_stands_twice_is_named(house, heads):
    say(house)
    tamper(
        house,
        ("CREATE TABLE copy AS SELECT * FROM journal_line",),
        ("DROP TABLE journal_line",),
        ("ALTER TABLE copy RENAME TO journal_line",),
        ("INSERT INTO journal_line SELECT 'f'||substr(id, 2), stream, seq, at, recorded_at, corrects, privileged, body, prev, hash, sealed FROM journal_line WHERE seq=3",),
    )  # fmt: skip
    assert fault(house, heads) == (3, "twice")


def test_an_erased_line_keeps_its_place_and_the_chain_holds(house, heads):
    say(house)
    with house.db.writing() as session:
        erase_line(session, STREAM, 2, reason="Names a child", by="0" * 32, now=NOW)
    found = verdict(house, heads)
    assert found.holds
    assert (found.lines, found.erased) == (7, (2,))


def test_a_text_taken_away_without_a_word_is_named(house, heads):
    say(house)
    tamper(house, line_where(3, "sealed=NULL"))
    assert fault(house, heads) == (3, "erased")


def test_after_its_key_is_destroyed_the_chain_still_holds_and_still_finds_a_change(house, heads):
    say(house)
    house.keystore.destroy(STREAM)
    found = verdict(house, heads)
    assert found.holds
    assert found.texts_checked is False
    tamper(house, line_where(3, "privileged=1"))
    assert fault(house, heads) == (3, "header")


def test_a_verdict_says_in_json_what_does_not_hold(house, heads):
    say(house)
    tamper(house, line_where(3, "privileged=1"))
    said = verdict(house, heads).as_json()
    assert said["holds"] is False
    assert said["fault"] == {"seq": 3, "kind": "header", "says": "this line was changed after it was written"}


@AN_EXAMPLE_EACH
@given(st.integers(1, 6), st.sampled_from(["body", "prev", "hash", "sealed"]), st.data())
def test_any_flipped_bit_of_a_stored_line_is_found(house, heads, seq, column, data):
    with kept_as_it_was(house) as rows:
        value = rows[seq][column]
        changed = bytearray(value if isinstance(value, bytes) else value.encode())
        at, bit = data.draw(st.integers(0, len(changed) - 1)), data.draw(st.integers(0, 6))
        changed[at] ^= 1 << bit
        tamper(house, line_where(seq, f"{column}=?", bytes(changed) if column == "sealed" else changed.decode()))
        assert verdict(house, heads).fault.seq == seq


@AN_EXAMPLE_EACH
@given(st.integers(1, 6), st.integers(1, 6), st.sampled_from(["remove", "swap", "cut"]))
def test_any_removal_swap_or_cut_is_found(house, heads, one, other, deed):
    with kept_as_it_was(house):
        first = one
        if deed == "swap" and one != other:
            first = min(one, other)
            tamper(house, line_where(one, "seq=99"), line_where(other, f"seq={one}"), line_where(99, f"seq={other}"))
        elif deed == "cut":
            tamper(house, (f"DELETE FROM journal_line WHERE seq >= {one}",), ("DELETE FROM journal_head",))
        else:
            tamper(house, (f"DELETE FROM journal_line WHERE seq = {one}",))
        assert verdict(house, heads).fault.seq == first


@contextmanager
def kept_as_it_was(house):
    """Six lines, put back afterwards; gives them by number."""
    with house.db.reading() as session:
        if not verify_stream(session, STREAM).lines:
            say(house)
    tamper(
        house,
        ("CREATE TABLE kept_line AS SELECT * FROM journal_line",),
        ("CREATE TABLE kept_head AS SELECT * FROM journal_head",),
    )
    try:
        with closing(sqlite3.connect(house.path / "responder.db")) as connection:
            connection.row_factory = sqlite3.Row
            yield {row["seq"]: row for row in connection.execute("SELECT * FROM kept_line")}
    finally:
        for name in ("line", "head"):
            tamper(
                house,
                (f"DELETE FROM journal_{name}",),
                (f"INSERT INTO journal_{name} SELECT * FROM kept_{name}",),
                (f"DROP TABLE kept_{name}",),
            )


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)
BODIES = st.fixed_dictionaries(
    {
        "by": TEXT,
        "tag": TEXT,
        "what": TEXT,
        "salt": st.binary(min_size=16, max_size=16).map(bytes.hex),
        "data": st.dictionaries(
            st.text(st.characters(codec="ascii"), max_size=5), st.integers(-9, 9) | TEXT, max_size=4
        ),
    }
)


@given(BODIES, st.sampled_from(["by", "tag", "what", "salt"]), st.data())
def test_any_flipped_bit_of_a_text_changes_its_hash(body, part, data):
    raw = bytearray(body[part].encode() or b"x")
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    raw[at] ^= 1 << bit
    changed = {**body, part: raw.decode("utf-8", "replace")}
    assert (chain.body_hash(changed) == chain.body_hash(body)) == (changed == body)
