"""``responder recipients``: import a list of people affected, try one out first, see what waits."""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from responder import clock
from responder.affected import actions, queries
from responder.affected.actions.imports import Choices
from responder.affected.columns import map_columns, suggest
from responder.affected.rows import Layout, ListWide, words_of
from responder.books.library import load_library
from responder.cli.acting import acting, opened, reading_as
from responder.errors import BadInput
from responder.formats.lists import read_list
from responder.intake.queries import get_incident

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from responder.affected.records import RecipientList
    from responder.affected.rows import ReadRow
    from responder.formats.table import Table as ListTable

_TRIED = 1_000_000
_SHOWN = 20
_DATE_ORDERS = ("dmy", "mdy")


def _choosing(command: Callable[..., None]) -> Callable[..., None]:
    """What a person may confirm of a file, on both commands alike."""
    for option in (
        click.option(
            "--map",
            "mapping",
            multiple=True,
            metavar="KNOWN=COLUMN",
            help="Which column is what: email=E-Mail; email= for none.",
        ),
        click.option("--encoding", help="Only for a file that is not UTF-8, as cp1252 or gb18030."),
        click.option("--delimiter", help="Found out if left out."),
        click.option("--sheet", help="Of a spreadsheet; the first that holds anything if left out."),
        click.option("--data", help="Data elements of everybody on the list, as name,email; for rows that do not say."),
        click.option("--country", help="Of rows that do not say, as DE."),
        click.option("--language", help="Of rows that do not say, as de."),
        click.option("--dates", type=click.Choice(_DATE_ORDERS), help="What comes first in 03/04/2010."),
    ):
        command = option(command)
    return command


@click.group()
def recipients() -> None:
    """The people affected: import their lists, sealed."""


@recipients.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_choosing
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(file: Path, *, as_json: bool, **given: Any) -> None:
    """Try FILE out without importing it: columns, what could not be taken and why. Exit 1 if rows would wait."""
    library = load_library()
    choices = _choices(given)
    with file.open("rb") as content:
        table = read_list(
            content, name=file.name, encoding=choices.encoding, delimiter=choices.delimiter, sheet=choices.sheet
        )
        mapping = map_columns(table.header, choices.columns, file=file.name)
        layout = Layout(table.header, mapping, choices.whole, words_of(library), clock.now().date())
        found = _tried(table, layout)
    found["columns"] = mapping.describe(table.header)
    found["fields"] = list(mapping.fields)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _show_check(found)
    if found["waiting"]:
        sys.exit(1)


@recipients.command("import")
@click.argument("number", metavar="INC")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_choosing
@click.option("--yes", is_flag=True, help="The mapping is confirmed; ask nothing.")
@click.option("--again", is_flag=True, help="Import although this very file was imported before.")
@click.option("--keep-going", is_flag=True, help="Keep the good rows although most cannot be taken.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def import_(number: str, file: Path, *, yes: bool, again: bool, keep_going: bool, as_json: bool, **given: Any) -> None:
    """Import the people in FILE into INC. Bad rows are reported by their shape and wait; the good ones are kept."""
    with opened() as services:
        account = acting(services, "recipients.import")
        choices = _choices(given, again=again, keep_going=keep_going)
        with services.db.reading() as session:
            incident_id = get_incident(session, number).id
        with file.open("rb") as content:
            choices = _confirmed(content, file, choices, yes=yes)
            with _progress(as_json=as_json) as shown:
                report = actions.import_list(
                    services.db,
                    incident_id,
                    content,
                    name=file.name,
                    by=account.id,
                    clock=clock.now,
                    choices=choices,
                    words=words_of(services.library),
                    progress=shown,
                )
        with services.db.reading() as session:
            places = queries.count_by_place(session, incident_id)
    if as_json:
        click.echo(json.dumps({**vars(report), "places": places}))
        return
    click.echo(f"{report.kept:,} rows kept, {report.joined:,} of them people known already; {report.empty:,} empty.")
    click.echo(f"In all now: {', '.join(f'{place} {count:,}' for place, count in sorted(places.items()))}.")
    if report.pairs:
        click.echo(f"{report.pairs:,} pairs may be one person: `responder recipients pairs {number}`.")
    if report.refused or report.warnings:
        click.echo(f"{report.refused:,} rows wait, {report.warnings:,} values were left out:"
                   f" `responder recipients waiting {number} {report.list_id[:12]}`.")  # fmt: skip


@recipients.command("list")
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(number: str, *, as_json: bool) -> None:
    """The lists of INC, and how many people there are by place."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            found = get_incident(session, number)
            lists = [
                {"id": row.id, "name": queries.name_of(session, row), "waiting": row.refused, **_numbers(row)}
                for row in queries.list_lists(session, found.id)
            ]
            places = queries.count_by_place(session, found.id)
    if as_json:
        click.echo(json.dumps({"lists": lists, "places": places}, ensure_ascii=False))
        return
    table = Table("List", "File", "State", "Rows", "Kept", "Joined", "Waiting")
    for row in lists:
        table.add_row(
            str(row["id"])[:12], *(str(row[key]) for key in ("name", "state", "rows", "kept", "joined", "waiting"))
        )
    console = Console()
    console.print(table)
    for place, count in sorted(places.items()):
        console.print(f"{place}: {count:,}")


@recipients.command()
@click.argument("number", metavar="INC")
@click.argument("list_id", metavar="LIST")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the rows that wait here, in clear, to be mended.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def waiting(number: str, list_id: str, out: Path | None, *, as_json: bool) -> None:
    """What could not be taken of LIST: row, column, the value's shape, the reason."""
    with opened() as services:
        if out is not None:
            acting(services, "recipients.import")  # what it writes is personal data in clear
        else:
            reading_as(services, "incident.read")
        with services.db.reading() as session:
            row = queries.get_list(session, get_incident(session, number).id, list_id)
            found = [
                {
                    "row": entry.row,
                    "column": entry.column,
                    "shape": entry.shape,
                    "reason": entry.reason,
                    "waits": entry.waits,
                }
                for entry in queries.list_rejections(session, row.id)
            ]
            if out is not None:
                header = row.mapping.get("header") or ()
                out.touch(mode=0o600)
                out.write_text("".join(queries.waiting_rows(session, row, header)), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        Console().print(_complaints(found))
    if out is not None:
        click.echo(f"The rows that wait stand in {out}, in clear: delete it when it is mended.")


@recipients.command()
@click.argument("number", metavar="INC")
@click.option("--same", help="This pair is one person.")
@click.option("--apart", help="This pair is two people.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def pairs(number: str, same: str | None, apart: str | None, *, as_json: bool) -> None:
    """Pairs of rows that may be one person. Only your word joins them."""
    with opened() as services:
        if same or apart:
            account = acting(services, "recipients.import")
            with services.db.writing() as session:
                incident = get_incident(session, number)
                actions.decide_pair(
                    session, incident.id, str(same or apart), same=bool(same), by=account.id, now=clock.now()
                )
            click.echo("Recorded.")
            return
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            found = [
                {"id": pair.id, "first": pair.first_id, "second": pair.second_id, "why": pair.why}
                for pair in queries.list_pairs(session, get_incident(session, number).id)
            ]
    if as_json:
        click.echo(json.dumps(found))
        return
    for pair in found:
        click.echo(f"{pair['id']}  {pair['why']}")


def _choices(given: dict[str, Any], *, again: bool = False, keep_going: bool = False) -> Choices:
    columns = {}
    for pair in given["mapping"]:
        known, separator, column = pair.partition("=")
        if not separator:
            raise BadInput("{pair!r} is no mapping", field="--map", pair=pair, expected="KNOWN=COLUMN, as email=E-Mail")
        columns[known.strip()] = column.strip()
    data = tuple(part.strip() for part in (given["data"] or "").split(",") if part.strip())
    whole = ListWide(
        data=data, country=(given["country"] or "").upper(), language=given["language"] or "", dates=given["dates"]
    )
    return Choices(columns, given["encoding"], given["delimiter"], given["sheet"], whole, again, keep_going)


def _confirmed(content: Any, file: Path, choices: Choices, *, yes: bool) -> Choices:
    """Show which column is taken for what, and ask; without a terminal nothing is asked and nothing assumed."""
    table = read_list(
        content, name=file.name, encoding=choices.encoding, delimiter=choices.delimiter, sheet=choices.sheet
    )
    if yes:
        return choices
    open_suggestions = {known: name for known, name in suggest(table.header).items() if known not in choices.columns}
    if not sys.stdin.isatty():
        if open_suggestions:
            said = ", ".join(f"{known}={name}" for known, name in open_suggestions.items())
            raise BadInput(
                "nobody confirmed which column is what ({said})", said=said, do="Say --yes, or name each with --map."
            )
        return choices
    for known, name in map_columns(table.header, choices.columns, file=file.name).describe(table.header).items():
        click.echo(f"  {known:16} ← {name}")
    click.confirm("Is that so?", abort=True)
    return choices


def _tried(table: ListTable, layout: Layout) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    complaints: list[dict[str, Any]] = []
    for row in islice(table.rows(), _TRIED):
        counts["rows"] += 1
        if row.empty:
            counts["empty"] += 1
            continue
        made: ReadRow = layout.read(row)
        counts["waiting" if made.person is None else "good"] += 1
        complaints.extend(
            {
                "row": row.number,
                "column": one.column,
                "shape": one.shape,
                "reason": one.reason,
                "waits": made.person is None,
            }
            for one in made.complaints
        )
    return {
        "format": "responder/recipients-check/1",
        **{key: counts[key] for key in ("rows", "good", "waiting", "empty")},
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "complaints": complaints,
    }


def _show_check(found: dict[str, Any]) -> None:
    for known, name in found["columns"].items():
        click.echo(f"  {known:16} ← {name}")
    for name in found["fields"]:
        click.echo(f"  {'a field':16} ← {name}")
    click.echo(
        f"{found['rows']:,} rows: {found['good']:,} good, {found['waiting']:,} would wait, {found['empty']:,} empty."
    )
    if found["complaints"]:
        Console().print(_complaints(found["complaints"]))


def _numbers(row: RecipientList) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("state", "rows", "kept", "joined")}


def _complaints(found: list[dict[str, Any]]) -> Table:
    table = Table("Row", "Column", "How the value looks", "Reason", "")
    for one in found[:_SHOWN]:
        table.add_row(
            str(one["row"]), one["column"], one["shape"], one["reason"], "waits" if one["waits"] else "kept without it"
        )
    if len(found) > _SHOWN:
        table.caption = f"{len(found) - _SHOWN:,} more; --json shows all"
    return table


class _Shown:
    """Rows so far, on standard error, only on a terminal."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def __enter__(self) -> Callable[[int], None]:
        return self._say

    def __exit__(self, *_: object) -> None:
        if self._on:
            click.echo("", err=True)

    def _say(self, rows: int) -> None:
        if self._on:
            click.echo(f"\r{rows:,} rows", nl=False, err=True)


def _progress(*, as_json: bool) -> AbstractContextManager[Callable[[int], None]]:
    return _Shown(on=sys.stderr.isatty() and not as_json)
