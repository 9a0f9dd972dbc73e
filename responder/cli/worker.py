"""``responder worker``: the clock and its jobs by themselves, beside a web server on this or another machine."""

from __future__ import annotations

import signal

import click

from responder import log
from responder.bootstrap import open_house
from responder.settings import load
from responder.worker.clock import Clock
from responder.worker.engine import engine_for
from responder.worker.jobs import JOBS


@click.command()
def worker() -> None:
    """Send reminders and letters that are due, until interrupted.

    `responder serve` does this by itself; run a worker where the console runs under another web server. Any number of
    workers may run: one of them leads, another takes over when it stops.
    """
    settings = load()
    log.configure(settings.log_level)
    services = open_house(settings)
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # waited for below; a handler could strike in the middle of a lock
    clock = Clock(services, JOBS, engine=engine_for(services, JOBS))
    clock.start()
    click.echo("The worker runs. Press Ctrl-C to stop it.", err=True)
    signal.sigwait(ends)
    clock.stop()
    services.db.dispose()
