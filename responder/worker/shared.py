"""Work shared by every worker on one PostgreSQL: Procrastinate wakes them, our own tables say what there is to do.

A task is "run this job" and nothing else. It stands in the queue once at most, is never tried again by the queue, and
may be lost: the next tick of the clock puts it there anew. So nothing in the queue's tables is worth keeping, and they
lie in a schema of their own that is made again whenever Procrastinate has another version.
"""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import psycopg
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from procrastinate.worker import Worker
from sqlalchemy import make_url

from responder import clock
from responder.agenda.actions import beat
from responder.agenda.queries import living
from responder.worker.guarded import guarded
from responder.worker.sending import worker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from responder.bootstrap import Services
    from responder.worker.jobs import Job, Work

SCHEMA: Final = "responder_queue"
SENDER: Final = "sender:"
BEAT: Final = timedelta(seconds=5)
IS_GONE: Final = timedelta(seconds=20)
_SCHEMA_LOCK: Final = 0x51554555  # "QUEU"


class SharedEngine:
    """Hands fired jobs to the queue, and takes whatever any clock has put there.

    ``send`` may be done by every worker at once; it goes by a queue of its own, so that reminders and pages never wait
    for a campaign, and one process never takes the share of two.
    """

    def __init__(self, services: Services, jobs: Sequence[Job]) -> None:
        self._services = services
        self._jobs = tuple(jobs)
        self._address = _address(services.settings.database)
        self._desk = App(connector=SyncPsycopgConnector(**self._address))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_working, name="shared work", daemon=True)

    def start(self) -> None:
        _make_queue(self._address["conninfo"])
        self._desk.open()
        self._thread.start()

    def run(self, job: Job, services: Services, now: datetime) -> None:
        self._put(job.name, "deeds")
        if job.beside is not None:
            with services.db.reading() as session:
                workers = living(session, SENDER, since=now - IS_GONE)
            for hand in range(workers):
                self._put(_beside(job), "sending", lock=f"{job.name} {hand}")

    def stop(self) -> None:
        """Let what runs end; what waits is another's, or the next tick's."""
        self._ended.set()
        self._thread.join()
        self._desk.close()

    def _put(self, name: str, queue: str, *, lock: str | None = None) -> None:
        try:
            self._desk.configure_task(name, queue=queue, queueing_lock=lock or name).defer()
        except AlreadyEnqueued:
            return

    def _keep_working(self) -> None:
        """Until the end, whatever happens to the server meanwhile."""
        while not self._ended.is_set():
            if not guarded("shared work", lambda: asyncio.run(self._work())):
                self._ended.wait(BEAT.total_seconds())  # the server restarts, perhaps

    async def _work(self) -> None:
        app = App(connector=PsycopgConnector(**self._address))
        for job in self._jobs:
            app.task(name=job.name)(self._doing(job.name, job.work))
            if job.beside is not None:
                app.task(name=_beside(job))(self._doing(_beside(job), job.beside))
        async with app.open_async(), asyncio.TaskGroup() as together:
            takers = [_taker(app, "deeds", concurrency=3), _taker(app, "sending", concurrency=1)]
            for taker in takers:
                together.create_task(taker.run())  # type: ignore[no-untyped-call]  # the library gives it no types
            try:
                await self._show(app)
            finally:
                for taker in takers:
                    taker.stop()  # type: ignore[no-untyped-call]  # the same

    async def _show(self, app: App) -> None:
        """Show that this worker lives, and take away the tasks of those that no longer do."""
        while not self._ended.is_set():
            await asyncio.to_thread(self._beat)
            for stalled in await app.job_manager.get_stalled_jobs():
                await app.job_manager.finish_job(stalled, Status.FAILED, delete_job=True)
            await asyncio.to_thread(self._ended.wait, BEAT.total_seconds())

    def _beat(self) -> None:
        name = worker_of(self._services.settings).name
        with self._services.db.writing(alone=False) as session:
            beat(session, owner=name, now=clock.now(), name=SENDER + name)

    def _doing(self, name: str, work: Work) -> Callable[[], None]:
        """A task that fails is said in our own log; the queue would only repeat it there."""

        def do() -> None:
            guarded(name, lambda: work(self._services, clock.now()))

        return do


def _beside(job: Job) -> str:
    return f"{job.name} beside"


def _taker(app: App, queue: str, *, concurrency: int) -> Worker:
    return Worker(
        app, queues=[queue], name=queue, concurrency=concurrency, delete_jobs="always", install_signal_handlers=False,
        fetch_job_polling_interval=1,
    )  # fmt: skip


def _address(database: str) -> dict[str, Any]:
    address = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    return {"conninfo": address, "kwargs": {"options": f"-c search_path={SCHEMA}"}}


def _make_queue(address: str) -> None:
    """The queue's tables, empty, unless this very version made them."""
    wanted = f"procrastinate {version('procrastinate')}"
    with psycopg.connect(address) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_SCHEMA_LOCK,))
        found = connection.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
        ).fetchone()
        if found == (wanted,):
            return
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        connection.execute(f"SET LOCAL search_path TO {SCHEMA}")
        connection.execute(SchemaManager.get_schema())
        connection.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{wanted}'")
