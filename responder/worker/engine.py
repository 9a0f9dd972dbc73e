"""Who does the work once the clock has fired a job. No rule of the domain knows which it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from responder.bootstrap import Services
    from responder.worker.jobs import Job


class Engine(Protocol):
    """Runs a fired job, here or elsewhere; returns when it is done or safely handed over."""

    def run(self, job: Job, services: Services, now: datetime) -> None: ...


class LocalEngine:
    """In this process, in the thread of the tick: right for one machine."""

    def run(self, job: Job, services: Services, now: datetime) -> None:
        job.work(services, now)
