"""Lead times: what must be done how long before a notice goes out. A firm lays its own over ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from responder.books.marked import Reader, Text
from responder.books.yaml_loader import load_yaml

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = "responder/lead-times/1"
FILE: Final = "lead_times.yaml"
_PERIOD = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\Z")


@dataclass(frozen=True, slots=True)
class LeadTime:
    """One step on the way to a notice, and how long before the end it must be done."""

    step: str
    text: Text
    recipients: frozenset[str]
    lead: timedelta
    written: str
    who: str


def read_lead_times(path: Path) -> tuple[LeadTime, ...]:
    """The lead times of one file. Raises BadInput with file, line and field."""
    name = f"_shared/{path.name}"
    reader = Reader(load_yaml(path.read_text(encoding="utf-8"), name=name), file=name, line=1)
    if reader.text("format") != FORMAT:
        raise reader.bad("format", "the format is not named", expected=FORMAT)
    found = reader.each("lead_times", _lead_time, required=True)
    reader.done()
    return found


def _lead_time(entry: Reader) -> LeadTime:
    written = entry.word("lead")
    period = _PERIOD.match(written)
    if period is None or not any(period.groups()):
        raise entry.bad("lead", "this is no period", expected="an ISO 8601 period such as P3D or PT4H")
    days, hours, minutes = (int(part or 0) for part in period.groups())
    found = LeadTime(
        step=entry.word("step"),
        text=entry.translated("text", required=True),
        recipients=frozenset(entry.words("recipients", required=True)),
        lead=timedelta(days=days, hours=hours, minutes=minutes),
        written=written,
        who=entry.word("who"),
    )
    entry.done()
    return found
