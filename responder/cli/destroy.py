"""``responder destroy``: destroying the personal data of an incident, as two people, with a certificate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock, flow
from responder.cli.acting import acting, opened, reading_as
from responder.custody.actions import GROUNDS, keep_for, withdraw_destruction
from responder.custody.certificate import Reader
from responder.custody.queries import get_destruction, list_destructions
from responder.errors import Conflict
from responder.intake.queries import get_incident
from responder.people.queries import names_of
from responder.words import LANGUAGES, N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.custody.records import Destruction


@click.group()
def destroy() -> None:
    """The personal data of a closed incident, after its retention period and without a hold: gone for good."""


@destroy.command()
@click.argument("number", metavar="INC")
@click.option("--ground", type=click.Choice(list(GROUNDS)), default="retention", show_default=True, help="Why.")
def propose(number: str, ground: str) -> None:
    """Propose to destroy the personal data of INC. Nothing is destroyed before a second person approves."""
    with opened() as services:
        account = acting(services, "keys.destroy")
        usual, now = services.settings.retention_days, clock.now()
        with services.db.writing() as session:
            found = get_incident(session, number)
            flow.propose_destruction(session, found, ground=ground, usual_days=usual, by=account.id, now=now)
    click.echo(f"Proposed. A second person approves it: responder destroy approve {number}")


@destroy.command()
@click.argument("number", metavar="INC")
@click.option("--yes", is_flag=True, help="Do not ask; it cannot be undone.")
def approve(number: str, *, yes: bool) -> None:
    """Approve as the second person, with a fresh sign-in; the keys are destroyed at once."""
    with opened() as services:
        account = acting(services, "keys.approve", fresh=True)
        if not yes:
            click.confirm(f"Nobody can ever read the personal data of {number} again. Destroy it?", abort=True)
        with services.db.writing() as session:
            found = get_incident(session, number)
            flow.approve_destruction(
                session, found, usual_days=services.settings.retention_days, by=account.id, now=clock.now()
            )
            scope = found.id
        done = flow.destroy_approved(services, scope, now=clock.now())
    click.echo("The keys are destroyed.")
    if done:
        click.echo(f"The certificate: responder destroy certificate {number}")
    else:
        click.echo("Somebody still reads the database: the worker finishes the rest, and the certificate follows.")


@destroy.command()
@click.argument("number", metavar="INC")
def withdraw(number: str) -> None:
    """Take a proposal back, or refuse it."""
    with opened() as services:
        account = acting(services, "keys.approve")
        with services.db.writing() as session:
            row = get_destruction(session, get_incident(session, number).id)
            withdraw_destruction(session, row, by=account.id, now=clock.now())
    click.echo("Withdrawn. Nothing was destroyed.")


@destroy.command()
@click.argument("number", metavar="INC")
@click.argument("days", type=click.IntRange(0, 36_500))
def keep(number: str, days: int) -> None:
    """Keep INC for DAYS after its closing, in place of what RESPONDER_RETENTION_DAYS says."""
    with opened() as services:
        account = acting(services, "keys.destroy")
        with services.db.writing() as session:
            keep_for(session, get_incident(session, number).id, days, by=account.id, now=clock.now())
    click.echo(f"Kept for {days} days after closing.")


@destroy.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, as_json: bool) -> None:
    """List every destruction: proposed, approved, done, withdrawn."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "custody.read")
        rows = [_row(row) for row in list_destructions(session)]
    if as_json:
        click.echo(json.dumps({"format": "responder/destructions/1", "destructions": rows}, indent=2))
        return
    for row in rows:
        click.echo("  ".join(str(row[name]) for name in ("number", "state", "ground", "proposed_at")))


@destroy.command()
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="The record that the hash is taken over.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The installation's if left out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; .pdf makes a PDF/A-3a.")
def certificate(number: str, language: str | None, out: Path | None, *, as_json: bool) -> None:
    """Show what was destroyed, when, by whom, how, and what is left."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "custody.read")
        row = get_destruction(session, get_incident(session, number).id)
        reader = Reader(language or services.settings.language, services.settings.timezone, _names(session, row))
        text = _document(row) if as_json else flow.certificate_text(row, reader)
    if out is None:
        click.echo(text)
    elif out.suffix.lower() == ".pdf":
        out.write_bytes(flow.certificate_pdf(text, reader))
        click.echo(out)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(out)


def _row(row: Destruction) -> dict[str, object]:
    return {
        "number": row.about.get("number", row.scope),
        "state": row.state,
        "ground": row.ground,
        "proposed_at": row.proposed_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "certificate_sha256": row.certificate_sha256,
    }


def _names(session: Session, row: Destruction) -> dict[str, str]:
    return dict(names_of(session, {each for each in (row.proposed_by, row.approved_by) if each}))


def _document(row: Destruction) -> str:
    if row.certificate is None:
        raise Conflict(N_("It is not destroyed yet: there is no certificate."))
    return json.dumps({**row.certificate, "sha256": row.certificate_sha256}, indent=2, sort_keys=True)
