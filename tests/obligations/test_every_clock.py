"""Every clock on the shelf: it never ends before it starts, a later start never ends earlier, hours know no zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from responder.facts.parse import facts_from_document
from responder.obligations.clocks import Counting, due
from responder.obligations.deadlines import CLOCK_UNITS
from responder.obligations.reasons import Speaker
from tests.obligations.incidents import LIBRARY

SPEAKER = Speaker(LIBRARY.words, "en")
CLOCKS = {
    f"{regime.id} {place or ''} {duty.id} {number}": (regime, duty)
    for regime in LIBRARY.regimes.values()
    for place, duties in (("", regime.duties), *regime.variants.items())
    for number, duty in enumerate(duties)
    if duty.clock.amount is not None and duty.clock.runs == "after"
    and duty.clock.starts.how in {"event", "earliest", "latest", "year_end_of"}
}  # fmt: skip
STARTS = [datetime(2026, 1, 31, 22, 30, tzinfo=UTC) + timedelta(days=19 * n, hours=5 * n) for n in range(20)]


@cache
def facts_at(start):
    """Every event happened at ``start``."""
    document = {
        "format": "responder/facts/1",
        "events": dict.fromkeys(LIBRARY.events, start.isoformat()),
        "organisation": {"established_in": ["DE"]},
    }
    return facts_from_document(document, name="facts", library=LIBRARY)


def counted(regime, duty, start, *, zone=None):
    """The due time when every event happened at ``start``."""
    facts = facts_at(start)
    place = LIBRARY.words.place(regime.place)
    named = duty.clock.zone or regime.zone
    named = (place.zone if named == "authority" else named) or "UTC"
    calendar = place.calendar if regime.calendar == "authority" else regime.calendar
    counting = Counting(
        facts, facts.entities[0], LIBRARY.words, ZoneInfo(zone or named), calendar, SPEAKER, lambda *_: None,
        lambda _: None,
    )  # fmt: skip
    return due(duty.clock, counting).at


@pytest.mark.parametrize("name", CLOCKS)
def test_the_clock_never_ends_before_its_start_and_never_earlier_for_a_later_start(name):
    regime, duty = CLOCKS[name]
    ends = [counted(regime, duty, start) for start in STARTS]
    assert all(end >= start for start, end in zip(STARTS, ends, strict=True))
    assert ends == sorted(ends)


HOURS = [
    name for name, (_, duty) in CLOCKS.items()
    if duty.clock.unit in CLOCK_UNITS and duty.clock.ends == "roll_none"
]  # fmt: skip


@pytest.mark.parametrize("name", HOURS)
def test_a_clock_of_hours_ends_at_the_same_instant_whatever_the_zone(name):
    regime, duty = CLOCKS[name]
    plain = replace(duty, clock=replace(duty.clock, contested=(), not_after=None, or_earlier=None))
    ends = {counted(regime, plain, STARTS[3], zone=zone) for zone in ("Asia/Tokyo", "America/New_York", "UTC")}
    assert len(ends) == 1
