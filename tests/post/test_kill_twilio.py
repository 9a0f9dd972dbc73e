"""A real worker process is killed again and again while it sends SMS through Twilio's protocol on loopback, and the
provider fails too. No callback comes: what is unknown is settled by asking the provider's list, which is the judge.

Twenty times in the suite, two hundred in ``make soak``; the seed stands in a failure, RESPONDER_TEST_SEED repeats it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from responder import clock
from responder.post.actions.unknowns import send_again
from responder.post.asking import ask_about_unknown
from responder.post.records import Outgoing
from tests.channels.providers import Twilio, serving
from tests.post.outbox import COMPOSERS, group_of
from tests.post.provider_process import channel_at

SEED = int(os.environ.get("RESPONDER_TEST_SEED", "20261124"))
BATCH = 50
TEXTS_A_KILL = BATCH * 2
ROOT = Path(__file__).parents[2]
# A provider that is busy is left out: the worker's clock here jumps over its waits, and the list is asked by time.
FAULTS = (*["accept"] * 150, 500, "drop", "hang", 20003)
TAKEN_OR_NOT = {500, "drop", "hang"}


class Moody:
    """Answers in one of the ways of ``FAULTS``, and counts the requests whose answer is no use."""

    def __init__(self, chance):
        self.chance, self.unclear = chance, 0

    def __call__(self, form):
        how = self.chance.choice(FAULTS)
        self.unclear += how in TAKEN_OR_NOT
        return how


@pytest.mark.database("sqlite", "postgresql:soak")
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_however_worker_and_provider_fail_each_person_gets_one_sms_and_none_is_missing(house, kills):
    chance = random.Random(SEED)
    moody = Moody(random.Random(SEED + 1))
    provider = Twilio(checked=False, answer=moody)
    texts = kills * TEXTS_A_KILL
    with house.db.writing() as session:
        group = group_of(session, texts, channel="sms", now=clock.now())
    with serving(provider) as url:
        for kill in range(kills):
            assert kill_in_the_middle(house, url, provider, chance), f"done before kill {kill}, seed {SEED}"
            assert len(unknown_or_claimed(house)) <= (kill + 1) * BATCH + moody.unclear, f"kill {kill}, seed {SEED}"

        provider.answer = lambda form: "accept"
        run_to_the_end(house, url)
        later = clock.now() + timedelta(minutes=11)  # by then the provider's book is written
        channels = {"sms": channel_at(url, "sms")}
        ask_about_unknown(house.db, channels, COMPOSERS, clock=lambda: later)
        left = unknown_or_claimed(house)
        assert not left & set(provider.book), f"unknown, and in the provider's book, seed {SEED}"

        with house.db.writing() as session:  # the list does not know them: the policy sends them again
            send_again(session, group, state="unknown", code=None, now=clock.now())
            send_again(session, group, state="unreachable", code=None, now=clock.now())
        run_to_the_end(house, url)

    assert set(provider.book.values()) == {1}, f"doubled, seed {SEED}"
    assert len(provider.book) == texts, f"lost, seed {SEED}"


def kill_in_the_middle(house, url, provider, chance):
    """Start a worker and kill it within its next requests; False if it ended by itself."""
    goal = len(provider.requests) + chance.randint(1, BATCH)
    process = start(house, url)
    while process.poll() is None and len(provider.requests) < goal:
        time.sleep(0.001)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return alive


def run_to_the_end(house, url):
    assert start(house, url).wait(timeout=240) == 0


def start(house, url):
    command = [sys.executable, str(ROOT / "tests/post/provider_process.py"), url, str(BATCH), "desk", "sms"]
    return subprocess.Popen(command, cwd=ROOT, env=house.environment)


def unknown_or_claimed(house):
    with house.db.reading() as session:
        return set(session.scalars(select(Outgoing.id).where(Outgoing.state.in_(["unknown", "claimed"]))))
