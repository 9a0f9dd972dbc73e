"""``responder report``: what people and machines told us, before it is an incident."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from responder import clock, flow
from responder.cli.acting import acting, opened, reading_as
from responder.errors import BadInput
from responder.intake.actions import reports as actions
from responder.intake.queries import reports as queries
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.intake.records import Report

MEASURED = timedelta(days=90)


@click.group()
def report() -> None:
    """Reports and alarms. Nothing here is an incident until somebody says so."""


@report.command("list")
@click.option("--all", "all_", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, all_: bool, as_json: bool) -> None:
    """List what came in, what nobody has first."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "signal.read")
        found = queries.list_reports(session, open_only=not all_, now=clock.now(), limit=1000)
        rows = [_summary(session, each) for each in found]
        measured = queries.measure(session, since=clock.now() - MEASURED)
        zone = services.settings.timezone
    if as_json:
        click.echo(json.dumps({"reports": rows, "last_90_days": vars(measured)}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        when = show_instant(datetime.fromisoformat(row["received_at"]), zone=zone)
        click.echo(f"{row['number']}  {row['state']:<8}  {row['level']:<8}  {when}  {row['title']}")
    human = "–" if measured.seconds_to_human is None else f"{measured.seconds_to_human // 60} min"
    click.echo(f"90 days: {measured.received} received, {measured.near_misses} near misses, to a person: {human}")


@report.command()
@click.argument("number", metavar="REP")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(number: str, *, as_json: bool) -> None:
    """Show what was said in REP."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "signal.read")
        found = queries.get_report(session, number)
        shown = _summary(session, found)
        lines = [
            {"kind": said.kind, "at": said.at.isoformat(), "text": said.text}
            for said in queries.lines_of(session, found)
        ]
        zone = services.settings.timezone
    if as_json:
        click.echo(json.dumps(shown | {"lines": lines}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{shown['number']} {shown['state']}: {shown['title']}")
    for line in lines:
        click.echo(f"{show_instant(datetime.fromisoformat(line['at']), zone=zone)}  {line['kind']}\n{line['text']}\n")


@report.command()
@click.argument("text")
def tell(text: str) -> None:
    """Note TEXT, what somebody told you."""
    with opened() as services:
        account = acting(services, "signal.take")
        with services.db.writing() as session:
            filed = actions.file_report(
                session, origin="person", title="", text=text, by=account.id, now=clock.now(), language=account.language
            )
            number = filed.report.number
    click.echo(number)


@report.command()
@click.argument("number", metavar="REP")
def take(number: str) -> None:
    """Say that you are on REP; nobody is called about it any more."""
    with opened() as services:
        account = acting(services, "signal.take")
        with services.db.writing() as session:
            flow.take_report(session, queries.get_report(session, number), by=account.id, now=clock.now())
    click.echo("It is yours.")


@report.command()
@click.argument("number", metavar="REP")
@click.argument("text")
@click.option("--note", is_flag=True, help="Among ourselves; the reporter does not see it.")
def answer(number: str, text: str, *, note: bool) -> None:
    """Answer the reporter of REP, who sees it with the code."""
    with opened() as services:
        account = acting(services, "signal.take")
        with services.db.writing() as session:
            found = queries.get_report(session, number)
            kind = "note" if note else "answer"
            actions.add_line(session, found, text, kind=kind, by=account.id, now=clock.now())
    click.echo("It stands there.")


@report.command()
@click.argument("number", metavar="REP")
@click.option("--as", "outcome", type=click.Choice(actions.OUTCOMES), required=True, help="What it was.")
@click.option("--reason", required=True, help="Why it is no incident.")
@click.option("--look-again", help="When to look at it again, with its zone.")
def close(number: str, outcome: str, reason: str, look_again: str | None) -> None:
    """Close the suspicion REP with its reason."""
    with opened() as services:
        account = acting(services, "signal.take")
        with services.db.writing() as session:
            found = queries.get_report(session, number)
            again = _instant(look_again) if look_again else None
            flow.close_report(
                session, found, outcome, reason=reason, look_again_at=again, by=account.id, now=clock.now()
            )
    click.echo("Closed.")


@report.command()
@click.argument("number", metavar="REP")
@click.argument("other", metavar="OTHER")
def join(number: str, other: str) -> None:
    """Join REP to OTHER: both tell of the same thing."""
    with opened() as services:
        account = acting(services, "signal.take")
        with services.db.writing() as session:
            one, two = queries.get_report(session, number), queries.get_report(session, other)
            flow.join_report(session, one, two, by=account.id, now=clock.now())
    click.echo(f"It goes on in {other}.")


@report.command()
@click.argument("number", metavar="REP")
@click.option("--title", default="", help="A few words; the report's own if left out.")
@click.option("--playbook", help="The playbook to follow.")
@click.option("--restricted", is_flag=True, help="Only for those who need to know.")
def incident(number: str, title: str, playbook: str | None, *, restricted: bool) -> None:
    """Make REP an incident; what was told stands in its timeline."""
    with opened() as services:
        account = acting(services, "incident.open")
        with services.db.writing() as session:
            opened_one = flow.make_incident(
                session, queries.get_report(session, number), books=services, title=title, playbook=playbook,
                restricted=restricted, language=services.settings.language, zone=services.settings.timezone,
                by=account.id, now=clock.now(),
            )  # fmt: skip
            said = f"{opened_one.number} ({opened_one.code_name}) is open."
    click.echo(said)


def _summary(session: Session, found: Report) -> dict[str, Any]:
    return {
        "number": found.number,
        "origin": found.origin,
        "state": found.state,
        "level": found.level,
        "outcome": found.outcome,
        "title": queries.title_of_report(session, found),
        "received_at": found.received_at.isoformat(),
        "taken_at": None if found.taken_at is None else found.taken_at.isoformat(),
    }


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadInput("This is not a time with its zone", field="--look-again", expected="2026-12-24T09:00:00+01:00")
    return at
