"""Who does the work once the clock has fired a job. No rule of the domain knows which it was."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol

from responder.errors import NotConfigured

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from responder.bootstrap import Services
    from responder.worker.jobs import Job


class Engine(Protocol):
    """Runs a fired job, here or elsewhere; returns when it is done or safely handed over."""

    def start(self) -> None: ...

    def run(self, job: Job, services: Services, now: datetime) -> None: ...

    def stop(self) -> None: ...


class LocalEngine:
    """In this process, in the thread of the tick: right for one machine."""

    def start(self) -> None:
        pass

    def run(self, job: Job, services: Services, now: datetime) -> None:
        job.work(services, now)

    def stop(self) -> None:
        pass


def engine_for(services: Services, jobs: Sequence[Job]) -> Engine:
    """The engine that the settings ask for: with a database of its own server, work is shared by all workers.

    Raises:
        NotConfigured: what PostgreSQL needs is not installed.
    """
    if services.settings.database_file is not None:
        return LocalEngine()
    try:
        shared = importlib.import_module("responder.worker.shared")  # only there are its libraries needed
    except ModuleNotFoundError as missing:
        raise NotConfigured(
            "Sharing work over PostgreSQL needs {module}. Type: pip install 'responder[postgres]'", module=missing.name
        ) from missing
    engine: Engine = shared.SharedEngine(services, jobs)
    return engine
