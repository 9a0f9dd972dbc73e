"""``responder worker``: the clock and its jobs by themselves, beside a web server on this or another machine."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import click

from responder import log
from responder.bootstrap import open_house
from responder.settings import load
from responder.worker.clock import Clock
from responder.worker.jobs import JOBS

if TYPE_CHECKING:
    from types import FrameType


@click.command()
def worker() -> None:
    """Send reminders and letters that are due, until interrupted.

    `responder serve` does this by itself; run a worker where the console runs under another web server. Any number of
    workers may run: one of them leads, another takes over when it stops.
    """
    settings = load()
    log.configure(settings.log_level)
    services = open_house(settings)
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    clock = Clock(services, JOBS)
    clock.start()
    click.echo("The worker runs. Press Ctrl-C to stop it.", err=True)
    ended.wait()
    clock.stop()
    services.db.dispose()
