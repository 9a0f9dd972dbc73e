"""A process with a clock: its one job writes the moment it fired for into a file. Ends when its input is closed."""

import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from responder import ids, log
from responder.storage.session import Database
from responder.worker.clock import Clock
from responder.worker.jobs import Job

url, out, lease = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])


def write(services, now):
    with out.open("a") as file:
        file.write(f"{job.moment(now).isoformat()} {clock.owner} {ids.new_id()}\n")


log.configure("error")
job = Job("tick", timedelta(seconds=1), write)
clock = Clock(SimpleNamespace(db=Database(url)), [job], lease=timedelta(seconds=lease))
clock.start()
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.read()
clock.stop()
