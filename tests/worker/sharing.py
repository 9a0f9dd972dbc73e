"""A process that shares its work on the PostgreSQL its environment names. Ends when its input is closed.

Its job writes who did it into the file that is named: ``deed`` once a moment, ``beside`` once a moment and worker.
"""

import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from responder import log
from responder.settings import load
from responder.storage.session import Database
from responder.worker.clock import Clock
from responder.worker.jobs import Job
from responder.worker.sending import worker_of
from responder.worker.shared import SharedEngine

out, settings = Path(sys.argv[1]), load()


def write(word):
    def work(services, now):
        with out.open("a") as file:
            file.write(f"{word} {worker_of(settings).name}\n")

    return work


log.configure("error")
services = SimpleNamespace(db=Database(settings.database), settings=settings)
jobs = [Job("tick", timedelta(seconds=1), write("deed"), beside=write("beside"))]
clock = Clock(services, jobs, engine=SharedEngine(services, jobs), lease=timedelta(seconds=2))
clock.start()
sys.stdout.write(f"{worker_of(settings).name}\n")
sys.stdout.flush()
sys.stdin.read()
clock.stop()
