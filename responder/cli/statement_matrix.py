"""``responder statement-matrix``: what each notice says of each fact, side by side."""

from __future__ import annotations

import csv
import json
import sys

import click
from rich.console import Console
from rich.table import Table

from responder.cli.acting import opened, reading_as
from responder.intake.queries import get_incident
from responder.notices import queries

_HEADS = ("fact", "notice", "to", "language", "state", "said", "differs")


@click.command("statement-matrix")
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
def statement_matrix(number: str, *, as_json: bool, as_csv: bool) -> None:
    """Each fact, each notice that states it, in which words; "differs" where two notices in one language disagree."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            found = [statement.to_document() for statement in queries.statement_matrix(session, incident.id)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if as_csv:
        writer = csv.DictWriter(sys.stdout, _HEADS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
        return
    table = Table("Fact", "Notice", "To", "Language", "State", "It says")
    for row in found:
        style = "red" if row["differs"] else None
        table.add_row(
            row["fact"], row["notice"][-8:], row["to"], row["language"], row["state"], row["said"], style=style
        )
    Console().print(table)
