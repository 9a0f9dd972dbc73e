"""``responder register-of-breaches``: what GDPR art. 33(5) asks to be documented, of every incident."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from responder.cli.acting import opened, reading_as
from responder.errors import BadInput
from responder.formats.written import csv_text
from responder.obligations.queries import register_entries
from responder.obligations.register import COLUMNS, FORMAT, cell, register_row
from responder.words import LANGUAGES, N_, say

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("register-of-breaches")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, one line an incident.")
@click.option("--json", "as_json", is_flag=True, help="The document responder/register-of-breaches/1.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the headings.")
def register_of_breaches(as_csv: bool, as_json: bool, lang: str) -> None:
    """The register of breaches: facts, effects, remedial action and decisions, whether or not anybody was told.

    Drills are left out, and so is a restricted incident for whoever need not know of it, or is not signed in.
    """
    if as_csv and as_json:
        raise BadInput(N_("CSV and JSON at once"), field="--csv", expected=N_("one of the two"))
    with opened() as services, services.db.reading() as session:
        reading_as(services, "report.read")
        rows = [register_row(entry) for entry in register_entries(session)]
    if as_json:
        click.echo(json.dumps({"format": FORMAT, "breaches": rows}, ensure_ascii=False, indent=2))
    elif as_csv:
        header = [say(text, lang) for text in COLUMNS.values()]
        click.echo(csv_text(header, [[cell(row[name]) for name in COLUMNS] for row in rows]), nl=False)
    else:
        _show(rows, lang)


def _show(rows: Sequence[dict[str, Any]], lang: str) -> None:
    shown = ("number", "title", "risk", "notified", "open", "decisions")
    counted = {"notified", "open", "decisions"}
    table = Table()
    for name in shown:
        table.add_column(say(COLUMNS[name], lang), no_wrap=name == "number")
    for row in rows:
        table.add_row(*(str(len(row[name])) if name in counted else cell(row[name]) or "–" for name in shown))
    Console().print(table)
