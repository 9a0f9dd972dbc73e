"""The clock: APScheduler only ticks, the tables decide.

Each process has one; a lease elects which of them fires. Renewing the lease and the heartbeat has a tick of its own, so
that a long job never costs the lease. A firing is written before the job runs and closed after it: if its process dies
between, whoever holds the lease next begins it again. Leases and firings are decided by single statements, so that no
long deed keeps the clock from showing that it lives.
"""

from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from responder import clock, ids
from responder.agenda.actions import beat, finish_fire, holds_lease, let_go, record_fire, take_lease
from responder.agenda.records import CLOCK
from responder.worker.engine import LocalEngine
from responder.worker.guarded import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from responder.bootstrap import Services
    from responder.worker.engine import Engine
    from responder.worker.jobs import Job

LEASE: Final = timedelta(seconds=10)
_DEFAULTS: Final = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
_log = structlog.get_logger("clock")
# A tick left out because the last one is still at work is meant so, and no line for an operator.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


class Clock:
    """Ticks ``jobs`` while it holds the lease. ``start`` returns at once; ``stop`` waits for what is running."""

    def __init__(
        self, services: Services, jobs: Sequence[Job], *, engine: Engine | None = None, lease: timedelta = LEASE
    ) -> None:
        self.owner = f"{socket.gethostname()}-{os.getpid()}-{ids.new_id()[-6:]}"
        self._services = services
        self._jobs = tuple(jobs)
        self._engine = engine or LocalEngine()
        self._lease = lease
        self._leads = False
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(len(self._jobs) + 1)},
            job_defaults=_DEFAULTS,
            timezone="UTC",
        )

    def start(self) -> None:
        self._engine.start()
        guarded("lease", self._renew)
        self._tick("lease", self._renew, self._lease / 4)
        for job in self._jobs:
            self._tick(job.name, self._firing(job), job.every)
        self._scheduler.start()

    def stop(self) -> None:
        """Let running jobs end and give the lease back."""
        self._scheduler.shutdown(wait=True)
        self._engine.stop()
        guarded("lease", self._give_back)

    def _tick(self, name: str, work: Callable[[], None], every: timedelta) -> None:
        self._scheduler.add_job(
            guarded,
            IntervalTrigger(seconds=every.total_seconds()),
            args=(name, work),
            id=name,
            next_run_time=clock.now(),
        )

    def _firing(self, job: Job) -> Callable[[], None]:
        return lambda: self._fire(job)

    def _renew(self) -> None:
        now = clock.now()
        with self._services.db.writing(alone=False) as session:
            leads = take_lease(session, CLOCK, owner=self.owner, ttl=self._lease, now=now)
            if leads:
                beat(session, owner=self.owner, now=now)
        if leads != self._leads:
            _log.info("lease taken" if leads else "lease lost", owner=self.owner)
        self._leads = leads

    def _fire(self, job: Job) -> None:
        if not self._leads:
            return
        now = clock.now()
        moment = job.moment(now)
        if not self._begin(job, moment, now):
            return
        done = guarded(job.name, lambda: self._engine.run(job, self._services, now))
        with self._services.db.writing(alone=False) as session:
            outcome = "done" if done else "failed"
            finish_fire(session, job.name, moment, owner=self.owner, outcome=outcome, now=clock.now())

    def _begin(self, job: Job, moment: datetime, now: datetime) -> bool:
        with self._services.db.writing(alone=False) as session:
            return holds_lease(session, CLOCK, owner=self.owner, now=now) and record_fire(
                session, job.name, moment, owner=self.owner, now=now
            )

    def _give_back(self) -> None:
        with self._services.db.writing(alone=False) as session:
            let_go(session, CLOCK, owner=self.owner, now=clock.now() - timedelta(seconds=1))
