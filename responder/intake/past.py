"""Past incidents as a file holds them, one a row (CSV) or one an entry (YAML), with their true dates. Pure.

CSV: the columns ``title``, ``opened_at`` and ``closed_at``, perhaps ``severity``, ``zone``, ``closed_as``, ``reason``,
and any fact by its dotted key (``events.awareness``). YAML adds a ``timeline`` of ``{at, what}``.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, available_timezones

from responder.books.yaml_loader import line_of, load_yaml
from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT: Final = "responder/past-incidents/1"
MOST: Final = 500
KNOWN: Final = ("title", "opened_at", "closed_at", "severity", "zone", "language", "closed_as", "reason", "restricted")
IN_YAML: Final = (*KNOWN, "facts", "timeline")
SEVERITIES: Final = ("unrated", "low", "moderate", "high", "critical")
ENDS: Final = ("handled", "near_miss", "false_alarm", "not_confirmed")


@dataclass(frozen=True)
class Noted:
    """A line of the past: when, and what."""

    at: datetime
    what: str


@dataclass(frozen=True)
class PastIncident:
    """An incident of the past, checked as far as it can be without the house. ``line`` is where it stands."""

    title: str
    opened_at: datetime
    closed_at: datetime
    line: int
    severity: str = "unrated"
    zone: str = "UTC"
    language: str = "en"
    closed_as: str = "handled"
    reason: str = ""
    restricted: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    timeline: Sequence[Noted] = ()


def read_past(text: str, *, name: str, now: datetime, zone: str = "UTC") -> list[PastIncident]:
    """The incidents of a file, in its order.

    Args:
        text: The file.
        name: As errors name it; ``.csv`` is read as CSV, everything else as YAML.
        now: Nothing of the past is later.
        zone: Of times without one.

    Raises:
        BadInput: something cannot be taken; names file, line, field and what was expected. Nothing is taken then.
    """
    entries = _of_csv(text, name) if name.lower().endswith(".csv") else _of_yaml(text, name)
    if len(entries) > MOST:
        raise BadInput(N_("Too many incidents in one file"), file=name, expected=f"{MOST}")
    return [_incident(entry, line, name, now, zone) for entry, line in entries]


def _of_csv(text: str, name: str) -> list[tuple[dict[str, Any], int]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    found = []
    try:
        for row in reader:
            if None in row:
                raise BadInput(N_("This row has more cells than the header"), file=name, line=reader.line_num)
            cells = {key.strip(): (value or "").strip() for key, value in row.items()}
            entry: dict[str, Any] = {key: value for key, value in cells.items() if value and key in KNOWN}
            entry["facts"] = {
                key: load_yaml(value, name=name) for key, value in cells.items() if value and "." in key
            } | ({"people": load_yaml(cells["people"], name=name)} if cells.get("people") else {})
            for key in cells:
                if key not in KNOWN and "." not in key and key != "people":
                    raise BadInput(N_("Unknown column"), file=name, line=1, field=key, expected=", ".join(KNOWN))
            found.append((entry, reader.line_num))
    except csv.Error as wrong:
        raise BadInput(str(wrong), file=name, line=reader.line_num, expected="CSV") from None
    return found


def _of_yaml(text: str, name: str) -> list[tuple[dict[str, Any], int]]:
    document = load_yaml(text, name=name)
    entries = document.get("incidents") if isinstance(document, dict) and document.get("format") == FORMAT else None
    if not isinstance(entries, list):
        raise BadInput(
            N_("This is not a list of past incidents"), file=name, line=1, expected=f"format: {FORMAT}, incidents: […]"
        )
    found = []
    for index, entry in enumerate(entries):
        line = line_of(entries, index) or 1
        if not isinstance(entry, dict):
            raise BadInput(N_("An incident is a mapping"), file=name, line=line, expected=", ".join(IN_YAML))
        for key in entry:
            if key not in IN_YAML:
                raise BadInput(N_("Unknown key"), file=name, line=line, field=str(key), expected=", ".join(IN_YAML))
        found.append((entry, line))
    return found


def _incident(entry: dict[str, Any], line: int, name: str, now: datetime, zone: str) -> PastIncident:
    def one_of(key: str, choices: Sequence[str]) -> str:
        value = str(entry.get(key) or choices[0])
        if value not in choices:
            raise BadInput(N_("This value is not known"), file=name, line=line, field=key, expected=", ".join(choices))
        return value

    where = str(entry.get("zone") or zone)
    if where not in available_timezones():
        raise BadInput(N_("This time zone is not known"), file=name, line=line, field="zone", expected="Europe/Berlin")
    if not str(entry.get("title") or "").strip():
        raise BadInput(N_("An incident needs a title"), file=name, line=line, field="title")
    opened = _instant(entry.get("opened_at"), "opened_at", line, name, where)
    closed = _instant(entry.get("closed_at"), "closed_at", line, name, where)
    if not opened <= closed <= now:
        raise BadInput(
            N_("These times cannot be"), file=name, line=line, field="closed_at",
            expected=N_("after opened_at, and not in the future"),
        )  # fmt: skip
    facts, timeline = entry.get("facts") or {}, entry.get("timeline") or []
    if not isinstance(facts, dict) or not isinstance(timeline, list):
        raise BadInput(N_("facts is a mapping, timeline a list"), file=name, line=line)
    return PastIncident(
        title=str(entry["title"]).strip(),
        opened_at=opened,
        closed_at=closed,
        line=line,
        severity=one_of("severity", SEVERITIES),
        zone=where,
        language=one_of("language", ("en", "zh")),
        closed_as=one_of("closed_as", ENDS),
        reason=str(entry.get("reason") or ""),
        restricted=str(entry.get("restricted")).lower() in {"true", "yes", "1"},
        facts=facts,
        timeline=[_noted(each, line, name, where, now) for each in timeline],
    )


def _noted(entry: Any, line: int, name: str, zone: str, now: datetime) -> Noted:
    if not isinstance(entry, dict) or set(entry) != {"at", "what"} or not str(entry["what"]).strip():
        raise BadInput(N_("An entry of the timeline has at and what"), file=name, line=line, field="timeline")
    at = _instant(entry["at"], "timeline.at", line, name, zone)
    if at > now:
        raise BadInput(N_("This time lies in the future"), file=name, line=line, field="timeline.at")
    return Noted(at, str(entry["what"]))


def _instant(value: Any, key: str, line: int, name: str, zone: str) -> datetime:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        expected = "2023-04-05T09:30:00+02:00"
        raise BadInput(N_("This is not a time"), file=name, line=line, field=key, expected=expected) from None
    return (at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
