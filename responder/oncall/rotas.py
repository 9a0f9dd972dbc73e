"""Who is on call at an instant. Pure: a rota's plan, swaps and absences in, account ids out.

A plan is written in wall-clock time of the rota's zone and judged in instants. A hand-over at an hour that comes twice
happens the first time; at an hour that is skipped, as much later. So every instant belongs to exactly one turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ALL_WEEK: Final = frozenset(range(7))
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Layer:
    """People who take turns of ``every_days`` days.

    ``weekdays`` count from Monday, 0. With ``begins`` and ``ends`` it covers these hours of a day alone, over midnight
    where they end earlier than they begin; ``on_holidays`` says whether it covers the rota's holidays too.
    """

    people: tuple[str, ...]
    starts_on: date
    handover: time
    every_days: int = 7
    weekdays: frozenset[int] = ALL_WEEK
    begins: time | None = None
    ends: time | None = None
    on_holidays: bool = True


@dataclass(frozen=True, slots=True)
class Swap:
    """Somebody takes a stretch of a layer, whoever's turn it is: a swap, or a shift from an imported calendar."""

    layer: int
    account: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody cannot be called: ill, on holiday."""

    account: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole rota. The first layer that covers an instant answers first, the next are its backup."""

    zone: str
    layers: tuple[Layer, ...] = ()
    swaps: tuple[Swap, ...] = ()
    away: tuple[Away, ...] = ()
    holidays: frozenset[date] = frozenset()

    @property
    def depth(self) -> int:
        """How many layers there are, those that only swaps speak of included."""
        return max(len(self.layers), *(swap.layer + 1 for swap in self.swaps), 0)


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch in which one person of one layer is on call."""

    layer: int
    account: str
    begins: datetime
    ends: datetime


def on_call(plan: Plan, at: datetime) -> tuple[str, ...]:
    """The account ids on call at ``at``, who answers first foremost; empty where nobody is."""
    found = (of_layer(plan, layer, at) for layer in range(plan.depth))
    return tuple(dict.fromkeys(account for account in found if account is not None))


def of_layer(plan: Plan, number: int, at: datetime) -> str | None:
    """Who has this layer at ``at``: the newest swap, else whose turn it is, else the next who is not away."""
    for swap in reversed(plan.swaps):
        if swap.layer == number and swap.begins <= at < swap.ends:
            return swap.account
    if number >= len(plan.layers):
        return None
    layer, zone = plan.layers[number], ZoneInfo(plan.zone)
    turn = _turn(layer, zone, at)
    if turn is None or not layer.people or not _covers(layer, zone, plan.holidays, at):
        return None
    gone = {one.account for one in plan.away if one.begins <= at < one.ends}
    in_turn = (layer.people[(turn + step) % len(layer.people)] for step in range(len(layer.people)))
    return next((account for account in in_turn if account not in gone), None)


def shifts(plan: Plan, begins: datetime, ends: datetime) -> list[Shift]:
    """Every shift between two instants, cut off at both, by layer and time."""
    if ends <= begins:
        return []
    edges = sorted({begins, ends, *(edge for edge in _edges(plan, begins, ends) if begins < edge < ends)})
    found: list[Shift] = []
    for number in range(plan.depth):
        last: Shift | None = None
        for start, end in pairwise(edges):
            account = of_layer(plan, number, start)
            if last is not None and account == last.account and last.ends == start:
                last = found[-1] = Shift(number, last.account, last.begins, end)
            elif account is not None:
                last = Shift(number, account, start, end)
                found.append(last)
            else:
                last = None
    return found


def gaps(plan: Plan, begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches in which nobody is on call at all."""
    edges = sorted({begins, ends, *(edge for edge in _edges(plan, begins, ends) if begins < edge < ends)})
    empty: list[tuple[datetime, datetime]] = []
    for start, end in pairwise(edges):
        if on_call(plan, start):
            continue
        if empty and empty[-1][1] == start:
            empty[-1] = (empty[-1][0], end)
        else:
            empty.append((start, end))
    return empty


def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time as an instant: of two the first; one that is skipped, as much later as the clocks jumped."""
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def _turn(layer: Layer, zone: ZoneInfo, at: datetime) -> int | None:
    """The number of the turn, from 0; None before the first."""
    turn = (at.astimezone(zone).date() - layer.starts_on).days // layer.every_days
    while at < _begins(layer, zone, turn):
        turn -= 1
    while at >= _begins(layer, zone, turn + 1):
        turn += 1
    return turn if turn >= 0 else None


def _begins(layer: Layer, zone: ZoneInfo, turn: int) -> datetime:
    return instant_of(layer.starts_on + timedelta(days=turn * layer.every_days), layer.handover, zone)


def _covers(layer: Layer, zone: ZoneInfo, holidays: frozenset[date], at: datetime) -> bool:
    today = at.astimezone(zone).date()
    return any(
        begin <= at < end and day.weekday() in layer.weekdays and (layer.on_holidays or day not in holidays)
        for day in (today - A_DAY, today)
        for begin, end in [_hours(layer, zone, day)]
    )


def _hours(layer: Layer, zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    """The stretch that belongs to ``day``: all of it, or its hours, which may reach into the next morning."""
    begins, ends = layer.begins or time(0), layer.ends or time(0)
    last = day if ends > begins else day + A_DAY
    return instant_of(day, begins, zone), instant_of(last, ends, zone)


def _edges(plan: Plan, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Instants at which somebody else may be on call."""
    for swap in plan.swaps:
        yield from (swap.begins, swap.ends)
    for gone in plan.away:
        yield from (gone.begins, gone.ends)
    zone = ZoneInfo(plan.zone)
    for layer in plan.layers:
        for day in _days(begins.astimezone(zone).date() - A_DAY, ends.astimezone(zone).date() + A_DAY):
            yield instant_of(day, layer.handover, zone)
            yield from _hours(layer, zone, day)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def of_account(found: Sequence[Shift], account: str) -> list[Shift]:
    """The shifts of one person, by time."""
    return sorted((shift for shift in found if shift.account == account), key=lambda shift: shift.begins)
