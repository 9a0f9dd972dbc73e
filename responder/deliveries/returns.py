"""What the mail house says came back: its table, read line by line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS: Final = ("returned", "forwarded")
# Reasons as mail houses abbreviate them, by our own word.
_REASONS: Final = {
    "moved": ("moved", "moved left no address", "forward expired", "unbekannt verzogen", "verzogen", "mlna"),
    "unknown": ("unknown", "attempted not known", "not known", "empfanger unbekannt", "unbekannt", "ank"),
    "no_such_address": ("no such number", "insufficient address", "anschrift ungenugend", "nsn", "ia"),
    "refused": ("refused", "annahme verweigert", "ref"),
    "unclaimed": ("unclaimed", "nicht abgeholt", "unc"),
    "deceased": ("deceased", "verstorben", "dec"),
    "vacant": ("vacant", "vac"),
}  # fmt: skip
_BY_NAME = {name: reason for reason, names in _REASONS.items() for name in names}
_COLUMNS = {
    "mark": ("mark", "key", "letter"),
    "result": ("result", "status"),
    "reason": ("reason", "code", "grund"),
    "date": ("date", "day", "datum"),
    "new_address": ("new_address", "forwarded_to", "neue_anschrift"),
}
_MARK = re.compile(r"L[0-9a-f]{24}\Z")
LARGEST_FILE: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class Returned:
    """One line: which letter, what happened to it and why, and where it went or should go."""

    line: int
    mark: str
    result: str
    reason: str
    at: datetime
    new_address: str = field(default="", repr=False)


@dataclass(frozen=True)
class Unread:
    """A line that cannot be taken, and why; never what stood there."""

    line: int
    reason: str


def read_returns(content: bytes, *, file: str, today: date) -> Iterator[Returned | Unread]:
    """The lines of a return file: CSV with the columns mark, result, reason, date and, where known, new_address.

    Raises:
        BadInput: it is no such table.
    """
    if len(content) > LARGEST_FILE:
        raise BadInput(N_("this file is too large"), file=file, expected=f"at most {LARGEST_FILE >> 20} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(N_("this file is not UTF-8"), file=file) from None
    first, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    at = _positions(next(rows, []), file)
    for line, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            yield _line(
                {name: row[place].strip() if place < len(row) else "" for name, place in at.items()}, line, today
            )


def _positions(header: list[str], file: str) -> dict[str, int]:
    plain = [re.sub(r"[\s-]+", "_", name.strip().casefold()) for name in header]
    at = {name: plain.index(word) for name, words in _COLUMNS.items() for word in words if word in plain}
    missing = [name for name in ("mark", "result") if name not in at]
    if missing:
        raise BadInput(
            N_("the columns {missing} are missing"),
            file=file,
            line=1,
            missing=", ".join(missing),
            expected=", ".join(_COLUMNS),
        )
    return at


def _line(cells: dict[str, str], line: int, today: date) -> Returned | Unread:
    result = cells["result"].casefold()
    if not _MARK.match(cells["mark"]):
        return Unread(line, N_("this is no mark of a letter"))
    if result not in RESULTS:
        return Unread(line, N_("neither returned nor forwarded"))
    try:
        day = date.fromisoformat(cells.get("date") or today.isoformat())
    except ValueError:
        return Unread(line, N_("this is no date; write it as 2010-04-03"))
    if day > today:
        return Unread(line, N_("this day is in the future"))
    reason = _BY_NAME.get(
        re.sub(r"[\s_-]+", " ", cells.get("reason", "").casefold()).replace("ä", "a").replace("ü", "u"), "other"
    )
    at = datetime.combine(day, time(12), UTC)  # a day without an hour: its middle, so that no zone moves it
    return Returned(line, cells["mark"], result, reason, at, cells.get("new_address", ""))
