"""A real worker process is killed again and again while it sends through SendGrid's protocol on loopback, and the provider
fails too: it is busy, breaks, hangs, or hangs up after it has taken a request. Its own book is the judge. On PostgreSQL
four workers send at once, and any of them may be the one that is killed.

Twenty times in the suite, two hundred in ``make soak``; the seed stands in a failure, RESPONDER_TEST_SEED repeats it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from responder import clock
from responder.channels.sendgrid_events import read_events
from responder.post.actions.receipts import match_receipts, store_receipt
from responder.post.actions.unknowns import send_again
from responder.post.records import Outgoing
from tests.channels.providers import SendGrid, serving
from tests.post.outbox import Provider, group_of

SEED = int(os.environ.get("RESPONDER_TEST_SEED", "20261124"))
BATCH = 50
BATCHES_A_LIFE = 3
LETTERS_A_KILL = BATCH * (BATCHES_A_LIFE + 2)
ROOT = Path(__file__).parents[2]
FAULTS = (*["accept"] * 12, 429, 500, "drop", "hang", 401)
TAKEN_OR_NOT = {500, "drop", "hang"}


class Moody:
    """Answers a request in one of the ways of ``FAULTS``, and counts the people of requests whose answer is no use."""

    def __init__(self, chance):
        self.chance, self.unclear = chance, 0

    def __call__(self, mail):
        how = self.chance.choice(FAULTS)
        self.unclear += len(mail["personalizations"]) if how in TAKEN_OR_NOT else 0
        return how


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_however_worker_and_provider_fail_each_person_is_written_to_once_and_none_is_missing(house, kills):
    chance = random.Random(SEED)
    moody = Moody(random.Random(SEED + 1))
    provider = SendGrid(checked=False, answer=moody)
    letters = kills * LETTERS_A_KILL
    with house.db.writing() as session:
        group = group_of(session, letters, now=clock.now())
    with serving(provider) as url, Desks(house, url, 4 if house.settings.database_url else 1) as desks:
        for kill in range(kills):
            assert desks.kill_one(provider, chance), f"done before kill {kill}, seed {SEED}"
            # A kill leaves at most the batch in flight unknown; the rest is the provider's doing, or in living hands.
            most = (kill + len(desks.living) + 1) * BATCH + moody.unclear
            assert len(unknown_or_claimed(house)) <= most, f"kill {kill}, seed {SEED}"
            if chance.random() < 0.3:
                deliver_events(house, provider)

        desks.run_to_the_end()
        deliver_events(house, provider)
        left = unknown_or_claimed(house)
        assert not left & set(provider.book), f"unknown, and in the provider's book, seed {SEED}"

        provider.answer = lambda mail: "accept"
        with house.db.writing() as session:  # the events are there; the policy sends what the book does not know
            send_again(session, group, state="unknown", code=None, now=clock.now())
            send_again(session, group, state="unreachable", code=None, now=clock.now())
        desks.run_to_the_end()
        deliver_events(house, provider)

    assert set(provider.book.values()) == {1}, f"doubled, seed {SEED}"
    assert len(provider.book) == letters, f"lost, seed {SEED}"


class Desks:
    """Places at which workers sit: whoever is killed is followed at the same place."""

    def __init__(self, house, url, many):
        self.house, self.url = house, url
        self.living = dict.fromkeys(f"desk-{number}" for number in range(many))

    def __enter__(self):
        return self

    def __exit__(self, *_raised):
        for process in filter(None, self.living.values()):
            process.kill()
            process.wait()

    def fill(self):
        for name, process in self.living.items():
            if process is None or process.poll() is not None:
                self.living[name] = self.start(name)

    def start(self, name):
        command = [sys.executable, str(ROOT / "tests/post/provider_process.py"), self.url, str(BATCH), name]
        return subprocess.Popen(command, cwd=ROOT, env=self.house.environment)

    def kill_one(self, provider, chance):
        """Kill one of them around their next requests; False if it had ended by itself."""
        self.fill()
        goal = len(provider.requests) + chance.randint(1, BATCHES_A_LIFE)
        victim = self.living[chance.choice(sorted(self.living))]
        while victim.poll() is None and len(provider.requests) < goal:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        alive = victim.poll() is None
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        return alive

    def run_to_the_end(self):
        self.fill()
        assert [process.wait(timeout=240) for process in self.living.values()] == [0] * len(self.living)


def deliver_events(house, provider):
    """The event webhook: all that was taken, most of it for the second time."""
    channel = Provider("sendgrid")
    channel.read = read_events
    with house.db.writing() as session:
        store_receipt(session, "sendgrid", provider.events(list(provider.book)), now=clock.now())
        while match_receipts(session, {"sendgrid": channel}, now=clock.now()):
            pass


def unknown_or_claimed(house):
    with house.db.reading() as session:
        return set(session.scalars(select(Outgoing.id).where(Outgoing.state.in_(["unknown", "claimed"]))))
