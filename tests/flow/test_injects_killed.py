"""The clock is killed again and again while the injects of drills come: none is lost, none comes twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import func, select

from responder import clock
from responder.agenda.records import DueItem
from responder.books.scenarios import load_scenarios
from responder.intake.actions import open_incident
from responder.journal.queries import page
from responder.journal.verify import verify_stream
from responder.response.actions.drills import begin_drill
from responder.response.queries import INJECT
from responder.response.records import InjectTold
from tests.oncall.test_kill import ROOT, SEED, alive, begin, run

DRILLS = 6
A_MINUTE = 60


@pytest.fixture
def drills(house):
    """Drills that began at once and whose injects are all to come; their ids, and how many injects each has."""
    scenario = load_scenarios()["ransomware-friday"]
    with house.db.writing() as session:
        begun = [
            open_incident(session, title="A drill", kind="drill", drill_speed=A_MINUTE, by="system", now=clock.now())
            for _ in range(DRILLS)
        ]
        for drill in begun:
            begin_drill(session, drill, scenario, by="system", now=clock.now())
        return [drill.id for drill in begun], len(scenario.injects)


@pytest.mark.database("sqlite", "postgresql:soak")
@pytest.mark.parametrize("kills", [8, pytest.param(60, marks=pytest.mark.soak)])
def test_however_often_the_clock_is_killed_each_inject_comes_once(house, tmp_path, drills, kills):
    (ids, count), chance, ahead = drills, random.Random(SEED), tmp_path / "ahead"
    ahead.write_text("0")
    killed = 0
    with playing(house, ahead) as process:
        while killed < kills and told(house) < DRILLS * count:
            killed += kill_in_the_middle(process, house, chance, DRILLS * count)
        assert run(process) == 0
    assert killed > 1, f"done before it was killed, seed {SEED}"
    assert told(house) == DRILLS * count
    with house.db.reading() as session:
        states = set(session.scalars(select(DueItem.state).where(DueItem.kind == INJECT)))
        for drill in ids:
            lines = [line for line in page(session, drill, limit=200).lines if line["tag"] == "drill.inject"]
            came = Counter(line["data"]["inject"] for line in lines)
            assert (len(came), set(came.values())) == (count, {1}), f"seed {SEED}"
            assert verify_stream(session, drill).holds
    assert states == {"sent"}, f"seed {SEED}"


def playing(house, ahead):
    """A process that has everything loaded and lets one child after another play."""
    script, database = ROOT / "tests/flow/playing_process.py", house.settings.database
    command = [sys.executable, str(script), str(house.path), database, str(ahead)]
    return subprocess.Popen(
        command, cwd=ROOT, env=house.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def kill_in_the_middle(process, house, chance, all_of_them):
    """Let a child play until some more came, and kill it within a moment; whether it was still at it."""
    goal = min(told(house) + chance.randint(1, DRILLS), all_of_them)
    child = begin(process)
    while alive(child) and told(house) < goal:
        time.sleep(0.01)
    time.sleep(chance.random() * 0.04)
    if alive(child):
        os.kill(child, signal.SIGKILL)
    ended = int(process.stdout.readline())
    assert ended in (0, -signal.SIGKILL), "it broke off by itself"
    return ended == -signal.SIGKILL


def told(house):
    with house.db.reading() as session:
        return session.scalar(select(func.count()).select_from(InjectTold))
