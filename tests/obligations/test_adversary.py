"""The extortionist's deadline stands beside the clocks of law, and never among the duties."""

from datetime import UTC, datetime

from tests.obligations.incidents import GERMANY, LIBRARY, but, owed

THEIRS = ("their-deadline", "DE")
ASKED = but(GERMANY, extortion={"demand": True, "their_deadline": "2026-06-16T00:00:00Z"})


def test_a_demand_with_a_deadline_is_a_clock_of_its_own_kind():
    found = owed(ASKED)[THEIRS]
    assert (found.kind, found.state, found.recipient) == ("adversary", "advisable", "internal")
    assert found.due.at.isoformat() == "2026-06-16T00:00:00+00:00"
    assert found.regime not in LIBRARY.regimes


def test_it_ends_when_nothing_is_demanded_or_the_sum_was_paid():
    assert THEIRS not in owed(but(ASKED, extortion__demand=False))
    assert THEIRS not in owed(but(ASKED, extortion__paid=True))
    assert THEIRS not in owed(but(ASKED, extortion__their_deadline="unknown"))


def test_once_it_is_over_it_says_so_and_makes_nobody_late():
    found = owed(ASKED, as_of=datetime(2026, 6, 16, 0, 1, tzinfo=UTC))[THEIRS]
    assert (found.recipient_name, found.due.at) == ("The attacker's deadline has passed", None)
    assert "look now whether anything was posted" in found.due.steps[0]


def test_it_leaves_what_the_law_asks_for_as_it_was():
    assert {key: each.state for key, each in owed(ASKED).items() if key != THEIRS} == {
        key: each.state for key, each in owed(GERMANY).items()
    }
