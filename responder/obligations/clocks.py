"""When a duty falls due: its start found among the facts, its period counted, each step said in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from responder.books.law import Clock, Limit, Start
from responder.facts.model import Entity, Facts, Moment
from responder.obligations.calendars import Calendar, calendar_for
from responder.obligations.deadlines import CLOCK_UNITS, elapsed, end_of, last_day, next_full_hour, rolled
from responder.obligations.obligation import Due, OtherDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from responder.books.vocabulary import Vocabulary
    from responder.obligations.reasons import Speaker


@dataclass(frozen=True, slots=True)
class Begun:
    """A start: when, by which event, and why it may still move."""

    moment: Moment | None
    name: str | None
    because: tuple[str, ...] = ()
    other: tuple[Begun, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """All that one clock is counted with: the facts of one entity, the zone of the law, the calendar, the language.

    ``done`` gives the moment when another duty was done, first or last; ``latest`` its latest day while it is not.
    """

    facts: Facts
    entity: Entity
    words: Vocabulary
    zone: ZoneInfo
    calendar: str | None
    speaker: Speaker
    done: Callable[[str, bool], Moment | None]
    latest: Callable[[str], Due | None]
    rolls: bool = True

    @property
    def own_zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.entity.timezone) if self.entity.timezone else None


def due(clock: Clock, counting: Counting) -> Due:
    """The due time by the reading to be used; the others stand in ``contested``."""
    plain = _one(clock, counting)
    if not clock.contested:
        return _with_target(clock, plain, counting)
    readings = [(reading, _one(reading.clock, counting)) for reading in clock.contested]
    dated = [(reading, found.at) for reading, found in readings if found.at is not None]
    chosen, used = plain, None
    for reading, found in readings:
        if reading.use or (not any(r.use for r, _ in readings) and _earlier(found.at, chosen.at)):
            chosen, used = found, reading
    others = [
        OtherDue(at, counting.speaker.text(reading.text), reading.source)
        for reading, at in dated
        if reading is not used
    ]
    if used is not None and plain.at is not None:
        others.insert(0, OtherDue(plain.at, counting.speaker.say("reading_plain"), None))
    found = replace(chosen, contested=(*chosen.contested, *(other for other in others if other.at != chosen.at)))
    return _with_target(clock, found, counting)


def _earlier(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one < other


def start_of(start: Start, counting: Counting) -> Begun:
    """The start of a clock. Where the event is not given an earlier one of its kin stands in, never a later."""
    match start.how:
        case "event":
            return _event(start.names[0], counting)
        case "earliest" | "latest":
            return _joined(start, counting)
        case "filing":
            return _filing(start, counting)
        case "date":
            return Begun(None, start.names[0])
        case "year_end_of":
            return _year_end(start, counting)
        case _:
            return Begun(None, None)


def _event(name: str, counting: Counting) -> Begun:
    own = counting.facts.event(name, counting.entity.id)
    if own is not None:
        return Begun(own, name, _imprecise(name, own, counting))
    definition = counting.words.events.get(name)
    for stand_in in (*definition.kin, *definition.last_resort) if definition else ():
        found = counting.facts.event(stand_in, counting.entity.id)
        if found is None:
            continue
        say = counting.speaker
        because = say.say("kin", stand_in=say.event(stand_in), event=say.event(name))
        later = [
            Begun(moment, other)
            for other in (definition.last_resort if definition and stand_in in definition.kin else ())
            if (moment := counting.facts.event(other, counting.entity.id)) is not None
        ]
        return Begun(found, stand_in, (because, *_imprecise(stand_in, found, counting)), tuple(later))
    return Begun(None, name)


def _imprecise(name: str, moment: Moment, counting: Counting) -> tuple[str, ...]:
    if moment.exact:
        return ()
    phrase = "only_latest" if moment.only_latest else "only_span"
    return (counting.speaker.say(phrase, event=counting.speaker.event(name)),)


def _joined(start: Start, counting: Counting) -> Begun:
    given = [(name, moment) for name in start.names if (moment := counting.facts.event(name, counting.entity.id))]
    if not given:
        found = [begun for name in start.names if (begun := _event(name, counting)).moment is not None]
        return min(found, key=lambda begun: _instant(begun.moment, counting), default=Begun(None, start.names[0]))
    pick = min if start.how == "earliest" else max
    name, moment = pick(given, key=lambda entry: _instant(entry[1], counting))
    because = _imprecise(name, moment, counting)
    if start.how == "latest" and len(given) < len(start.names):
        missing = next(other for other in start.names if other not in {name for name, _ in given})
        say = counting.speaker
        because = (say.say("kin", stand_in=say.event(name), event=say.event(missing)), *because)
    return Begun(moment, name, because)


def _instant(moment: Moment | None, counting: Counting) -> datetime:
    return datetime.max.replace(tzinfo=UTC) if moment is None else moment.earliest(counting.own_zone or counting.zone)


def _filing(start: Start, counting: Counting) -> Begun:
    duty = start.names[0]
    name = start.known_as or duty
    filed = (found for other in start.names if (found := counting.done(other, start.last)) is not None)
    done = next(filed, None) or (counting.facts.event(start.known_as, counting.entity.id) if start.known_as else None)
    if done is not None:
        return Begun(done, name, _imprecise(name, done, counting))
    say = counting.speaker
    reason = (
        say.say("letters_not_sent")
        if start.known_as == "individual_notice_sent"
        else say.say("not_done_yet", duty=duty)
    )
    other = counting.latest(duty)
    if other is None or other.at is None:
        return Begun(None, name, (reason,))
    return Begun(Moment(instant=other.at, exact=False), name, (reason, *other.provisional_because))


def _year_end(start: Start, counting: Counting) -> Begun:
    found = _event(start.names[0], counting)
    if found.moment is None:
        return found
    year = found.moment.day_in(counting.zone).year
    return Begun(Moment(day=date(year, 12, 31)), found.name, found.because)


def _one(clock: Clock, counting: Counting) -> Due:
    begun = start_of(clock.starts, counting)
    if clock.starts.how == "date":
        return _fixed_date(clock, counting)
    found = _counted(clock, begun, counting)
    readings = [
        OtherDue(at, counting.speaker.say("reading_kin", event=counting.speaker.event(other.name or "")), None)
        for other in begun.other
        if (at := _counted(clock, other, counting).at) is not None and at != found.at
    ]
    return replace(found, contested=(*found.contested, *readings))


def _period(amount: int | None, unit: str | None, speaker: Speaker) -> str:
    if amount is None or not unit:
        return ""
    return speaker.say(f"unit_{unit}_1" if amount == 1 else f"unit_{unit}", n=amount)


def _counted(clock: Clock, begun: Begun, counting: Counting) -> Due:
    say = counting.speaker
    name = say.event(begun.name) if begun.name else ""
    found = Due(clock.standard, begun.name, provisional=bool(begun.because), provisional_because=begun.because)
    if begun.moment is None:
        steps = (
            (
                say.say(
                    "step_no_start",
                    period=_period(clock.amount, clock.unit, say) or say.term(clock.standard),
                    event=name,
                ),
            )
            if name
            else ()
        )
        return _limited(clock, replace(found, steps=steps), None, counting)
    moment = begun.moment
    started = moment.earliest(counting.own_zone or counting.zone)
    found = replace(found, started_at=None if begun.because and clock.starts.how == "filing" else started)
    if clock.amount is None or clock.unit is None:
        word = say.term(clock.standard)
        found = replace(
            found,
            steps=(say.say("step_word", standard=word, event=name, start=moment.written or _shown(started, counting)),),
        )
        return _limited(clock, found, started, counting)
    if clock.unit in CLOCK_UNITS:
        if moment.day is not None:
            found = _because(found, say.say("only_day", event=name))
        at = elapsed(
            next_full_hour(started) if clock.first_day == "next_full_hour" else started,
            clock.amount,
            clock.unit,
            counting.zone,
        )
        inner = elapsed(started, clock.inner_amount, clock.unit, counting.zone) if clock.inner_amount else None
        found = replace(found, at=at, target_at=inner)
    else:
        found = _days(clock, moment, found, counting)
    phrase = "step_back" if clock.runs == "before" else "step_period"
    step = say.say(phrase, period=_period(clock.amount, clock.unit, say), event=name,
                   start=_start_shown(clock, moment, counting), end=_shown(found.at, counting))  # fmt: skip
    return _limited(clock, replace(found, steps=(step, *found.steps)), started, counting)


def _start_shown(clock: Clock, moment: Moment, counting: Counting) -> str:
    if clock.unit in CLOCK_UNITS:
        return _shown(moment.earliest(counting.own_zone or counting.zone), counting)
    return _first_day(moment, counting)[0].isoformat()


def _shown(at: datetime | None, counting: Counting) -> str:
    return "–" if at is None else at.astimezone(counting.zone).isoformat(timespec="minutes")


def _first_day(moment: Moment, counting: Counting) -> tuple[date, date]:
    """The day a period in days is counted from, and the day in the law's own zone: the earlier reading leads."""
    lawful = moment.day_in(counting.zone)
    own = moment.day_in(counting.own_zone) if counting.own_zone else lawful
    return min(lawful, own), lawful


def _days(clock: Clock, moment: Moment, found: Due, counting: Counting) -> Due:
    working = _working(clock, counting)
    day, lawful = _first_day(moment, counting)
    unit, included = clock.unit or "calendar_days", clock.first_day == "included"
    if clock.runs == "before":
        return replace(found, at=end_of(day - timedelta(days=clock.amount or 0), counting.zone))
    end = last_day(day, clock.amount or 0, unit, working, included=included)
    found = replace(found, at=end_of(end, counting.zone))
    if clock.inner_amount:
        inner = last_day(day, clock.inner_amount, unit, working, included=included)
        found = replace(found, target_at=end_of(inner, counting.zone))
    if lawful != day:
        later = end_of(last_day(lawful, clock.amount or 0, unit, working, included=included), counting.zone)
        other = OtherDue(later, counting.speaker.say("reading_regime_zone", zone=counting.zone.key), None)
        found = replace(found, contested=(other,), steps=(counting.speaker.say("step_own_zone"),))
    if unit == "business_days" and (year := working.open_year(day, end)) is not None:
        found = _because(found, counting.speaker.say("holidays_open", year=year, calendar=working.id))
    return found


def _working(clock: Clock, counting: Counting) -> Calendar:
    words = counting.words
    return calendar_for(clock.calendar or counting.calendar, words.confirmed_through, words.days_off)


def _because(found: Due, reason: str) -> Due:
    return replace(found, provisional=True, provisional_because=(*found.provisional_because, reason))


def _rolled(clock: Clock, found: Due, counting: Counting) -> Due:
    if clock.ends == "roll_none" or not counting.rolls or found.at is None:
        return found
    working = _working(clock, counting)
    at = rolled(found.at, clock.ends, working, counting.zone)
    if at == found.at:
        return found
    moved = replace(found, at=at, steps=(*found.steps, counting.speaker.say("step_roll", end=_shown(at, counting))))
    year = working.open_year(found.at.date(), at.date())
    return (
        moved
        if year is None
        else _because(moved, counting.speaker.say("holidays_open", year=year, calendar=working.id))
    )


def _limited(clock: Clock, found: Due, started: datetime | None, counting: Counting) -> Due:
    """Applies "not after", the roll of a weekend, "or earlier" and "not before".

    A limit that had passed before the start does not bind; a weekend moves whichever limit binds.
    """
    say = counting.speaker
    if clock.not_after is not None:
        limit = _limit(clock.not_after, counting)
        if limit is not None and (started is None or limit[0] >= started) and (found.at is None or limit[0] < found.at):
            period = _period(clock.not_after.amount, clock.not_after.unit, say)
            end = _shown(limit[0], counting)
            step = say.say("step_cap", period=period, event=say.event(limit[1].name or ""), end=end)
            found = replace(found, at=limit[0], steps=(*found.steps, step))
            for reason in limit[1].because:
                found = _because(found, reason)
    found = _rolled(clock, found, counting)
    if clock.or_earlier is not None:
        other = start_of(clock.or_earlier, counting)
        done = other.moment if other.moment and not other.because else None
        at = _at_or_by_the_end_of_its_day(done, counting) if done else None
        if at is not None and (found.at is None or at < found.at):
            at = max(at, started) if started else at
            step = say.say("step_earlier", event=say.event(other.name or ""), end=_shown(at, counting))
            found = replace(found, at=at, steps=(*found.steps, step))
    if clock.not_before is not None and (limit := _limit(clock.not_before, counting)) is not None:
        found = replace(found, not_before=limit[0])
    return found


def _at_or_by_the_end_of_its_day(moment: Moment, counting: Counting) -> datetime:
    if moment.day is not None:
        return end_of(moment.day, counting.zone)
    return moment.earliest(counting.zone).astimezone(counting.zone)


def _limit(limit: Limit, counting: Counting) -> tuple[datetime, Begun] | None:
    begun = start_of(limit.starts, counting)
    if begun.moment is None:
        return None
    clock = Clock(limit.starts, amount=limit.amount, unit=limit.unit)
    if limit.unit in CLOCK_UNITS:
        started = begun.moment.earliest(counting.own_zone or counting.zone)
        return elapsed(started, limit.amount, limit.unit, counting.zone), begun
    day, _ = _first_day(begun.moment, counting)
    return end_of(last_day(day, limit.amount, limit.unit, _working(clock, counting)), counting.zone), begun


def _fixed_date(clock: Clock, counting: Counting) -> Due:
    """A date of the year after the discovery, such as 1 February for the log of the year before."""
    month, day = (int(part) for part in clock.starts.names[0].split("-"))
    begun = _event("discovery", counting)
    found = Due(clock.standard, "date", provisional=bool(begun.because), provisional_because=begun.because)
    if begun.moment is None:
        return found
    known = begun.moment.day_in(counting.zone)
    at = end_of(date(known.year + 1, month, day), counting.zone)
    return replace(found, at=at, started_at=begun.moment.earliest(counting.zone), steps=(_shown(at, counting),))


def _with_target(clock: Clock, found: Due, counting: Counting) -> Due:
    """What to aim at inside the legal time: the law's inner limit, else the firm's table of targets."""
    say = counting.speaker
    if found.target_at is not None:
        return replace(found, target_why=say.say("target_law"))
    if found.started_at is None:
        return found
    for entry in counting.words.targets:
        numbered = entry.get("unit") == clock.unit and entry.get("amount") == clock.amount and clock.amount is not None
        worded = clock.amount is None and entry.get("standard") == clock.standard
        if numbered or worded:
            at = (found.started_at.astimezone(UTC) + timedelta(hours=int(entry["aim"]))).astimezone(counting.zone)
            if found.at is None or at <= found.at:
                return replace(found, target_at=at, target_why=say.say("target_aim"))
    return found
