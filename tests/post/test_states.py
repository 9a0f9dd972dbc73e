from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.channels.port import Accepted, Refused, Unknown, Unreachable
from responder.post.states import _RANK, after_loss, after_outcome, after_receipt

EVENTS = ("accepted", "deferred", "delivered", "bounced", "dropped", "complained")


@given(events=st.lists(st.sampled_from(EVENTS), max_size=5))
def test_receipts_end_in_the_same_state_in_whatever_order_and_however_often_they_come(events):
    def at_the_end(order):
        state = "claimed"
        for event in order:
            state = after_receipt(state, event)
        return state

    ends = {at_the_end(order) for order in itertools.islice(itertools.permutations(events), 60)}
    assert ends == {at_the_end([*events, *events])}


@given(state=st.sampled_from(sorted(_RANK)), event=st.sampled_from(EVENTS))
def test_what_is_known_is_never_unlearnt(state, event):
    assert _RANK[after_receipt(state, event)] >= _RANK[state]


@given(events=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=4))
def test_a_receipt_that_comes_before_our_own_row_is_settled_gives_the_same_end(events):
    early = late = "claimed"
    for event in events:
        early = after_receipt(early, event)
    early = after_outcome(early, Accepted("ref"), may_retry=True)
    late = after_outcome(late, Accepted("ref"), may_retry=True)
    for event in events:
        late = after_receipt(late, event)

    assert early == late


@pytest.mark.parametrize(
    ("outcome", "may_retry", "state"),
    [
        (Accepted("r"), True, "accepted"),
        (Refused("c", permanent=True), True, "refused"),
        (Refused("c", permanent=False), True, "ready"),
        (Refused("c", permanent=False), False, "unreachable"),
        (Unreachable("c"), True, "ready"),
        (Unreachable("c"), False, "unreachable"),
        (Unknown("c"), True, "unknown"),
    ],
)
def test_only_what_was_certainly_not_handed_over_is_tried_again(outcome, may_retry, state):
    assert after_outcome("claimed", outcome, may_retry=may_retry) == state


def test_a_delivery_known_by_receipt_outlives_a_failing_answer():
    assert after_outcome("delivered", Unknown("timeout"), may_retry=True) == "delivered"
    assert after_outcome("delivered", Unreachable("timeout"), may_retry=True) == "delivered"


def test_a_lost_worker_leaves_only_its_open_claims_unknown():
    assert after_loss("claimed") == "unknown"
    assert {after_loss(state) for state in ("ready", "delivered")} == {"ready", "delivered"}
