"""The clock is killed again and again in the middle of an escalation; the provider's own book shows who was called.

Twelve times in the suite, a hundred in ``make soak``; the seed stands in a failure, RESPONDER_TEST_SEED repeats it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from responder import clock
from responder.oncall.actions.paging import call
from responder.oncall.actions.paths import set_path
from responder.oncall.records import PageTry
from responder.post.records import Outgoing
from tests.channels.providers import Twilio, serving
from tests.oncall.calls import Night

SEED = int(os.environ.get("RESPONDER_TEST_SEED", "20261124"))
ROOT = Path(__file__).parents[2]
MOST_A_LIFE = 3
PATH = "person:ada 10m sms\nperson:bo 10m sms"
TURNS = 40


class House(Twilio):
    """A provider that lives by the house's clock, which runs ahead."""

    def __init__(self, ahead):
        super().__init__(checked=False)
        self.ahead = ahead

    def take(self, form):
        sent = super().take(form)
        at = datetime.now(UTC) + timedelta(minutes=int(self.ahead.read_text()))
        sent["date_created"] = sent["date_updated"] = format_datetime(at)
        return sent


@pytest.mark.database("sqlite", "postgresql:soak")
@pytest.mark.parametrize("kills", [12, pytest.param(100, marks=pytest.mark.soak)])
def test_however_often_the_clock_is_killed_each_call_goes_out_once_and_none_is_missing(house, tmp_path, kills):
    chance, ahead = random.Random(SEED), tmp_path / "ahead"
    ahead.write_text("0")
    provider = House(ahead)
    night = Night(house)
    with house.db.writing() as session:
        set_path(session, "night", PATH, rounds=20, standard=True, by="system", now=clock.now())
        night.open_another(session)
        for number in range(kills // 12 + 1):
            call(
                session, stream=night.incident.id, about=f"call {number}", why="call", first=(), by="system",
                now=clock.now(),
            )  # fmt: skip
    with serving(provider) as url, zygote(house, url, ahead) as process:
        for kill in range(kills):
            assert kill_in_the_middle(process, provider, chance), f"done before kill {kill}, seed {SEED}"
        assert run(process) == 0
    with house.db.reading() as session:
        laid = set(session.scalars(select(PageTry.id)))
        states = dict(session.execute(select(Outgoing.state, func.count()).group_by(Outgoing.state)).all())
    assert len(laid) == TURNS * (kills // 12 + 1)
    assert set(states) == {"accepted"}, f"{states}, seed {SEED}"
    assert set(provider.book.values()) == {1}, f"doubled, seed {SEED}"
    assert set(provider.book) == laid, f"lost, seed {SEED}"


def zygote(house, url, ahead):
    """A process that has everything loaded and lets one child after another do the work."""
    script, database = ROOT / "tests/oncall/calling_process.py", house.settings.database
    command = [sys.executable, str(script), str(house.path), database, url, str(ahead)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def kill_in_the_middle(process, provider, chance):
    """Let a child work until some more were called, and kill it; False if it ended by itself."""
    goal = sum(provider.book.values()) + chance.randint(1, MOST_A_LIFE)
    child = begin(process)
    while sum(provider.book.values()) < goal and alive(child):
        time.sleep(0.001)
    time.sleep(chance.random() * 0.03)
    if alive(child):
        os.kill(child, signal.SIGKILL)
    return int(process.stdout.readline()) == -signal.SIGKILL


def run(process):
    begin(process)
    return int(process.stdout.readline())


def begin(process):
    process.stdin.write("go\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def alive(pid):
    return Path(f"/proc/{pid}").exists()
