"""``responder timeline``: what was done, by whom and when, and whether the record holds."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import acting, ask_password, opened, reading_as
from responder.cli.assess import read_file
from responder.errors import BadInput
from responder.formats.sealed_page import read_notes
from responder.intake.actions.notes import import_notes
from responder.intake.queries import find_incident, get_incident
from responder.journal.erase import erase_line
from responder.journal.queries import MOST_LINES, list_streams, page
from responder.journal.verify import verify_stream
from responder.people.permissions import may
from responder.people.queries import names_of
from responder.vault.keystore import HOUSE
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from responder.journal.verify import Verdict

Point = int | datetime


class PointType(click.ParamType[Point]):
    """A line's number, or an instant with its zone."""

    name = "seq or time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Point:
        if isinstance(value, int | datetime):
            return value
        if str(value).isascii() and str(value).isdigit():
            return int(value)
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            self.fail("expected a line's number, or a time with its zone as 2026-11-24T10:00+01:00", param, ctx)
        return instant


POINT = PointType()


@click.group()
def timeline() -> None:
    """What was done, by whom and when, and whether the record holds."""


@timeline.command()
@click.argument("incident", metavar="INC")
@click.option("--after", type=POINT, help="Only later lines: than this number, or than this time.")
@click.option("--before", type=POINT, help="Only earlier lines.")
@click.option("--limit", type=click.IntRange(1), help="The newest so many; without it all as JSON, else 50.")
@click.option("--json", "as_json", is_flag=True, help="One object a line, in the format responder/timeline/1.")
def show(incident: str, after: Point | None, before: Point | None, limit: int | None, *, as_json: bool) -> None:
    """Show the timeline of incident INC, or of the `house`: accounts, keys, backups.

    Privileged lines come without their text unless whoever is signed in may read them; erased lines have none.
    """
    with opened() as services, services.db.reading() as session:
        account = reading_as(services, "house.read" if incident == HOUSE else "timeline.read")
        privileged = account is not None and may(account.permission_set, "timeline.privileged")
        stream = HOUSE if incident == HOUSE else get_incident(session, incident).id
        if as_json and limit is None:
            for line in _all_lines(session, stream, after, before, privileged=privileged):
                click.echo(json.dumps(line, ensure_ascii=False))
            return
        lines = page(session, stream, after=after, before=before, limit=limit or 50, newest=True, privileged=privileged)
        if as_json:
            for line in lines.lines:
                click.echo(json.dumps(line, ensure_ascii=False))
        else:
            _print(session, lines.lines, account.zone if account else services.settings.timezone)
        if lines.more:
            click.echo(f"Older lines are left out: --before {lines.lines[0]['seq']} shows them.", err=True)


@timeline.command()
@click.argument("incident", metavar="[INC]", required=False)
@click.option("--house", is_flag=True, help="The timeline of the house: accounts, keys, settings.")
@click.option("--all", "all_", is_flag=True, help="Every timeline there is or was.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def verify(incident: str | None, *, house: bool, all_: bool, as_json: bool) -> None:
    """Check that no line was changed, removed, swapped or cut off. Exit 1, naming the first that was."""
    if [incident is not None, house, all_].count(True) != 1:
        raise BadInput("Say which timeline", field="INC", expected="an incident's number, --house or --all")
    with opened() as services, services.db.reading() as session, services.db.reading(viewer=None) as whole:
        reading_as(services, "timeline.read")
        streams = sorted(set(list_streams(whole)) | services.heads.streams()) if all_ else []
        verdicts = {
            name: verify_stream(whole, stream, services.heads.of(stream))
            for name, stream in _chosen(session, incident, streams)
        }
    if as_json:
        said = [{"timeline": name, **verdict.as_json()} for name, verdict in verdicts.items()]
        click.echo(json.dumps(said if all_ else said[0], ensure_ascii=False, indent=2))
    else:
        for name, verdict in verdicts.items():
            click.echo(_sentence(name, verdict))
    sys.exit(0 if all(verdict.holds for verdict in verdicts.values()) else 1)


@timeline.command()
@click.argument("incident", metavar="INC")
@click.argument("seq", type=click.IntRange(1))
@click.option("--reason", required=True, help="Why; it stands in the timeline.")
def erase(incident: str, seq: int, reason: str) -> None:
    """Take the text of line SEQ out of the timeline of INC for good. The line stays and the record still holds."""
    with opened() as services:
        account = acting(services, "timeline.erase", fresh=True)
        with services.db.writing() as session:
            found = get_incident(session, incident)
            entry = erase_line(session, found.id, seq, reason=reason, by=account.id, now=clock.now())
    click.echo(f"Line {seq} is erased; line {entry.seq} says so.")


@timeline.command("import")
@click.argument("incident", metavar="INC")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(incident: str, file: Path) -> None:
    """Bring notes that were written in the go-bag into the timeline of INC, with their own times; each once."""
    with opened() as services:
        account = acting(services, "timeline.add")
        given = services.settings.gobag_passphrase
        passphrase = given.get_secret_value() if given is not None else ask_password("Passphrase of the go-bag")
        notes = read_notes(read_file(str(file)), passphrase, name=str(file))
        with services.db.writing() as session:
            found = get_incident(session, incident)
            fresh = import_notes(session, found, notes, name=str(file), by=account.id, now=clock.now())
    click.echo(f"{fresh} brought in, {len(notes) - fresh} were there already.")


def _all_lines(
    session: Session, stream: str, after: Point | None, before: Point | None, *, privileged: bool
) -> Iterator[dict[str, Any]]:
    more, beyond = True, 0
    while more:
        found = page(
            session, stream, after=after, before=before, beyond=beyond, limit=MOST_LINES, privileged=privileged
        )
        yield from found.lines
        more, beyond = found.more, found.lines[-1]["seq"] if found.lines else 0


def _chosen(session: Session, incident: str | None, streams: list[str]) -> list[tuple[str, str]]:
    """Names and streams to verify: all of ``streams`` if there are any; what the reader may not see has no number."""
    if streams:
        known = {stream: find_incident(session, stream) for stream in streams}
        return [(row.number if row else stream, stream) for stream, row in known.items()]
    if incident in {None, HOUSE}:
        return [(HOUSE, HOUSE)]
    found = get_incident(session, incident)
    return [(found.number, found.id)]


def _print(session: Session, lines: list[dict[str, Any]], zone: str) -> None:
    names = names_of(session, {line["by"] for line in lines if line["by"] is not None})
    for line in lines:
        when = show_instant(datetime.fromisoformat(line["at"]), zone=zone)
        text = "[withheld or erased]" if line["what"] is None else f"{names[line['by']]}: {line['what']}"
        mark = " [privileged]" if line["privileged"] else ""
        click.echo(f"{line['seq']:>5}  {when}  {text}{mark}")


def _sentence(name: str, verdict: Verdict) -> str:
    if verdict.fault is not None:
        return f"{name}: DOES NOT HOLD at line {verdict.fault.seq}: {verdict.fault.says}."
    end = "its end is anchored" if verdict.end_anchored else "nothing outside the database speaks for its end"
    texts = "" if verdict.texts_checked else "; its key is destroyed, headers alone were checked"
    erased = f"; {len(verdict.erased)} erased" if verdict.erased else ""
    return f"{name}: holds, {verdict.lines} lines, {end}{erased}{texts}."
