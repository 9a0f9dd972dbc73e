"""Escalation paths as people write them, and how a call goes up one."""

from datetime import timedelta

import pytest

from responder.errors import BadInput
from responder.oncall import paths
from responder.oncall.answers import answered_by_text, code_of
from responder.oncall.ladder import next_turn
from responder.oncall.paths import Level, Target

KNOWN = {("rota", "primary"): "r1", ("team", "security"): "t1", ("person", "kim"): "k1"}
TEXT = "rota:primary seat:commander 5m sms voice\nteam:security person:kim 10m email\n\nadministrators 15m"


def test_a_path_is_read_kept_and_written_as_it_stood():
    levels = paths.read_levels(TEXT, KNOWN)
    assert levels[0] == Level(
        (Target("rota", "r1"), Target("seat", "commander")), timedelta(minutes=5), ("sms", "voice")
    )
    assert levels[2].channels == paths.CHANNELS
    assert paths.loaded(paths.stored(levels)) == levels
    names = {(kind, id_): name for (kind, name), id_ in KNOWN.items()}
    assert paths.write_levels(levels, names) == TEXT.replace("\n\n", "\n") + " email sms voice"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("rota:primary\nrota:gone 5m", 2),
        ("5m sms", 1),
        ("opener 0m", 1),
        ("opener 9999m", 1),
        ("opener shout", 1),
        ("", None),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, line):
    with pytest.raises(BadInput) as refused:
        paths.read_levels(text, KNOWN)
    assert refused.value.line == line


def level(*people):
    return Level(tuple(Target("person", one) for one in people), timedelta(minutes=5))


def whom(of):
    return [target.name for target in of.targets]


def test_a_level_of_nobody_new_is_passed_over_and_each_round_begins_afresh():
    levels = [level("a"), level("a"), level(), level("a", "b")]
    called, after, order = set(), 0, []
    while (turn := next_turn(levels, 2, after=after, called=called, whom=whom)) is not None:
        order.append(turn.people)
        called |= {(turn.number, one) for one in turn.people}
        after = turn.number + 1
    assert order == [("a",), ("b",), ("a",), ("b",)]


def test_a_reply_answers_the_call_whose_code_it_holds_or_by_a_yes_the_only_one():
    one, two = {"c1": "4711"}, {"c1": "4711", "c2": "1234"}
    assert answered_by_text("4711", two) == "c1"
    assert answered_by_text("ok 1234!", two) == "c2"
    assert answered_by_text("Yes.", one) == answered_by_text("收到", one) == "c1"
    assert answered_by_text("yes", two) is None  # which of the two?
    assert answered_by_text("4711 1234", two) is None
    assert answered_by_text("who is this?", one) is None
    assert answered_by_text("+1 202 555 4711 00", {}) is None


def test_a_code_has_four_digits():
    assert code_of("0" * 64) == "1000"
    assert len(code_of("f" * 64)) == 4
