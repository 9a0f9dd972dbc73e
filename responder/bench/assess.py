"""``assess``: the whole library against one incident, beside a loop over the same compiled conditions and nothing else.

Also says what a round figure hides: the median of single answers with and without what-ifs, how cost grows with rows
of people (regimes × places), how long the shelf takes to load and check, and the memory of a process of its own.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from responder.bench.frame import Bench
from responder.books.library import Library, load_library
from responder.facts.parse import facts_from_document
from responder.obligations.caught import Caught, Setting
from responder.obligations.derive import derive
from responder.obligations.reach import reaches_of
from responder.obligations.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from responder.bench.frame import Work
    from responder.facts.model import Facts
    from responder.obligations.conditions import Check, View
    from responder.obligations.rules import RegimeRule

AS_OF: Final = datetime(2026, 6, 12, 16, 0, tzinfo=UTC)
ROWS = (10, 50, 100, 300)
ROUNDS = 21
_PLACES: Final = ("DE", "FR", "US-CA", "US-NY", "US-TX", "GB", "JP", "AU")
_DATA: Final = (["name", "ssn"], ["name", "email"], ["name", "passport"], ["name", "medical"])


def incident(rows: int, places: tuple[str, ...] = _PLACES) -> dict[str, Any]:
    """A plainly synthetic incident with so many rows of people, one place after the other."""
    return {
        "format": "responder/facts/1",
        "incident": {"kinds": ["confidentiality"], "cause": "external_malicious"},
        "events": {"detected": "2026-06-11T08:10:00+02:00", "awareness": "2026-06-11T15:30:00+02:00"},
        "organisation": {"role": "controller", "established_in": ["DE", "US"], "main_establishment": "DE",
                         "timezone": "Europe/Berlin", "qualifies_as": []},
        "exposure": {"encrypted": False, "accessed": True, "acquired": True},
        "risk": {"level": "high"},
        "people": [
            {"where": places[number % len(places)], "count": 100 + 37 * number, "data": _DATA[number % len(_DATA)]}
            for number in range(rows)
        ],
        "people_complete": True,
    }  # fmt: skip


@lru_cache(maxsize=1)
def _library() -> Library:
    return load_library()


def _facts(document: dict[str, Any]) -> Facts:
    return facts_from_document(document, name="bench", library=_library())


@contextmanager
def _ours() -> Iterator[Work]:
    library, facts = _library(), _facts(incident(len(_PLACES)))
    derive(facts, library, as_of=AS_OF, would_change=False)
    yield lambda size: _times(size, lambda: derive(facts, library, as_of=AS_OF, would_change=False))


@contextmanager
def _bare() -> Iterator[Work]:
    asked = list(_conditions(_library(), _facts(incident(len(_PLACES)))))

    def ask() -> None:
        for check, view in asked:
            check.value(view)

    yield lambda size: _times(size, ask)


def _times(size: int, work: Callable[[], object]) -> None:
    for _ in range(size):
        work()


def _conditions(library: Library, facts: Facts) -> Iterator[tuple[Check, View]]:
    """Every condition of every law that reaches the incident, with each segment of people it is asked of."""
    for rule in rules_of(library).values():
        for reach in reaches_of(facts, rule.regime, library):
            if reach.touched is False:
                continue
            setting = Setting(facts, library.words, rule, rule.regime.place, ZoneInfo("UTC"))
            caught = Caught(setting, reach, None, reach.segments)
            for segment in reach.segments:
                view = caught.view(segment, counting=False)
                yield from ((check, view) for check in _checks(rule))


def _checks(rule: RegimeRule) -> Iterator[Check]:
    yield from (check for check in (rule.applies, rule.trigger) if check is not None)
    yield from (harbour.check for harbour in rule.harbours)
    for periods in rule.duties.values():
        yield from periods[0].checks


def details() -> dict[str, Any]:
    """What the rate alone does not say; milliseconds are medians of single answers."""
    begun = time.perf_counter()
    library = load_library()
    load = time.perf_counter() - begun
    facts = _facts(incident(len(_PLACES)))
    everywhere = tuple(id for id, place in library.places.items() if not place.union)  # noqa: A001
    grown = {rows: _facts(incident(rows, everywhere)) for rows in ROWS}
    return {
        "median_ms": _median(facts, would_change=False),
        "median_ms_with_what_ifs": _median(facts, would_change=True),
        "by_rows_ms": {str(rows): _median(each, would_change=False) for rows, each in grown.items()},
        "by_rows_ms_with_what_ifs": {str(rows): _median(each, would_change=True) for rows, each in grown.items()},
        "load_and_check_seconds": round(load, 3),
        "own_process_peak_mb": _own_process_mb(),
    }


def _median(facts: Facts, *, would_change: bool) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        derive(facts, _library(), as_of=AS_OF, would_change=would_change)
        taken.append(time.perf_counter() - begun)
    return round(1000 * statistics.median(taken), 1)


def _own_process_mb() -> int:
    """The peak of a process that answers for the same incident, with what-ifs, and does nothing else."""
    command = [sys.executable, "-c", "from responder.bench.assess import answer_alone; answer_alone()"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own
    return int(ran.stdout)


def answer_alone() -> None:
    """Answer once and print this process's own peak in MB; what it was forked from does not count where Linux tells."""
    derive(_facts(incident(len(_PLACES))), _library(), as_of=AS_OF)
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    print((own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)  # noqa: T201 -- read by the bench


BENCH = Bench("assess", "answers/s", "the same compiled conditions in a loop", _ours, _bare, 30, details)
