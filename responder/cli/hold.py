"""``responder hold``: legal holds of an incident; while one stands, nothing of it is destroyed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.custody import actions
from responder.custody.queries import get_hold, list_holds, reasons_of
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.words import N_
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from datetime import datetime


@click.group()
def hold() -> None:
    """Legal holds: place one, list them; releasing one takes counsel and a second person."""


@hold.command()
@click.argument("number", metavar="INC")
@click.option("--reason", required=True, help="Why; it stands in the timeline.")
def place(number: str, reason: str) -> None:
    """Forbid the destruction of anything of INC until the hold is released."""
    with opened() as services:
        account = acting(services, "hold.place")
        with services.db.writing() as session:
            placed = actions.place_hold(
                session, get_incident(session, number).id, reason, by=account.id, now=clock.now()
            )
            said = placed.number
    click.echo(f"Hold {said} stands.")


@hold.command()
@click.argument("number", metavar="INC")
@click.argument("hold_number", metavar="HOLD", type=int)
@click.option("--reason", default="", help="Why it may end; counsel says it.")
@click.option("--confirm", is_flag=True, help="Confirm what counsel proposed, as a second person.")
@click.option("--keep", is_flag=True, help="Refuse what counsel proposed: the hold goes on.")
def release(number: str, hold_number: int, reason: str, *, confirm: bool, keep: bool) -> None:
    """Release HOLD of INC: counsel proposes it with --reason, another person confirms it with --confirm."""
    if confirm and keep:
        raise BadInput(N_("Confirming and refusing at once"), field="--confirm", expected=N_("one of the two"))
    with opened() as services:
        account = acting(services, "hold.confirm" if confirm or keep else "hold.release", fresh=confirm)
        now = clock.now()
        with services.db.writing() as session:
            found = get_hold(session, get_incident(session, number).id, hold_number)
            if confirm:
                actions.confirm_release(session, found, by=account.id, now=now)
            elif keep:
                actions.keep_hold(session, found, by=account.id, now=now)
            else:
                actions.propose_release(session, found, reason, by=account.id, now=now)
    if confirm:
        click.echo("Released.")
    else:
        click.echo("It goes on." if keep else "Proposed. It stands until a second person confirms it with --confirm.")


@hold.command("list")
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(number: str, *, as_json: bool) -> None:
    """List the holds of INC, the oldest first."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "custody.read")
        found = get_incident(session, number)
        zone = found.zone
        held = [(each, reasons_of(session, each)) for each in list_holds(session, found.id)]
    if as_json:
        rows = [
            {
                "hold": each.number, "state": each.state, "reason": why, "placed_at": each.placed_at.isoformat(),
                "release_reason": ending, "released_at": _iso(each.released_at),
            }
            for each, (why, ending) in held
        ]  # fmt: skip
        click.echo(json.dumps({"format": "responder/holds/1", "holds": rows}, ensure_ascii=False, indent=2))
        return
    for each, (why, ending) in held:
        click.echo(f"{each.number}  {each.state}  {show_instant(each.placed_at, zone=zone)}  {why}")
        if ending:
            click.echo(f"   to be released: {ending}" if each.state == "ending" else f"   released: {ending}")


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
