"""The table of benches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.bench import start, timeline_append

if TYPE_CHECKING:
    from responder.bench.frame import Bench

BENCHES: dict[str, Bench] = {bench.name: bench for bench in (start.BENCH, timeline_append.BENCH)}
