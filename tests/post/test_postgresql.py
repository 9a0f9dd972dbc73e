"""The same promises on PostgreSQL, where several workers send at once."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from sqlalchemy import select

from responder.channels.port import Accepted, Unreachable
from responder.deliveries.actions.suppressions import suppress
from responder.post.actions.claims import arrive, claim
from responder.post.actions.groups import lay
from responder.post.actions.receipts import match_receipts, store_receipt
from responder.post.engine import pump
from responder.post.queries import get_group
from responder.post.records import Outgoing
from tests.post.outbox import COMPOSERS, NOW, Provider, clock, group_of, worker

ROWS, WORKERS = 400, 4


pytestmark = pytest.mark.database("postgresql")


@pytest.fixture
def db(house):
    return house.db


def states(db):
    with db.reading() as session:
        return Counter(session.scalars(select(Outgoing.state)))


def test_four_workers_hand_each_message_over_once(db):
    provider, sent_by = Provider(largest_batch=7), Counter()
    with db.writing() as session:
        group_of(session, ROWS)
    together = threading.Barrier(WORKERS)

    def send(name):
        together.wait()
        while handed := pump(db, {"email": provider}, COMPOSERS, worker=worker(name), clock=clock()):
            sent_by[name] += handed

    threads = [threading.Thread(target=send, args=(f"desk {number}",)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert states(db) == {"accepted": ROWS}
    assert len(provider.book) == ROWS
    assert set(provider.book.values()) == {1}
    assert len(sent_by) == WORKERS, "one worker held the others up"


def test_laying_out_losing_a_worker_trying_again_and_receipts_work_alike(db):
    with db.writing() as session:
        group = get_group(session, group_of(session, 3))
        assert lay(session, group, [{"party_id": "party-0", "rung": 0, "channel": "email"}], now=NOW) == 0
    with db.writing() as session:
        claim(session, worker=worker("desk"), now=NOW, size_of=lambda kind, medium: 1)
    with db.writing() as session:
        assert arrive(session, worker("desk"), now=NOW) == 1
    answers = [Accepted("a"), Unreachable("timeout")]
    pump(db, {"email": Provider(answer=lambda message: answers.pop())}, COMPOSERS, worker=worker(), clock=clock())
    assert states(db) == {"unknown": 1, "accepted": 1, "ready": 1}

    with db.writing() as session:
        lost = session.scalars(select(Outgoing.id).where(Outgoing.state == "unknown")).one()
        store_receipt(session, "provider", f"{lost}:delivered".encode(), now=NOW)
        match_receipts(session, {"provider": Provider()}, now=NOW)
        suppress(session, "email", "alex@example.org", reason="dead", now=NOW)
    assert states(db) == {"delivered": 1, "accepted": 1, "ready": 1}
