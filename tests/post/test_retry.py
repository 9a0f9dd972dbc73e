from __future__ import annotations

from datetime import timedelta

from responder.post.retry import WAITS, next_try
from tests.post.outbox import NOW


def test_tries_come_further_and_further_apart_and_then_end():
    tries = [next_try(attempts, NOW, outgoing_id="0" * 32) for attempts in range(1, len(WAITS) + 2)]

    assert [at - NOW for at in tries[:-1]] == list(WAITS)
    assert tries[-1] is None


def test_a_batch_is_spread_over_a_fifth_of_the_wait_the_same_way_each_time():
    last = next_try(1, NOW, outgoing_id="f" * 32)

    assert last == next_try(1, NOW, outgoing_id="f" * 32)
    assert timedelta(minutes=1) < last - NOW <= timedelta(minutes=1.2)
