"""``responder incident``: open one, say what is known, see where it stands, close it, export its proof."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Column, Table

from responder import clock, flow
from responder.books.yaml_loader import load_yaml
from responder.cli.acting import acting, opened, reading_as
from responder.cli.assess import read_file
from responder.cli.decide_not import decide_not
from responder.cli.need_to_know import break_glass, name_, restrict, unname
from responder.cli.past import import_, join
from responder.counsel.queries import may_read
from responder.counsel.withholding import without_advice
from responder.errors import BadInput
from responder.facts.queries import document as facts_document
from responder.facts.snapshot import leaves
from responder.intake import actions, queries
from responder.intake.actions import ENDS, SEVERITIES
from responder.intake.drill_time import time_at
from responder.obligations.queries import current, next_due_by_incident
from responder.review.actions import export_bundle
from responder.words import LANGUAGES
from responder.words.dates import show_instant, show_left

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.queries import Present


@click.group()
def incident() -> None:
    """Incidents: open, record what is known, close, export."""


@incident.command("open")
@click.argument("title")
@click.option("--playbook", help="The playbook to follow; `responder playbooks list` names them.")
@click.option("--severity", type=click.Choice(SEVERITIES), default="unrated", show_default=True)
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Language of its records; the installation's if left out."
)
@click.option("--zone", help="Time zone of its reports, as Europe/Berlin; the installation's if left out.")
@click.option("--restricted", is_flag=True, help="Only for those who need to know.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def open_(
    title: str,
    playbook: str | None,
    severity: str,
    language: str | None,
    zone: str | None,
    *,
    restricted: bool,
    as_json: bool,
) -> None:
    """Open an incident with TITLE, a few words that say what was seen."""
    with opened() as services:
        account = acting(services, "incident.open")
        with services.db.writing() as session:
            found = flow.open_incident(
                session,
                books=services,
                title=title,
                by=account.id,
                now=clock.now(),
                severity=severity,
                playbook=playbook,
                language=language or services.settings.language,
                zone=zone or services.settings.timezone,
                restricted=restricted,
            )
            shown = _summary(session, found)
    click.echo(json.dumps(shown) if as_json else f"{shown['number']} ({shown['code_name']}) is open.")


@incident.command("list")
@click.option("--state", type=click.Choice(["open", "contained", "closed"]))
@click.option("--kind", type=click.Choice(["real", "drill", "all"]), default="real", show_default=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(state: str | None, kind: str, limit: int, *, as_json: bool) -> None:
    """List incidents, the newest first; drills only when asked for."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        found = queries.list_incidents(session, state=state, kind=None if kind == "all" else kind, limit=limit)
        due = next_due_by_incident(session, [each.id for each in found])
        rows = [_summary(session, each) | {"next_due": _iso(due.get(each.id))} for each in found]
        damaged = [(each.number, each.id) for each in found if queries.unreadable(session, each)]
        zone, keys = services.settings.timezone, services.settings.keys
    for number, incident_id in damaged:
        click.echo(
            f"{number} cannot be read: {keys / incident_id}.key is damaged. Put that file back from the keys archive.",
            err=True,
        )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table(Column("Number", no_wrap=True), "Code name", "State", "Severity", "Opened", "Next deadline", "Title")
    for row in rows:
        next_due = show_instant(datetime.fromisoformat(row["next_due"]), zone=zone) if row["next_due"] else "–"
        opened_at = show_instant(datetime.fromisoformat(row["opened_at"]), zone=zone)
        table.add_row(row["number"], row["code_name"], row["state"], row["severity"], opened_at, next_due, row["title"])
    Console().print(table)


@incident.command()
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(number: str, *, as_json: bool) -> None:
    """Show where incident INC stands: what is owed, by when, and what is known.

    Contested readings and what would change an answer are shown to counsel, and to those whom counsel named.
    """
    with opened() as services, services.db.reading() as session:
        account = reading_as(services, "incident.read")
        found = queries.get_incident(session, number)
        owed = current(session, found.id)
        advised = account is not None and may_read(session, found.id, account.id, account.permission_set)
        shown = _summary(session, found)
        known = facts_document(session, found)
        now, zone = time_at(found, clock.now()), found.zone
    if as_json:
        answers = [dict(duty.answer) if advised else without_advice(duty.answer) for duty in owed]
        click.echo(json.dumps(shown | {"facts": known, "obligations": answers}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{shown['number']} {shown['code_name']}: {shown['title']}")
    click.echo(f"{shown['state']}, severity {shown['severity']}, opened {_when(shown['opened_at'], zone)}")
    click.echo(_owed_table(owed, zone, now))


@incident.command()
@click.argument("number", metavar="INC")
@click.argument("said", metavar="FACT=VALUE...", nargs=-1)
@click.option(
    "--file", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A facts file, taken whole."
)
@click.option("--since", help="Since when it was known, with its zone; now if left out.")
@click.option("--reason", default="", help="How it is known.")
def record(number: str, said: tuple[str, ...], file: Path | None, since: str | None, reason: str) -> None:
    """Record what is known of INC, as exposure.encrypted=false or events.awareness=2026-06-11T15:30:00+02:00."""
    known = _from_file(file) if file else {}
    for key, value in map(_pair, said):
        if key in known and file is None:
            raise BadInput("This fact is said twice", field=key, do="Say it once.")
        known[key] = value
    if not known:
        raise BadInput("Nothing was said", expected="FACT=VALUE or --file", do="`responder facts` lists every fact.")
    with opened() as services:
        account = acting(services, "fact.record")
        now = clock.now()
        with services.db.writing() as session:
            found = queries.get_incident(session, number)
            changed = flow.record_facts(
                session,
                found,
                known,
                books=services,
                by=account.id,
                now=now,
                since=_instant(since) if since else None,
                reason=reason,
            )
            owed = current(session, found.id)
            zone, at = found.zone, time_at(found, now)
    click.echo("Recorded." if changed else "Nothing new: that was known already.")
    click.echo(_owed_table(owed, zone, at))


@incident.command()
@click.argument("number", metavar="INC")
@click.argument("text")
@click.option("--at", "at", help="When it happened, with its zone; now if left out.")
@click.option("--privileged", is_flag=True, help="A question to counsel or their answer: stays out of exports.")
def note(number: str, text: str, at: str | None, *, privileged: bool) -> None:
    """Add TEXT to the timeline of INC: what you saw and did."""
    with opened() as services:
        account = acting(services, "timeline.add")
        with services.db.writing() as session:
            found = queries.get_incident(session, number)
            when = _instant(at) if at else time_at(found, clock.now())
            actions.add_entry(session, found, text, by=account.id, at=when, privileged=privileged)
    click.echo("It stands in the timeline.")


@incident.command()
@click.argument("number", metavar="INC")
@click.option("--reason", required=True, help="What ended it; it stands in the timeline.")
@click.option("--despite-open", is_flag=True, help="Close although something is still owed; the timeline says so.")
@click.option(
    "--as",
    "closed_as",
    type=click.Choice(ENDS[:-1]),
    default="handled",
    show_default=True,
    help="What it turned out to be.",
)
@click.option("--look-again", help="When a suspicion is to be looked at again, with its zone.")
def close(number: str, reason: str, closed_as: str, look_again: str | None, *, despite_open: bool) -> None:
    """Close the response to INC. Exit 1 while something is still owed."""
    with opened() as services:
        account = acting(services, "incident.close")
        with services.db.writing() as session:
            found = queries.get_incident(session, number)
            still = flow.close_incident(
                session,
                found,
                books=services,
                reason=reason,
                despite_open=despite_open,
                closed_as=closed_as,
                look_again_at=_instant(look_again) if look_again else None,
                by=account.id,
                now=clock.now(),
            )
    if still:
        click.echo("Still owed; --despite-open closes all the same:", err=True)
        for duty in still:
            click.echo(f"  {duty.regime} {duty.duty} {duty.place or ''}", err=True)
        sys.exit(1)
    click.echo("Closed.")


@incident.command()
@click.argument("number", metavar="INC")
@click.option(
    "--bundle", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write it: a new file."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def export(number: str, bundle: Path, *, as_json: bool) -> None:
    """Export the proof bundle of INC: timeline, facts, obligations, notices, receipts, report, and verify.py."""
    with opened() as services:
        account = acting(services, "bundle.export", fresh=True)
        exported = export_bundle(
            services.db,
            number,
            bundle,
            library=services.library,
            playbooks=services.playbooks,
            by=account.id,
            now=clock.now(),
        )
    if as_json:
        click.echo(json.dumps({"bundle": str(bundle), "id": exported.id, "lines": exported.lines}))
        return
    click.echo(f"{bundle}: {exported.lines} lines, {exported.withheld} withheld, {exported.erased} erased.")
    click.echo(f"Its id, for verify.py --expect: {exported.id}")


incident.add_command(decide_not)
incident.add_command(import_)
incident.add_command(join)
incident.add_command(restrict)
incident.add_command(name_)
incident.add_command(unname)
incident.add_command(break_glass)


def _summary(session: Session, found: Incident) -> dict[str, Any]:
    return {
        "number": found.number,
        "kind": found.kind,
        "code_name": found.code_name,
        "title": queries.title_of(session, found),
        "state": found.state,
        "severity": found.severity,
        "playbook": found.playbook,
        "opened_at": _iso(found.opened_at),
        "closed_at": _iso(found.closed_at),
        "closed_as": found.closed_as,
        "restricted": found.restricted,
        "imported_at": _iso(found.imported_at),
    }


def _owed_table(owed: list[Present], zone: str, now: datetime) -> str:
    lines = []
    for duty in (duty for duty in owed if duty.state != "not_required"):
        when = "no date in the law" if duty.due_at is None else show_instant(duty.due_at, zone=zone)
        left = "" if duty.due_at is None or duty.met else f" ({_left(duty.due_at - now)})"
        state = "met" if duty.met else duty.state
        lines.append(f"  {state:<12} {when}{left}  {duty.answer['recipient_name']} [{duty.regime}]")
    return "\n".join(["Owed:", *lines]) if lines else "None found in the library for what is known so far."


def _left(left: timedelta) -> str:
    said = show_left(left)
    return f"late by {said.removeprefix('-')}" if said.startswith("-") else f"{said} left"


def _from_file(file: Path) -> dict[str, Any]:
    document = load_yaml(read_file(str(file)), name=str(file))
    if not isinstance(document, dict):
        raise BadInput(
            "This is not a facts file", file=str(file), line=1, expected="a mapping with `format: responder/facts/1`"
        )
    return leaves(document)


def _pair(pair: str) -> tuple[str, Any]:
    key, separator, value = pair.partition("=")
    if not separator:
        raise BadInput("No value was given", field=pair, expected="FACT=VALUE, as exposure.encrypted=false")
    return key.strip(), load_yaml(value, name=key.strip())


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise BadInput("This is not a time with its zone", field=text, expected="2026-06-11T15:30:00+02:00")
    return instant


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _when(iso: str, zone: str) -> str:
    return show_instant(datetime.fromisoformat(iso), zone=zone)
