"""What became of a duty: done, waiting for another, on hold by request, extended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from responder.obligations.obligation import Blocked, Due, Met

if TYPE_CHECKING:
    from responder.books.law import Duty, Regime
    from responder.books.vocabulary import Vocabulary
    from responder.facts.model import Entity, Extension, Facts, Filing, Hold, Moment
    from responder.obligations.reasons import Speaker


@dataclass(frozen=True, slots=True)
class Seat:
    """One duty at one place for one entity."""

    regime: Regime
    duty: Duty
    where: str
    entity: Entity
    zone: ZoneInfo


def filing_of(
    facts: Facts, regime: str, duty: str, where: str, entity: str, words: Vocabulary, *, last: bool = False
) -> Filing | None:
    """The first (or last) filing that discharges the duty; one without regime or place serves each of that id."""
    fitting = [
        filing
        for filing in facts.filings
        if filing.duty == duty and filing.regime in {None, regime} and _same_place(filing.where, where, words)
        and filing.on_behalf_of in {None, entity}
    ]  # fmt: skip
    dated = [filing for filing in fitting if filing.at is not None]
    utc = ZoneInfo("UTC")
    pick = max if last else min
    return pick(
        dated,
        key=lambda filing: filing.at.earliest(utc) if filing.at else datetime.max.replace(tzinfo=utc),
        default=fitting[0] if fitting else None,
    )


def _same_place(filed: str | None, where: str, words: Vocabulary) -> bool:
    if filed is None or filed == where:
        return True
    place = words.place(where)
    return place is not None and filed in place.within


def met_by(filing: Filing | None, due: Due, zone: ZoneInfo, as_of: datetime) -> Met | None:
    """Done when, and whether in time; open where no date is known or the law has no number.

    What is dated after ``as_of`` was not done then: a date mistyped into the future stops no clock.
    """
    if filing is None or (filing.at is not None and filing.at.earliest(zone) > as_of):
        return None
    if filing.at is None:
        return Met(None, None, filing.by)
    at = filing.at.earliest(zone)
    return Met(at, None if due.at is None else at <= due.at, filing.by)


def extended(due: Due, extensions: tuple[Extension, ...], seat: Seat, speaker: Speaker) -> Due:
    """The due time that an authority granted, where one did; what it granted never shortens the legal time."""
    for extension in extensions:
        if (
            extension.duty != seat.duty.id
            or extension.regime not in {None, seat.regime.id}
            or extension.where not in {None, seat.where}
        ):
            continue
        if extension.granted and extension.until is not None:
            at = _end(extension.until, seat.zone)
            if due.at is not None and at <= due.at:
                continue
            return replace(
                due, at=at, steps=(*due.steps, speaker.say("step_extension", end=at.isoformat(timespec="minutes")))
            )
    return due


def _end(moment: Moment, zone: ZoneInfo) -> datetime:
    if moment.day is not None:
        return datetime(moment.day.year, moment.day.month, moment.day.day, 23, 59, 59, tzinfo=zone)
    return moment.earliest(zone).astimezone(zone)


def on_hold(facts: Facts, seat: Seat, as_of: datetime, speaker: Speaker) -> tuple[Blocked | None, datetime | None]:
    """The hold that keeps the duty waiting now, and until when; only grounds that the regime itself knows count."""
    for hold in facts.holds:
        delay = next(
            (
                delay
                for delay in seat.regime.delays
                if delay.ground == hold.kind and _covers(delay.covers, seat.duty.recipient)
            ),
            None,
        )
        if (
            delay is None
            or not _covers(hold.covers, seat.duty.recipient)
            or (hold.regimes and seat.regime.id not in hold.regimes)
        ):
            continue
        until = _hold_end(hold, delay.oral_days, seat.zone)
        if until is not None and until < as_of:
            continue
        why = speaker.say("held", ground=speaker.term(hold.kind), authority=hold.authority or "–")
        return Blocked(seat.regime.id, None, seat.where, why), until
    return None, None


def too_early(due: Due, seat: Seat, as_of: datetime, speaker: Speaker) -> tuple[Blocked, datetime] | None:
    """The rule by which the duty may not be done yet, and until when; None where nothing of the kind binds now."""
    limit, until = seat.duty.clock.not_before, due.not_before
    if limit is None or until is None or until <= as_of:
        return None
    first = limit.starts.names[0] if limit.starts.how == "filing" else None
    why = speaker.say("too_early", end=until.isoformat(timespec="minutes"), cite=seat.duty.cite or seat.regime.id)
    return Blocked(seat.regime.id, first, seat.where, why), until


def _covers(covers: tuple[str, ...], recipient: str) -> bool:
    return not covers or recipient in covers


def _hold_end(hold: Hold, oral_days: int | None, zone: ZoneInfo) -> datetime | None:
    ends = [_end(hold.until, zone)] if hold.until else []
    if hold.form == "oral" and oral_days is not None and hold.asked_at is not None:
        ends.append((hold.asked_at.earliest(zone) + timedelta(days=oral_days)).astimezone(zone))
    return min(ends, default=None)
