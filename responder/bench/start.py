"""``start``: a process that says the version and ends, beside one that only loads the command-line library."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from responder.bench.frame import Bench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.bench.frame import Work


@contextmanager
def _ours() -> Iterator[Work]:
    yield lambda size: _run(size, "-m", "responder", "--version")


@contextmanager
def _bare() -> Iterator[Work]:
    yield lambda size: _run(size, "-c", "import click")


def _run(times: int, *arguments: str) -> None:
    for _ in range(times):
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own


BENCH = Bench("start", "starts/s", 'python -c "import click"', _ours, _bare, 5)
