"""``responder correspondence …``: what authorities, courts, insurers and controllers ask, and what we answered."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.cli.assess import instant
from responder.correspondence import actions, queries
from responder.correspondence.actions.exchange import DIRECTIONS, KINDS
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.people.queries import get_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.people.records import Account

_INC = click.argument("number", metavar="INC")
_TEXT = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group()
def correspondence() -> None:
    """Their case numbers, letters in and out, questions with the time they set, answers, and our promises."""


@correspondence.command("open")
@_INC
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name")
@click.option("--case", default="", help="Their case number.")
@click.option("--handler", default="", help="Who handles it there, by office.")
@click.option("--channel", default="", help="How they want to be answered.")
def open_(number: str, kind: str, name: str, case: str, handler: str, channel: str) -> None:
    """Begin the correspondence with NAME; prints its id."""

    def do(session: Session, incident: Incident, account: Account) -> str:
        return actions.open_counterpart(
            session, incident, kind=kind, name=name, case_number=case, handler=handler, channel=channel,
            by=account.id, now=clock.now(),
        ).id  # fmt: skip

    click.echo(_doing(number, "correspondence.write", do))


@correspondence.command()
@_INC
@click.argument("side", metavar="ID")
@click.argument("direction", type=click.Choice(DIRECTIONS))
@click.argument("subject")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The letter itself.")
@click.option("--text", default="", help="What it says, where there is no file.")
@click.option("--channel", default="", help="portal, email, post, telephone …")
@click.option("--at", metavar="TIME", help="When, with its zone; now if left out.")
def letter(
    number: str, side: str, direction: str, subject: str, file: Path | None, text: str, channel: str, at: str | None
) -> None:
    """Keep a letter that came in or went out, with its SHA-256."""
    with opened() as services:
        account = acting(services, "correspondence.write")
        now = clock.now()
        with services.db.writing() as session:
            incident = get_incident(session, number)
            kept, digest = None, ""
            if file is not None:
                with file.open("rb") as content:
                    kept = services.files.put(incident.id, file.name, content, kind="letter").ref
                with file.open("rb") as content:
                    digest = hashlib.file_digest(content, "sha256").hexdigest()
            row = actions.note_letter(
                session, incident, queries.get_counterpart(session, incident.id, side), direction=direction,
                channel=channel, at=instant(at, "--at") if at else time_at(incident, now), subject=subject, text=text,
                file=kept, file_sha256=digest, by=account.id, now=now,
            )  # fmt: skip
            click.echo(f"Kept. SHA-256 {row.sha256}")


@correspondence.command()
@_INC
@click.argument("side", metavar="ID")
@click.argument("asked")
@click.option("--due", metavar="TIME", help="The time they set, with its zone.")
@click.option("--owner", metavar="LOGIN", help="Who answers it; you, if left out.")
def ask(number: str, side: str, asked: str, due: str | None, owner: str | None) -> None:
    """Note what they ask; prints the id of the question. Its owner is reminded of the time they set."""

    def do(session: Session, incident: Incident, account: Account) -> str:
        return actions.note_question(
            session, incident, queries.get_counterpart(session, incident.id, side), asked=asked,
            owner=get_account(session, owner).id if owner else account.id,
            due_at=instant(due, "--due") if due else None, by=account.id, now=clock.now(),
        ).id  # fmt: skip

    click.echo(_doing(number, "correspondence.write", do))


@correspondence.command()
@_INC
@click.argument("question")
@_TEXT
def draft(number: str, question: str, file: Path) -> None:
    """Keep FILE as the draft of the answer to QUESTION."""

    def do(session: Session, incident: Incident, account: Account) -> str:
        row = queries.get_question(session, incident.id, question)
        actions.draft_answer(session, incident, row, file.read_text("utf-8"), by=account.id, now=clock.now())
        return f"Kept. A second person approves it: `responder correspondence approve` (SHA-256 {row.sha256})"

    click.echo(_doing(number, "correspondence.write", do))


@correspondence.command()
@_INC
@click.argument("question")
@click.argument("sha256")
def approve(number: str, question: str, sha256: str) -> None:
    """Approve the answer whose SHA-256 you read, as the second person."""

    def do(session: Session, incident: Incident, account: Account) -> str:
        row = queries.get_question(session, incident.id, question)
        actions.approve_answer(session, incident, row, sha256, by=account.id, now=clock.now())
        return "Approved. Sent? `responder correspondence answered`"

    click.echo(_doing(number, "notice.approve", do, fresh=True))


@correspondence.command()
@_INC
@click.argument("question")
@click.option("--channel", required=True, help="portal, email, post …")
@click.option("--at", metavar="TIME", help="When, with its zone; now if left out.")
def answered(number: str, question: str, channel: str, at: str | None) -> None:
    """Note that the approved answer to QUESTION went out as it stands."""

    def do(session: Session, incident: Incident, account: Account) -> str:
        row, now = queries.get_question(session, incident.id, question), clock.now()
        when = instant(at, "--at") if at else time_at(incident, now)
        actions.note_answered(session, incident, row, channel=channel, at=when, by=account.id, now=now)
        return "Noted as sent."

    click.echo(_doing(number, "notice.file", do))


@correspondence.command()
@_INC
@click.argument("promise")
@click.argument("how", type=click.Choice(["kept", "none"]))
@click.option("--reason", required=True, help="By what it is kept, or why it is none.")
def promise(number: str, promise: str, how: str, reason: str) -> None:
    """Say that what one of our notices promised is kept, or that it is no promise."""

    def do(session: Session, incident: Incident, account: Account) -> str:
        row = queries.get_promise(session, incident.id, promise)
        kept = how == "kept"
        actions.close_promise(session, incident, row, kept=kept, reason=reason, by=account.id, now=clock.now())
        return "Noted."

    click.echo(_doing(number, "correspondence.write", do))


@correspondence.command()
@_INC
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(number: str, *, as_json: bool) -> None:
    """With whom we correspond, what is asked by when, and what our notices promise."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "correspondence.read")
        whole = _whole(session, get_incident(session, number).id)
    if as_json:
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for side in whole["counterparts"]:
        click.echo(f"{side['id']}  {side['kind']}  {side['name']}  {side['case_number']}")
    for each in whole["questions"]:
        click.echo(f"{each['id']}  {each['state']}  {each['due'] or '-'}  {each['of']}: {each['asked']}")
    for each in whole["promises"]:
        click.echo(f"{each['id']}  {each['state']}  {each['due']}  {each['sentence']}")


def _whole(session: Session, incident_id: str) -> dict[str, Any]:
    return {
        "counterparts": [
            {"id": each.id, "kind": each.kind, "name": each.name, "case_number": each.case_number,
             "handler": each.handler, "channel": each.channel, "closed": each.closed_at is not None}
            for each in queries.list_counterparts(session, incident_id)
        ],
        "questions": [
            {"id": each.id, "of": each.whose, "kind": each.kind, "asked": each.asked, "state": each.state,
             "due": each.due_at.isoformat() if each.due_at else None, "answer": each.answer, "sha256": each.sha256}
            for each in queries.list_questions(session, incident_id)
        ],
        "promises": [
            {"id": each.id, "sentence": each.sentence, "state": each.state, "due": each.due_at.isoformat(),
             "notice": each.notice_id}
            for each in queries.list_promises(session, incident_id)
        ],
    }  # fmt: skip


def _doing(
    number: str, deed: str, do: Callable[[Session, Incident, Account], str], *, fresh: bool = False
) -> str:
    """One deed in one unit of work; what it says."""
    with opened() as services:
        account = acting(services, deed, fresh=fresh)
        with services.db.writing() as session:
            return do(session, get_incident(session, number), account)
