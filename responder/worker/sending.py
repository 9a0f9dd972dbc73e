"""The jobs that send: campaigns are tended, the post is emptied, receipts are taken, what is unknown is asked after.

Each does a bounded piece and leaves the rest to its next tick, so that the worker can be stopped at any moment.
"""

from __future__ import annotations

import fcntl
import socket
import time
from functools import cache
from typing import IO, TYPE_CHECKING, Final

from responder import clock, flow, ids
from responder.channels.chosen import rates_for
from responder.errors import NotConfigured
from responder.post.actions.claims import Worker, arrive
from responder.post.asking import ask_about_unknown
from responder.post.engine import pump, take_receipts

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from responder.bootstrap import Services
    from responder.settings import Settings

PIECE_SECONDS: Final = 5.0
MOST_WORKERS: Final = 256


def send(services: Services, now: datetime) -> None:
    """Tend the campaigns, then send and take receipts for some seconds."""
    flow.tend_sending(services.db, books=services, clock=clock.now)
    send_beside(services, now)


def send_beside(services: Services, now: datetime) -> None:
    """Send and take receipts for some seconds; any number of workers may, each under a name of its own."""
    worker = worker_of(services.settings)
    with services.db.writing() as session:
        arrive(session, worker, now=now)
    rates = rates_for(services.settings)
    until = time.monotonic() + PIECE_SECONDS
    work = True
    while work and time.monotonic() < until:
        sent = pump(services.db, services.channels, services.composers, worker=worker, clock=clock.now, rates=rates)
        work = bool(take_receipts(services.db, services.channels, clock=clock.now)) or bool(sent)


@cache
def _place(folder: Path) -> tuple[Worker, IO[bytes]]:
    """A place on this machine that no other living process has, held by a file that is locked until this one ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    host = socket.gethostname()
    for number in range(1, MOST_WORKERS + 1):
        file = (folder / f"{host}-{number}").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            continue
        return Worker(f"{host}-{number}", ids.new_id()), file
    raise NotConfigured("More than {most} workers run on one machine with this home.", most=MOST_WORKERS)


def worker_of(settings: Settings) -> Worker:
    """This process as a worker: the name of its place, and a life of its own.

    What an earlier life at the same place left open is known to be lost, because that process is gone.
    """
    return _place(settings.home / "workers")[0]


def ask(services: Services, now: datetime) -> None:
    """Ask the providers' books what became of messages nobody knows the fate of."""
    del now
    ask_about_unknown(services.db, services.channels, services.composers, clock=clock.now)
