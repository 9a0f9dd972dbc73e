"""Reads the clock of a duty: what it starts from, how long it runs, how its end is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.books.law import Clock, Condition, Limit, Reading
from responder.books.marked import Reader
from responder.books.vocabulary import Vocabulary, read_start
from responder.books.yaml_loader import MarkedMap, line_of

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS: Final = ("minutes", "hours", "calendar_days", "business_days", "months", "years")
ENDS: Final = ("roll_none", "next_working_day", "noon_of_next_working_day")
STANDARDS: Final = (
    "fixed_limit", "without_undue_delay", "without_unreasonable_delay", "immediately", "promptly",
    "as_soon_as_practicable", "as_soon_as_possible", "as_soon_as_feasible", "as_soon_as_reasonably_possible",
    "as_soon_as_reasonably_practicable", "first_reasonable_opportunity", "without_undue_further_delay",
    "shortest_reasonable_time", "reasonable_time",
    "most_expedient_time", "as_expeditiously_as_possible", "as_promptly_as_possible", "expeditious",
    "same_day", "simultaneous",
    "not_later_than_individuals", "before_individuals", "without_delaying_individuals",
    "contemporaneous_with_individuals",
    "at_time_of_individual_notice", "promptly_and_not_later_than_individuals", "on_request", "on_order", "voluntary",
    "fixed_date", "not_before", "non_extendable", "following_discovery", "coordinate", "give_notice_and_cooperate",
    "per_state_breach_law", "per_executive_regulations", "periodic",
)  # fmt: skip
_KEYS: Final = (
    "starts", "amount", "inner_amount", "unit", "standard", "not_after", "not_before", "or_earlier", "ends",
    "ends_unless",
    "first_day", "runs", "zone", "calendar",
)  # fmt: skip


def read_clock(
    entry: Reader, key: str, *, words: Vocabulary, condition: Callable[[Reader, str], Condition | None]
) -> Clock:
    """The clock under ``key``. A contested reading names only what it counts otherwise."""
    reader = entry.inside(key, required=True)
    if reader is None:
        raise entry.bad(key, "nothing stands here")
    return _clock(reader, words, condition, readings=True)


def _clock(
    reader: Reader, words: Vocabulary, condition: Callable[[Reader, str], Condition | None], *, readings: bool
) -> Clock:
    starts = reader.inside("starts", required=True)
    if starts is None:
        raise reader.bad("starts", "nothing stands here")
    amount = reader.number("amount")
    unit = reader.choice("unit", UNITS, required=amount is not None)
    or_earlier = reader.inside("or_earlier")
    found = Clock(
        starts=read_start(starts, words.events),
        amount=amount,
        inner_amount=reader.number("inner_amount"),
        unit=unit,
        standard=reader.choice("standard", STANDARDS, default="fixed_limit" if amount is not None else None)
        or "without_undue_delay",
        not_after=_limit(reader, "not_after", words),
        not_before=_limit(reader, "not_before", words),
        or_earlier=read_start(or_earlier, words.events) if or_earlier else None,
        ends=reader.choice("ends", ENDS, default="roll_none") or "roll_none",
        ends_unless=condition(reader, "ends_unless"),
        first_day=reader.choice("first_day", ("excluded", "included", "next_full_hour"), default="excluded")
        or "excluded",
        runs=_runs(reader, unit),
        zone=reader.text("zone"),
        calendar=reader.text("calendar"),
        contested=tuple(_reading(inner, reader, words, condition) for inner in reader.entries("contested"))
        if readings
        else (),
    )
    if not readings:
        reader.raw("contested")
    reader.done()
    return found


def _runs(reader: Reader, unit: str | None) -> str:
    runs = reader.choice("runs", ("after", "before"), default="after") or "after"
    if runs == "before" and unit != "calendar_days":
        raise reader.bad("runs", "only calendar days are counted back", expected="unit: calendar_days")
    return runs


def _reading(
    entry: Reader, whole: Reader, words: Vocabulary, condition: Callable[[Reader, str], Condition | None]
) -> Reading:
    text, source, use = entry.translated("reading", required=True), entry.text("source"), entry.flag("use")
    merged = MarkedMap(entry.line or 1)
    for origin in (whole.source, entry.source):
        for key in _KEYS:
            if key in origin:
                merged[key] = origin[key]
                merged.lines[key] = line_of(origin, key) or 1
    for key in _KEYS:
        entry.raw(key)
    entry.done()
    clock = _clock(Reader(merged, file=entry.file, path=entry.path, line=entry.line), words, condition, readings=False)
    return Reading(text, clock, source, use)


def _limit(reader: Reader, key: str, words: Vocabulary) -> Limit | None:
    inner = reader.inside(key)
    if inner is None:
        return None
    amount = inner.number("amount", required=True) or 0
    unit = inner.choice("unit", UNITS, required=True) or "hours"
    starts = MarkedMap(inner.line or 1)
    for name in ("event", "earliest", "latest", "filing"):
        value = inner.raw(name)
        if value is not None:
            starts[name] = value
    inner.done()
    return Limit(
        read_start(Reader(starts, file=inner.file, path=inner.path, line=inner.line), words.events), amount, unit
    )
