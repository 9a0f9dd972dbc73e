"""The table of benches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.bench import assess, render, sending, start, timeline_append, timeline_page

if TYPE_CHECKING:
    from responder.bench.frame import Bench
    from responder.bench.timeline_page import MakeApp

_OURS = (start.BENCH, assess.BENCH, timeline_append.BENCH, render.BENCH, sending.EMAIL, sending.SMS)
BENCHES: dict[str, Bench] = {bench.name: bench for bench in _OURS}


def benches_of(make_app: MakeApp) -> dict[str, Bench]:
    """Every bench, those of the site too: it lies above this room and is handed in."""
    of_site = timeline_page.bench(make_app)
    return {**BENCHES, of_site.name: of_site}
