"""``responder agenda``: what will be sent in the next 24 hours, and to whom."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from responder import clock
from responder.agenda.queries import clock_alive
from responder.cli.acting import opened, reading_as
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.people.queries import find_account
from responder.response.queries import list_firing
from responder.words import N_
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.response.queries import Firing

FORMAT = "responder/agenda/1"
MOST = 1000
_SPAN = re.compile(r"(\d{1,4})([hd])")


@click.command()
@click.option("--next", "within", default="24h", show_default=True, metavar="TIME", help="How far ahead, as 24h or 7d.")
@click.option("--incident", "number", metavar="INC", help="Of this incident alone.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def agenda(within: str, number: str | None, *, as_json: bool) -> None:
    """List the reminders and calls of the next hours in their order, and those that wait to be sent."""
    now, ahead = clock.now(), _span(within)
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        incident = get_incident(session, number) if number else None
        alive, zone = clock_alive(session, now), services.settings.timezone
        firing = list_firing(session, now, incident=incident, within=ahead)
        rows = [(each, _logins(session, each.to)) for each in firing]
    if as_json:
        plain = [_plain(each, to) for each, to in rows]
        click.echo(json.dumps({"format": FORMAT, "clock_alive": alive, "firing": plain}, indent=2))
        return
    table = Table("Sent at", "Due at", "What", "About", "Incident", "To")
    for each, to in rows:
        times = (show_instant(at, zone=zone) for at in (each.sends_at, each.due_at))
        table.add_row(*times, each.kind, each.about or "–", f"{each.number} {each.code_name}", ", ".join(to) or "–")
    Console().print(table)
    if not alive:
        click.echo("No clock is running: nothing is sent until `responder worker` or `responder serve` runs.", err=True)


def _span(written: str) -> timedelta:
    found = _SPAN.fullmatch(written.strip())
    if found is None or not 1 <= int(found[1]) <= MOST:
        raise BadInput(N_("This is no length of time"), field="--next", expected=N_("hours or days, as 24h or 7d"))
    return timedelta(hours=int(found[1])) if found[2] == "h" else timedelta(days=int(found[1]))


def _logins(session: Session, accounts: Sequence[str]) -> list[str]:
    return [account.login for who in accounts if (account := find_account(session, who)) is not None]


def _plain(firing: Firing, to: list[str]) -> dict[str, object]:
    return {
        "sends_at": firing.sends_at.isoformat(),
        "due_at": firing.due_at.isoformat(),
        "kind": firing.kind,
        "incident": firing.number,
        "code_name": firing.code_name,
        "about": firing.about,
        "to": to,
    }
