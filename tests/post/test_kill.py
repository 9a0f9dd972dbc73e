"""A real worker process is killed again and again while it sends through a real SMTP server that keeps its own book.

Twenty times in the suite, two hundred in ``make soak``; the seed stands in a failure, RESPONDER_TEST_SEED repeats it.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from responder import clock
from responder.channels.smtp import SmtpChannel, SmtpServer
from responder.post.actions.receipts import match_receipts, store_receipt
from responder.post.actions.unknowns import send_again
from responder.post.queries import IS_OPEN
from responder.post.records import Attempt, Outgoing, RawReceipt
from tests.channels.notifications import notification
from tests.channels.servers import mail_server
from tests.post.outbox import group_of

SEED = int(os.environ.get("RESPONDER_TEST_SEED", "20261124"))
BATCH = 50
MOST_A_LIFE = 60
LETTERS_A_KILL = MOST_A_LIFE + BATCH
ROOT = Path(__file__).parents[2]


class MailHouse:
    """The provider: what it took over is in its book, whether or not the worker lived to hear the answer."""

    def __init__(self):
        self.book = Counter()
        self.notified = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.book[re.search(rb"Message-ID: <([0-9a-f]{32})@", envelope.content)[1].decode()] += 1
        return "250 OK"


@pytest.mark.database("sqlite")  # the other runs in test_kill_provider.py, with four workers
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_however_often_the_worker_is_killed_each_person_is_written_to_once(house, kills):
    chance, provider = random.Random(SEED), MailHouse()
    letters = kills * LETTERS_A_KILL
    with house.db.writing() as session:
        group = group_of(session, letters, now=clock.now())
    with mail_server(provider) as port:
        for kill in range(kills):
            unknown_before = count(house, "unknown")
            killed = kill_in_the_middle(house, port, provider, chance)
            assert open_attempts(house) <= BATCH, f"kill {kill}, seed {SEED}"
            if chance.random() < 0.3:
                deliver_receipts(house, provider)
            assert killed, f"the worker was done before kill {kill}: send more letters"
            assert count(house, "unknown") <= unknown_before + BATCH

        run_to_the_end(house, port)
        deliver_receipts(house, provider)
        left = ids(house, "unknown")
        assert not left & set(provider.book), f"seed {SEED}"
        assert len(left) <= kills * BATCH

        with house.db.writing() as session:  # a person decides: the provider's book does not know them
            send_again(session, group, state="unknown", code=None, now=clock.now())
        run_to_the_end(house, port)
        deliver_receipts(house, provider)

    assert set(provider.book.values()) == {1}, f"doubled, seed {SEED}"
    assert len(provider.book) == letters == count(house, "delivered"), f"lost, seed {SEED}"


def kill_in_the_middle(house, port, provider, chance):
    """Start a worker and kill it once it has handed over some more letters; False if it ended by itself."""
    goal = sum(provider.book.values()) + chance.randint(1, MOST_A_LIFE)
    process = start(house, port)
    while process.poll() is None and sum(provider.book.values()) < goal:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.02)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return alive


def run_to_the_end(house, port):
    process = start(house, port)
    assert process.wait(timeout=120) == 0


def start(house, port):
    command = [sys.executable, str(ROOT / "tests/post/sending_process.py"), str(port), str(BATCH)]
    return subprocess.Popen(command, cwd=ROOT, env=house.environment)


def deliver_receipts(house, provider):
    """The mail server's notifications; the last ones of the time before come once more."""
    channels = {"smtp": SmtpChannel(SmtpServer("127.0.0.1"))}
    written = list(provider.book)
    due, provider.notified = written[max(0, provider.notified - 20) :], len(written)
    with house.db.writing() as session:
        for message_id in due:
            store_receipt(session, "smtp", notification(message_id), now=clock.now())
        while match_receipts(session, channels, now=clock.now(), limit=500):
            pass
        assert session.scalar(select(func.count()).where(RawReceipt.state != "matched")) == 0


def count(house, state):
    return len(ids(house, state))


def ids(house, state):
    with house.db.reading() as session:
        return set(session.scalars(select(Outgoing.id).where(Outgoing.state == state)))


def open_attempts(house):
    with house.db.reading() as session:
        return session.scalar(select(func.count()).select_from(Attempt).where(IS_OPEN))
