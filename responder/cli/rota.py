"""``responder rota``: who is on call and when; swaps and absences; calendars in and out."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.errors import BadInput
from responder.formats.icalendar import calendar, read_calendar
from responder.oncall import plans
from responder.oncall.actions import rotas as actions
from responder.oncall.actions import teams
from responder.oncall.calendars import entries, imported, shift_title
from responder.oncall.queries import rotas as queries
from responder.oncall.rotas import gaps, shifts
from responder.people.queries import email_of, get_account, list_accounts
from responder.words import N_
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FORMAT = "responder/rota/1"
YEAR = timedelta(days=366)
_WHEN = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"])


@click.group()
def rota() -> None:
    """Who is on call: rotas with layers, swaps, absences and holidays."""


@rota.command("list")
@click.option("--at", type=_WHEN, help="At this time, in the installation's zone; now if left out.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(at: datetime | None, *, as_json: bool) -> None:
    """Show every rota and who is on call."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "oncall.read")
        moment = _instant(at, services.settings.timezone) or clock.now()
        logins = {account.id: account.login for account in list_accounts(session)}
        rows = [
            (one.name, one.zone, [logins[who] for who in queries.who_is_on_call(session, one, moment)])
            for one in queries.list_rotas(session)
        ]  # fmt: skip
    if as_json:
        plain = [{"rota": title, "zone": zone, "on_call": people} for title, zone, people in rows]
        click.echo(json.dumps({"format": FORMAT, "at": moment.isoformat(), "rotas": plain}, indent=2))
        return
    table = Table("Rota", "Zone", "On call", box=None)
    for title, zone, people in rows:
        table.add_row(title, zone, ", then ".join(people) or "NOBODY")
    Console().print(table)


@rota.command()
@click.argument("name")
@click.option("--days", type=click.IntRange(1, 366), default=28, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(name: str, days: int, *, as_json: bool) -> None:
    """Show the shifts of rota NAME, and when nobody is on call."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "oncall.read")
        found, now = queries.get_rota(session, name), clock.now()
        plan, until = queries.plan_of(session, found, since=now), now + timedelta(days=days)
        logins = {account.id: account.login for account in list_accounts(session)}
        rows = [
            {
                "layer": one.layer + 1,
                "who": logins[one.account],
                "from": one.begins.isoformat(),
                "to": one.ends.isoformat(),
            }
            for one in sorted(shifts(plan, now, until), key=lambda shift: (shift.begins, shift.layer))
        ]  # fmt: skip
        title, zone = found.name, found.zone
        empty = [{"from": begins.isoformat(), "to": ends.isoformat()} for begins, ends in gaps(plan, now, until)]
    if as_json:
        click.echo(json.dumps({"format": FORMAT, "rota": title, "shifts": rows, "gaps": empty}, indent=2))
        return
    table = Table("Who", "From", "To", "Layer", box=None)
    for row in rows:
        times = (show_instant(datetime.fromisoformat(str(row[key])), zone=zone) for key in ("from", "to"))
        table.add_row(str(row["who"]), *times, str(row["layer"]))
    Console().print(table)
    for gap in empty:
        begins, ends = (show_instant(datetime.fromisoformat(gap[key]), zone=zone) for key in ("from", "to"))
        click.echo(f"Nobody is on call from {begins} to {ends}.", err=True)


@rota.command("set")
@click.argument("name")
@click.option("--zone", help="Of the hand-overs, as Europe/Berlin; the installation's if left out.")
@click.option("--people", required=True, help="Sign-in names in the order of their turns, with commas between.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day of the first turn.")
@click.option("--handover", default="09:00", show_default=True, help="Time of day of the hand-over.")
@click.option("--every", "days", type=click.IntRange(1, plans.LONGEST_TURN), default=7, show_default=True, help="Days.")
@click.option("--weekdays", default="", help="Only on these, as 'mon tue wed thu fri'.")
@click.option("--hours", default="", help="Only at these, as 09:00-17:00.")
@click.option("--holidays", default="", help="Dates, as '2026-12-25 2026-12-26'.")
@click.option("--not-on-holidays", is_flag=True, help="The layer does not cover the holidays.")
@click.option("--add", "adds", is_flag=True, help="One more layer, in place of a rota of this one alone.")
def set_(
    name: str,
    zone: str | None,
    people: str,
    starts: datetime,
    handover: str,
    days: int,
    weekdays: str,
    hours: str,
    holidays: str,
    *,
    not_on_holidays: bool,
    adds: bool,
) -> None:
    """Make rota NAME with one layer, or add a layer to it."""
    with opened() as services:
        by = acting(services, "oncall.manage").id
        with services.db.writing() as session:
            layer = plans.a_layer(
                [get_account(session, login).id for login in people.replace(",", " ").split()],
                starts_on=starts.date(), handover=handover, every_days=days, weekdays=weekdays, hours=hours,
                on_holidays=not not_on_holidays,
            )  # fmt: skip
            if adds:
                actions.add_layer(session, queries.get_rota(session, name), layer, by=by, now=clock.now())
            else:
                actions.set_rota(
                    session, name, zone=zone or services.settings.timezone, layers=[layer],
                    holidays=plans.holidays_of(holidays), by=by, now=clock.now(),
                )  # fmt: skip
    click.echo(f"`responder rota show {name}` shows it.")


@rota.command()
@click.argument("name")
@click.argument("login")
@click.option("--from", "begins", type=_WHEN, help="In the rota's zone; now if left out.")
@click.option("--to", "ends", type=_WHEN, required=True, help="In the rota's zone.")
@click.option("--layer", type=click.IntRange(1, 99), default=1, show_default=True)
def swap(name: str, login: str, begins: datetime | None, ends: datetime, layer: int) -> None:
    """Let LOGIN take a stretch of rota NAME, whosever turn it is."""
    with opened() as services:
        by = acting(services, "oncall.swap").id
        with services.db.writing() as session:
            found, account, now = queries.get_rota(session, name), get_account(session, login), clock.now()
            start, end = _instant(begins, found.zone) or now, _instant(ends, found.zone) or now
            actions.swap(session, found, account, start, end, layer=layer - 1, by=by, now=now)
    click.echo(f"{login} takes it.")


@rota.command()
@click.argument("login")
@click.option("--from", "begins", type=_WHEN, help="In the installation's zone; now if left out.")
@click.option("--to", "ends", type=_WHEN, required=True, help="In the installation's zone.")
def away(login: str, begins: datetime | None, ends: datetime) -> None:
    """Note that LOGIN cannot be called for a while: rotas pass them over, their deputy is called in their place."""
    with opened() as services:
        by = acting(services, "oncall.swap").id
        zone, now = services.settings.timezone, clock.now()
        with services.db.writing() as session:
            start, end = _instant(begins, zone) or now, _instant(ends, zone) or now
            teams.set_away(session, get_account(session, login), start, end, by=by, now=now)
    click.echo(f"{login} is away.")


@rota.command("import")
@click.argument("name")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(name: str, path: Path) -> None:
    """Take the shifts of an .ics file over into rota NAME; shifts imported before and still to come are replaced.

    Whose shift an entry is, is told by an attendee's address or a sign-in name in its title. Entries that repeat by a
    rule are taken one by one for a year to come.
    """
    with opened() as services:
        by = acting(services, "oncall.manage").id
        with services.db.writing() as session:
            found = imported(read_calendar(path.read_bytes(), until=clock.now() + YEAR), _known(session))
            if not found:
                raise BadInput(N_("The calendar holds no shift"), file=str(path))
            zone = services.settings.timezone
            made, count = actions.import_shifts(session, name, found, zone=zone, by=by, now=clock.now())
    click.echo(f"{made.name}: {count} shifts to come.")


@rota.command()
@click.argument("name")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--days", type=click.IntRange(1, 366), default=182, show_default=True)
def export(name: str, path: Path, days: int) -> None:
    """Write the shifts of rota NAME into an .ics file."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "oncall.read")
        found, now = queries.get_rota(session, name), clock.now()
        logins = {account.id: account.login for account in list_accounts(session)}
        made = []
        for shift in shifts(queries.plan_of(session, found, since=now), now, now + timedelta(days=days)):
            title = shift_title(found.name, logins[shift.account], services.settings.language)
            made += entries(
                [shift], rota_id=found.id, title=title, revision=found.revision, changed_at=found.changed_at,
                domain="responder.invalid",
            )  # fmt: skip
        whole = calendar(made, name=found.name)
    path.write_bytes(whole)
    click.echo(f"{len(made)} shifts written to {path}.")


def _known(session: Session) -> dict[str, str]:
    """Sign-in name or address, in lower case → account id."""
    found: dict[str, str] = {}
    for account in list_accounts(session, disabled=False):
        found[account.login] = account.id
        address = email_of(session, account)
        if address:
            found[address.casefold()] = account.id
    return found


def _instant(given: datetime | None, zone: str) -> datetime | None:
    return None if given is None else given if given.tzinfo else given.replace(tzinfo=ZoneInfo(zone))
