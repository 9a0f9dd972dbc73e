"""Which meetings follow an incident, and when: read from data, counted in the incident's zone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from responder.books.yaml_loader import line_of, load_yaml
from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT = "responder/reviews/1"
SHIPPED = Path(__file__).with_name("rounds.yaml")
START = time(10)
SATURDAY = 5
_KEYS = {"id": str, "title": dict, "aim": int, "within": int, "minutes": int, "agenda": dict}


@dataclass(frozen=True)
class Round:
    """A kind of meeting. ``aim`` and ``within`` are calendar days from containment."""

    id: str
    title: Mapping[str, str]
    aim: int
    within: int
    minutes: int
    agenda: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Proposed:
    """When a meeting is proposed, and the last instant at which it is in time."""

    round: Round
    starts_at: datetime
    due_at: datetime


def read_rounds(path: Path | None = None) -> tuple[Round, ...]:
    """The meetings of ``path``, or those we ship.

    Raises:
        BadInput: the file says something else than ``responder/reviews/1``; names file, line and field.
    """
    path = path or SHIPPED
    document = load_yaml(path.read_text(encoding="utf-8"), name=str(path))
    if (
        not isinstance(document, dict)
        or document.get("format") != FORMAT
        or not isinstance(document.get("reviews"), list)
    ):
        raise BadInput(
            N_("This is not a list of reviews"), file=str(path), line=1, expected=f"format: {FORMAT}, reviews: […]"
        )
    rounds = tuple(_round(entry, str(path)) for entry in document["reviews"])
    if len({entry.id for entry in rounds}) != len(rounds):
        raise BadInput(
            N_("Two reviews have the same id"), file=str(path), field="reviews", expected=N_("ids that differ")
        )
    return rounds


def _round(entry: Any, file: str) -> Round:
    if not isinstance(entry, dict) or set(entry) != set(_KEYS):
        raise BadInput(N_("A review has other keys"), file=file, line=line_of(entry), expected=", ".join(_KEYS))
    for key, kind in _KEYS.items():
        if not isinstance(entry[key], kind) or (kind is int and entry[key] < 0):
            raise BadInput(
                N_("A review has a wrong value"),
                file=file,
                line=line_of(entry, key),
                field=key,
                expected=_EXPECTED[kind],
            )
    if entry["aim"] > entry["within"]:
        raise BadInput(
            N_("A review is proposed after it is due"),
            file=file,
            line=line_of(entry, "aim"),
            field="aim",
            expected="aim ≤ within",
        )
    return Round(**{key: entry[key] for key in _KEYS})


_EXPECTED = {str: N_("text"), int: N_("a whole number"), dict: N_("a text for each language")}


def proposed(rounds: Sequence[Round], *, since: datetime, now: datetime, zone: str) -> list[Proposed]:
    """A time for each meeting: ten o'clock in ``zone`` on the first working day from its aim, in the future.

    Args:
        rounds: The kinds.
        since: When the incident was contained.
        now: Nothing is proposed for the past; a meeting that is late already is proposed for the next working day.
        zone: The incident's; days are counted and weekends read in it.
    """
    tz = ZoneInfo(zone)
    contained = since.astimezone(tz)
    found = []
    for entry in rounds:
        due = datetime.combine(
            contained.date() + timedelta(days=entry.within), contained.timetz().replace(tzinfo=None), tz
        )
        day = contained.date() + timedelta(days=entry.aim)
        start = datetime.combine(day, START, tz)
        while start.weekday() >= SATURDAY or start <= max(now, since):
            day += timedelta(days=1)
            start = datetime.combine(day, START, tz)
        if start > due > now:  # a weekend in between: rather on a day off than too late
            start = max(datetime.combine(due.date(), START, tz), min(due, now + timedelta(hours=1)))
            start = min(start, due)
        found.append(Proposed(entry, start, due))
    return found
