"""The frame of every bench: measure, compare with the bare baseline of the same call, say on what."""

from __future__ import annotations

import gc
import platform
import resource
import sqlite3
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from responder import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    Work = Callable[[int], object]

FORMAT = "responder/bench/1"
ROUNDS = 3


@dataclass(frozen=True)
class Bench:
    """One benchmark. ``ours`` and ``bare`` each prepare their world, unmeasured, and give the work to do."""

    name: str
    unit: str
    baseline: str
    ours: Callable[[], AbstractContextManager[Work]]
    bare: Callable[[], AbstractContextManager[Work]]
    size: int
    details: Callable[[], dict[str, Any]] | None = None
    """What else this bench can say, measured after the rounds."""


@dataclass(frozen=True)
class Result:
    """What was measured. ``seconds`` is the median of the rounds; ``ratio`` is our rate to the bare one's."""

    name: str
    size: int
    seconds: float
    unit: str
    baseline: str
    baseline_seconds: float
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.baseline_seconds / self.seconds

    def to_document(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "name": self.name,
            "size": self.size,
            "seconds": round(self.seconds, 4),
            "rate": round(self.size / self.seconds, 1),
            "unit": self.unit,
            "baseline": {"what": self.baseline, "rate": round(self.size / self.baseline_seconds, 1)},
            "ratio": round(self.ratio, 3),
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "versions": {
                "responder": __version__,
                "python": platform.python_version(),
                "sqlalchemy": version("sqlalchemy"),
                "sqlite": sqlite3.sqlite_version,
            },
            **({"details": dict(self.details)} if self.details else {}),
        }


def measure(bench: Bench, *, size: int | None = None, rounds: int = ROUNDS) -> Result:
    """Run a bench: ours and the baseline take turns, so that a machine that slows down slows both."""
    size = size or bench.size
    ours, bare = [], []
    for _ in range(rounds):
        bare.append(_seconds(bench.bare, size))
        ours.append(_seconds(bench.ours, size))
    middle = rounds // 2
    details = bench.details() if bench.details else {}
    return Result(bench.name, size, sorted(ours)[middle], bench.unit, bench.baseline, sorted(bare)[middle], details)


def _seconds(prepare: Callable[[], AbstractContextManager[Work]], size: int) -> float:
    with prepare() as work:
        gc.collect()
        begun = time.perf_counter()
        work(size)
        return time.perf_counter() - begun
