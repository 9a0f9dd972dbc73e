"""``responder notice alarms|acknowledge|supplement|correct``: what approved notices say otherwise, and telling it."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table

from responder import clock, flow
from responder.cli.acting import acting, opened, reading_as
from responder.cli.notice import notice
from responder.intake.queries import get_incident
from responder.notices import queries

_INC = click.argument("number", metavar="INC")
_NOTICE = click.argument("name", metavar="NOTICE")


@notice.command()
@_INC
@click.option("--all", "closed", is_flag=True, help="Those that are closed too.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def alarms(number: str, *, closed: bool, as_json: bool) -> None:
    """Approved, sent or filed notices of INC that say otherwise than what is known by now."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            found = [
                {
                    "alarm": alarm.row.id,
                    "notice": alarm.row.notice_id,
                    "language": alarm.row.language,
                    "fact": alarm.row.fact,
                    "said": alarm.said,
                    "now": alarm.now,
                    "state": alarm.row.state,
                    "raised_at": alarm.row.raised_at.isoformat(),
                }
                for alarm in queries.list_alarms(session, incident.id, state=None if closed else "open")
            ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if not found:
        click.echo("Every notice says what is known.")
        return
    table = Table("Alarm", "Notice", "Language", "Fact", "It says", "Known now", "State")
    for row in found:
        table.add_row(
            row["alarm"][-8:],
            row["notice"][-8:],
            row["language"],
            row["fact"],
            row["said"],
            row["now"] or "nothing",
            row["state"],
        )
    Console().print(table)


@notice.command()
@_INC
@click.argument("alarm")
@click.option("--reason", required=True, help="Why the notice may stand.")
def acknowledge(number: str, alarm: str, reason: str) -> None:
    """Let a notice stand although a fact changed."""
    with opened() as services:
        account = acting(services, "notice.file")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            flow.acknowledge_alarm(session, incident, alarm, reason=reason, by=account.id, now=clock.now())
    click.echo("Acknowledged.")


@notice.command()
@_INC
@_NOTICE
def supplement(number: str, name: str) -> None:
    """Draft a supplement to NOTICE from what is known by now; what is new stands in bold."""
    _follow(number, name, "supplement")


@notice.command()
@_INC
@_NOTICE
def correct(number: str, name: str) -> None:
    """Draft a correction of NOTICE, whose text was wrong; what is new stands in bold."""
    _follow(number, name, "correction")


def _follow(number: str, name: str, follows_as: str) -> None:
    with opened() as services:
        account = acting(services, "notice.draft")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            row = queries.get_notice(session, incident.id, name)
            made = flow.supplement_notice(
                session, incident, row, follows_as=follows_as, books=services, by=account.id, now=clock.now()
            ).id
    click.echo(f"Drafted: {made[-8:]}. Show it with `responder notice show {number} {made[-8:]}`.")
