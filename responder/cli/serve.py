"""``responder serve``: the console, and the clock beside it, in one process on this machine."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import structlog
from sqlalchemy.exc import SQLAlchemyError
from waitress.server import create_server

from responder import clock as moment
from responder import flow, log
from responder.bootstrap import open_house
from responder.errors import NotConfigured
from responder.settings import load
from responder.site.app import make_app
from responder.worker.clock import Clock
from responder.worker.engine import engine_for
from responder.worker.jobs import JOBS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.bootstrap import Services

THREADS = 8
ENDS = {signal.SIGTERM, signal.SIGINT}
LOOKS_EVERY = 10.0
log_of_watch = structlog.get_logger("watch")


@click.command()
def serve() -> None:
    """Serve the console and send what is due, until interrupted."""
    settings = load()
    log.configure(settings.log_level)
    services = open_house(settings)
    try:
        with serving(services) as address:
            click.echo(f"Responder: {address}\nPress Ctrl-C to stop it.", err=True)
            wait_for_the_end()
    finally:
        services.db.dispose()


@contextmanager
def serving(services: Services) -> Iterator[str]:
    """The console and the clock, running; gives the address at which this machine reaches the console.

    Raises:
        NotConfigured: the address is taken.
    """
    settings = services.settings
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # waited for; a handler could strike in the middle of a lock
    try:
        server = create_server(make_app(services), host=settings.host, port=settings.port, threads=THREADS)
    except OSError as taken:
        raise NotConfigured(
            "Port {port} of {host} cannot be listened on ({why}). Set RESPONDER_PORT to another.",
            port=settings.port,
            host=settings.host,
            why=taken.strerror,
        ) from taken
    clock = Clock(services, JOBS, engine=engine_for(services, JOBS))
    thread = threading.Thread(target=server.run, name="console", daemon=True)
    ends = threading.Event()
    watch = threading.Thread(target=watch_until, args=(services, ends), name="watch", daemon=True)
    clock.start()
    thread.start()
    watch.start()
    try:
        yield f"http://{settings.host}:{server.effective_port}"
    finally:
        ends.set()
        clock.stop()
        server.close()
        watch.join()


def watch_until(services: Services, ends: threading.Event, every: float = LOOKS_EVERY) -> None:
    """Look after the clock from outside of it, until ``ends``: when it dies, the administrators are called."""
    while not ends.wait(every):
        try:
            flow.watch_clock(services, clock=moment.now)
        except SQLAlchemyError as broken:  # the database is away for a while: the next look tries again
            log_of_watch.warning("the clock cannot be looked after", error=type(broken).__name__)


def wait_for_the_end() -> None:
    """Return once this process was asked to end."""
    signal.sigwait(ENDS)
