from __future__ import annotations

from datetime import timedelta

from responder.channels.port import Accepted, Busy, Unknown
from responder.post.engine import pump
from responder.post.records import Outgoing
from tests.post.outbox import COMPOSERS, NOW, Provider, clock, group_of, worker


def pumped(house, provider, at, *, rates=None, who="desk"):
    """How many messages went in all calls at one moment."""
    sent = 0
    given = {"worker": worker(who), "clock": clock(at), "rates": rates}
    while batch := pump(house.db, {"email": provider}, COMPOSERS, **given):
        sent += batch
    return sent


def test_all_workers_together_keep_to_the_senders_limit(house):
    with house.db.writing() as session:
        group_of(session, 200)
    provider, rates = Provider(), {"email": 2.0}

    assert pumped(house, provider, NOW, rates=rates) == 20  # what may go at once after a rest
    assert pumped(house, provider, NOW, rates=rates, who="another desk") == 0
    assert pumped(house, provider, NOW + timedelta(seconds=5), rates=rates, who="another desk") == 10
    assert pumped(house, provider, NOW + timedelta(hours=1), rates=rates) == 20


def test_a_busy_provider_is_left_alone_as_long_as_it_asks_and_no_try_is_lost(house):
    with house.db.writing() as session:
        group_of(session, 3)
    provider = Provider(answer=lambda message: Busy(timedelta(minutes=2)))

    assert pumped(house, provider, NOW) == 3
    provider.answer = lambda message: Accepted("ref")
    assert pumped(house, provider, NOW + timedelta(seconds=119)) == 0
    with house.db.reading() as session:
        assert {(row.state, row.attempts) for row in session.query(Outgoing)} == {("ready", 0)}
    assert pumped(house, provider, NOW + timedelta(seconds=121)) == 3


def test_a_broken_provider_leaves_a_few_batches_unknown_and_not_the_whole_campaign(house):
    with house.db.writing() as session:
        group_of(session, 400)
    provider = Provider(answer=lambda message: Unknown("timeout"), largest_batch=10)

    lost = sum(pumped(house, provider, NOW + timedelta(seconds=second)) for second in range(0, 3600, 5))
    assert lost <= 150
    provider.answer = lambda message: Accepted("ref")
    assert pumped(house, provider, NOW + timedelta(hours=2)) == 400 - lost
