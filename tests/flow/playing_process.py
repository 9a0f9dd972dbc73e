"""The clock of drills as a process of its own, to be killed while injects come.

``python playing_process.py HOME DATABASE AHEAD``. For each line on its input a fresh child plays until no inject is left;
its pid is printed first. AHEAD is a file with the seconds by which the house's clock is ahead of the real one: it
outlives the killed, as time does.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

import responder.bootstrap  # noqa: F401 -- every table
from responder import clock
from responder.agenda.actions import release_stale
from responder.agenda.records import DueItem
from responder.response.queries import INJECT
from responder.worker.jobs import JOBS
from tests.oncall.calling_process import House, say

STEP = 20
DRILL = next(job for job in JOBS if job.name == "drill")


def main(home, database, ahead):
    house = House(home, database)
    while open_injects(house.db):
        now = clock.now() + timedelta(seconds=int(ahead.read_text()))
        with house.db.writing() as session:
            release_stale(session, before=now)  # what a dead owner held is free
        DRILL.work(house, now)
        fresh = ahead.with_suffix(f".{os.getpid()}")
        fresh.write_text(str(int(ahead.read_text()) + STEP))
        fresh.replace(ahead)


def open_injects(database):
    with database.reading() as session:
        wanted = select(func.count()).select_from(DueItem)
        return session.scalar(wanted.where(DueItem.kind == INJECT, DueItem.state.in_(("planned", "claimed"))))


if __name__ == "__main__":
    for _ in sys.stdin:  # a line is a wish for one more child
        child = os.fork()
        if child == 0:
            main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
            os._exit(0)
        say(child)
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
