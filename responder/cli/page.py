"""``responder page``: call people about an incident, see how a call goes, answer it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from responder import clock, ids
from responder.cli.acting import acting, opened, reading_as
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.oncall.actions import answering
from responder.oncall.actions.paging import call
from responder.oncall.queries.pages import get_page, list_pages, list_tries
from responder.people.queries import get_account, names_of
from responder.vault.keystore import HOUSE
from responder.words import N_
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.oncall.records import Page

FORMAT = "responder/pages/1"


@click.group()
def page() -> None:
    """Call people by mail, text message and telephone until one of them answers. At any hour."""


@page.command("call")
@click.argument("number", metavar="INC")
@click.option("--to", "logins", multiple=True, metavar="LOGIN", help="Whom first; several times for several people.")
def call_(number: str, logins: Sequence[str]) -> None:
    """Call somebody to incident INC, then up its escalation path until somebody answers."""
    with opened() as services:
        by = acting(services, "call.make").id
        with services.db.writing() as session:
            incident = get_incident(session, number)
            first = [get_account(session, login).id for login in logins]
            about = ids.derived_id("console call", incident.id, *first)
            made = call(session, stream=incident.id, about=about, why="call", first=first, by=by, now=clock.now())
            page_id = made.id
    click.echo(f"The call {page_id} begins. `responder page list {number}` shows how it goes.")


@page.command("list")
@click.argument("number", metavar="[INC]", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(number: str | None, *, as_json: bool) -> None:
    """Show calls, each try with what became of it: of incident INC, or those that nobody has answered."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        stream = get_incident(session, number).id if number else None
        rows = [_row(session, one) for one in list_pages(session, stream=stream, standing=stream is None)]
    if as_json:
        click.echo(json.dumps({"format": FORMAT, "pages": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        _show(row, services.settings.timezone)
    if not rows:
        click.echo("No calls.")


@page.command()
@click.argument("call_id", metavar="CALL")
def answer(call_id: str) -> None:
    """Say that you have it: it stops the calls to everybody else."""
    with opened() as services:
        by = acting(services, "call.make").id
        with services.db.writing() as session:
            found = _found(session, call_id)
            first = answering.answer(session, found, by=by, how="command", now=clock.now())
    click.echo("Noted: nobody else is called." if first else "Somebody answered it before you, or it was taken back.")


@page.command()
@click.argument("call_id", metavar="CALL")
def withdraw(call_id: str) -> None:
    """Take a call back that is needed no more."""
    with opened() as services:
        by = acting(services, "call.make").id
        with services.db.writing() as session:
            ended = answering.withdraw(session, _found(session, call_id), by=by, now=clock.now())
    click.echo("Taken back." if ended else "It had ended before.")


@page.command()
def trial() -> None:
    """Call yourself by every way, to see that calls reach you. Nobody else is called."""
    with opened() as services:
        me = acting(services, "incident.read")
        with services.db.writing() as session:
            now = clock.now()
            about = ids.derived_id("trial", me.id, now.isoformat())
            call(
                session, stream=HOUSE, about=about, why="trial", first=[me.id], by=me.id, now=now, alone=True,
                language=me.language,
            )  # fmt: skip
    click.echo("The call begins; answer it as you would at night.")


def _found(session: Session, call_id: str) -> Page:
    """The call of this id, or the only recent one whose id begins so."""
    begins = [one for one in list_pages(session, limit=1000) if one.id.startswith(call_id)]
    if len(begins) > 1:
        raise NotFound(N_("Several calls begin so"), field="CALL", expected=N_("more of its id"))
    return begins[0] if begins else get_page(session, call_id)


def _show(row: dict[str, Any], zone: str) -> None:
    begun = show_instant(datetime.fromisoformat(row["begun_at"]), zone=zone)
    click.echo(f"{row['id']}  {row['reference'] or 'house'} {row['code_name']}  {row['state']}  begun {begun}")
    table = Table("Who", "Way", "When", "Outcome", box=None)
    for tried in row["tries"]:
        at = show_instant(datetime.fromisoformat(tried["at"]), zone=zone)
        table.add_row(tried["who"], tried["channel"], at, " ".join(filter(None, (tried["state"], tried["code"]))))
    Console().print(table)


def _row(session: Session, one: Page) -> dict[str, Any]:
    tries = list_tries(session, one)
    names = names_of(session, [tried.account_id for tried in tries])
    return {
        "id": one.id,
        "reference": one.reference,
        "code_name": one.code_name,
        "kind": one.kind,
        "why": one.why,
        "state": one.state,
        "begun_at": one.begun_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "answered_how": one.answered_how,
        "tries": [
            {
                "who": names[tried.account_id],
                "channel": tried.try_.channel,
                "at": tried.try_.laid_at.isoformat(),
                "state": tried.state,
                "code": tried.code,
            }
            for tried in tries
        ],
    }
