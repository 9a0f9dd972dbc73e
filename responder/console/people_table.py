"""The people affected as a table that can be pasted from a spreadsheet: place, number, data, relation. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from responder.console.answers import UNKNOWN, read_count, written_as
from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.web.given import Given

COLUMNS = ("where", "count", "data", "relation")
LEAST_COLUMNS = 3
NOT_KNOWN = {UNKNOWN, "?", "未知"}


def read_table(form: Given) -> list[dict[str, Any]]:
    """Rows of the pasted text, one a line: columns apart by tab, bar or two spaces; elements by comma or semicolon.

    Complaints name the line and are left in ``form``.
    """
    rows = []
    for number, line in enumerate(form.text("table", required=False, most=200_000).split("\n"), start=1):
        if not line.strip() or _is_heading(line):
            continue
        cells = [cell.strip() for cell in re.split(r"\t|\s*\|\s*|\s{2,}", line.strip().strip("|").strip())]
        if not LEAST_COLUMNS <= len(cells) <= len(COLUMNS):
            form.complain(
                "table", N_("Line {number}: {found} columns; place, number, data and perhaps relation were expected."),
                number=number, found=len(cells),
            )  # fmt: skip
            continue
        try:
            rows.append(_row(cells))
        except BadInput:
            form.complain("table", N_("Line {number}: the number cannot be read."), number=number)
    return rows


def written_table(people: Iterable[Mapping[str, Any]]) -> str:
    """The rows as text that ``read_table`` takes again."""
    return "\n".join(
        " | ".join(part for part in (
            str(row.get("where", "unknown")), written_as(row.get("count")) or "unknown",
            ", ".join(row.get("data") or []) or "unknown", str(row.get("relation") or ""),
        ) if part)
        for row in people
    )  # fmt: skip


def _row(cells: list[str]) -> dict[str, Any]:
    where, count, data, *relation = cells
    row: dict[str, Any] = {"where": where, "count": UNKNOWN if count in NOT_KNOWN else read_count(count)}
    row["data"] = UNKNOWN if data in NOT_KNOWN else [part for part in re.split(r"[,;、，；\s]+", data) if part]
    if relation and relation[0]:
        row["relation"] = relation[0]
    return row


def _is_heading(line: str) -> bool:
    return line.strip().casefold().startswith(("where", "place", "country", "|--", "--"))
