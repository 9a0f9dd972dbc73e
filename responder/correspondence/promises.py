"""Days to come that a text of ours names: what we said we do by then. Pure; works for every language of the shelf."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from responder.words.dates import locale_of, show_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

AHEAD: Final = 400
"""Days after the notice within which a day named in it is looked for."""
_PATTERNS: Final = ("d MMMM y", "d MMM y", "MMMM d, y", "dd.MM.y", "dd/MM/y")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
# After "2026." or "-13." a sentence ends, after the "13." of a German day it does not.
_ENDS: Final = re.compile(
    r"(?:(?<=[^\d][.!?])|(?<=\d{4}[.!?])|(?<=-\d\d\.))\s+(?=[^\W\d_a-z])|(?<=[。！？])|\n+"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with a day to come; ``due_at`` is the end of that day where the incident is at home."""

    sentence: str
    due_at: datetime


def promised(text: str, *, language: str, after: date, zone: ZoneInfo) -> list[Said]:
    """Every sentence that names a day after ``after``, the soonest day first; one sentence for each day.

    A sentence may name a day and promise nothing: whoever owns it says so, with a reason. Missing one is worse.
    """
    plain = _COMMENT.sub("", text)
    years = {year for year in range(after.year, after.year + 3) if str(year) in plain}
    if not years:
        return []
    sentences = [" ".join(part.split()) for part in _ENDS.split(plain) if part and str(after.year)[:2] in part]
    found = []
    for day in _days(after, years):
        ways = _written(day, language)
        said = next((each for each in sentences if any(_stands_in(way, each) for way in ways)), None)
        if said is not None:
            found.append(Said(said, datetime.combine(day, time(23, 59), tzinfo=zone)))
    return found


def _days(after: date, years: set[int]) -> Iterator[date]:
    following = (after + timedelta(days=number) for number in range(1, AHEAD + 1))
    return (day for day in following if day.year in years)


def _written(day: date, language: str) -> set[str]:
    """The day as our letters write it in that language, and as people type it."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    typed = {format_date(day, pattern, locale=locale_of(language)) for pattern in _PATTERNS}
    return {show_day(noon, language=language), day.isoformat(), *typed}


def _stands_in(way: str, sentence: str) -> bool:
    """Whether it stands there whole: 3 July is not found in 13 July."""
    at = sentence.find(way)
    return at >= 0 and not (at and sentence[at - 1].isdigit() and way[0].isdigit())
