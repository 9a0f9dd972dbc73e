"""``responder notice``: draft, see what is missing, show, have it approved, record where it was filed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Column, Table

from responder import clock, flow
from responder.cli.acting import acting, opened, reading_as
from responder.cli.edited import say_edited
from responder.errors import BadInput
from responder.facts.queries import snapshot
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.notices import actions, queries, render
from responder.notices.compose import compose
from responder.notices.specs import spec_of
from responder.obligations.queries import current

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.intake.records import Incident
    from responder.notices.queries import Text
    from responder.notices.records import Notice

_OWED = frozenset({"required", "advisable"})
_INC = click.argument("number", metavar="INC")
_NOTICE = click.argument("name", metavar="NOTICE")
_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def notice() -> None:
    """Notices to authorities and letters to people. NOTICE is a duty's id, DUTY@PLACE, or the end of a notice's id."""


@notice.command("list")
@_INC
@_JSON
def list_(number: str, *, as_json: bool) -> None:
    """The notices of INC."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            found = [_summary(session, row) for row in queries.list_notices(session, get_incident(session, number).id)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    table = Table(Column("Notice", no_wrap=True), "To", "Languages", "State", "Approved")
    for row in found:
        table.add_row(
            f"{row['duty']}@{row['where']}",
            row["recipient_name"],
            ", ".join(row["languages"]),
            row["state"],
            row["approved_at"] or "",
        )
    Console().print(table)


@notice.command()
@_INC
@click.argument("duty", metavar="[DUTY[@PLACE]]", required=False)
@click.option(
    "--language", "languages", multiple=True, help="Of the text; several may be named. Else those of the people."
)
@_JSON
def draft(number: str, duty: str | None, languages: tuple[str, ...], *, as_json: bool) -> None:
    """Draft the notice of a duty that INC owes, or of every one that is not drafted yet."""
    with opened() as services:
        account = acting(services, "notice.draft")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            made = [
                flow.draft_notice(
                    session,
                    incident,
                    regime,
                    owed,
                    where,
                    books=services,
                    languages=languages,
                    by=account.id,
                    now=clock.now(),
                )
                for regime, owed, where in _wanted(session, incident, services, duty)
            ]
            found = [_summary(session, row) for row in made]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    for row in () if as_json else found:
        click.echo(f"Drafted: {row['duty']}@{row['where']} to {row['recipient_name']} ({', '.join(row['languages'])})")
    if not found and not as_json:
        click.echo("Nothing to draft: every notice owed is drafted.")


@notice.command()
@_INC
@_NOTICE
@click.option("--language", help="Of the text; its first if left out.")
@_JSON
def gaps(number: str, name: str, language: str | None, *, as_json: bool) -> None:
    """What the law asks for and is not known yet, who can answer, and whether it may follow."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            row = queries.get_notice(session, incident.id, name)
            text = text_of(session, row, language, "letter")
            spec = spec_of(services.library, services.letters, row.regime, row.duty, row.place)
            facts = snapshot(session, incident, services.library)
            found = [
                gap.to_document()
                for gap in compose(spec, facts, services.library, services.letters, text.language).gaps
            ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing is missing.")
        return
    table = Table("The law asks for", "Not known", "Question", "Who can answer", "")
    for gap in found:
        follows = "may follow" if gap["may_follow"] else ""
        table.add_row(gap["asks"], ", ".join(gap["facts"]), " ".join(gap["questions"]), ", ".join(gap["who"]), follows)
    Console().print(table)


@notice.command()
@_INC
@_NOTICE
@click.option("--language", help="Of the text; its first if left out.")
@click.option("--sms", is_flag=True, help="The short message.")
@click.option("--raw", is_flag=True, help="With its marks, as it is edited.")
@_JSON
def show(number: str, name: str, language: str | None, *, sms: bool, raw: bool, as_json: bool) -> None:
    """Show a text and what still stands between it and its approval."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            row = queries.get_notice(session, incident.id, name)
            text = text_of(session, row, language, "sms" if sms else "letter")
            known = snapshot(session, incident, services.library)
            kept = queries.forbidden_in(session, row, known, library=services.library, letters=services.letters)
            suspected = known.value("incident.status") == "suspected"
            left = queries.blockers(session, row, services.letters, suspected=suspected, kept=kept)
            reader = services.settings.language
            mind = queries.reminders(row, library=services.library, letters=services.letters, reader=reader)
            doubtful = queries.doubts(queries.list_texts(session, row), services.letters)
            mind += [found.said(reader) for found in (*kept, *doubtful) if found.level == "warning"]
    said = [found.said(reader) for found in left]
    if as_json:
        about = {
            "subject": text.subject,
            "text": text.text,
            "version": text.number,
            "sha256": text.sha256,
            "blockers": said,
            "to_mind": mind,
        }
        click.echo(json.dumps(about, ensure_ascii=False))
        return
    words = services.letters.words_of(text.language)
    click.echo(f"{text.subject}\n")
    click.echo(text.text if raw else render.to_text(text.text, words))
    for one in said:
        click.echo(f"! {one}", err=True)
    for one in mind:
        click.echo(f"~ {one}", err=True)


@notice.command("render")
@_INC
@_NOTICE
@click.option("--language", help="Of the text; its first if left out.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of the terminal.")
@click.option("--as", "form", type=click.Choice(["html", "text", "markdown"]), default="html", show_default=True)
def render_(number: str, name: str, language: str | None, out: Path | None, form: str) -> None:
    """Write a text as HTML, plain text or Markdown; people's own words stand as ‹name›."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            row = queries.get_notice(session, get_incident(session, number).id, name)
            text = text_of(session, row, language, "letter")
        words = services.letters.words_of(text.language)
    made = {"html": render.to_html, "text": render.to_text, "markdown": render.to_markdown}[form](text.text, words)
    if out is None:
        click.echo(made)
        return
    out.write_text(made, encoding="utf-8")
    click.echo(f"Written: {out}")


@notice.command()
@_INC
@_NOTICE
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--language", help="Of the text; its first if left out.")
@click.option("--sms", is_flag=True, help="The short message.")
@click.option("--subject", help="The new subject; the present one if left out.")
@click.option(
    "--expected", type=int, help="Number of the version that FILE was written on; the present one if left out."
)
def edit(
    number: str, name: str, file: Path, language: str | None, subject: str | None, expected: int | None, *, sms: bool
) -> None:
    """Take FILE as the new text, marks included (`show --raw`). Exit 1 if somebody else was first: both are kept."""
    with opened() as services:
        account = acting(services, "notice.draft")
        with services.db.writing() as session:
            row = queries.get_notice(session, get_incident(session, number).id, name)
            text = text_of(session, row, language, "sms" if sms else "letter")
            edited = flow.edit_notice(
                session,
                row,
                language=text.language,
                medium=text.medium,
                subject=text.subject if subject is None else subject,
                text=file.read_text(encoding="utf-8"),
                expected=text.number if expected is None else expected,
                by=account.id,
                now=clock.now(),
            )
    say_edited(edited, beside="Version {newer} came first. Yours is kept beside it as version {mine}.")


@notice.command()
@_INC
@_NOTICE
def submit(number: str, name: str) -> None:
    """Ask for approval by a second person."""
    with opened() as services:
        account = acting(services, "notice.draft")
        with services.db.writing() as session:
            row = queries.get_notice(session, get_incident(session, number).id, name)
            actions.submit(session, row, by=account.id, now=clock.now())
    click.echo("Submitted. A second person approves it: `responder notice approve`.")


@notice.command()
@_INC
@_NOTICE
@click.option(
    "--accept", multiple=True, metavar="PARAGRAPH", help="Accept this unreviewed paragraph, as salutation.fr."
)
@click.option(
    "--accept-shown", is_flag=True, help="Accept every unreviewed paragraph; their names are printed and recorded."
)
@click.option("--emergency", default="", help="The reason for passing over the rules. It is loud in the record.")
def approve(number: str, name: str, accept: tuple[str, ...], emergency: str, *, accept_shown: bool) -> None:
    """Approve what stands in NOTICE: texts, attachments and list of recipients. Who wrote it cannot."""
    with opened() as services:
        account = acting(services, "notice.approve", fresh=True)
        with services.db.writing() as session:
            incident = get_incident(session, number)
            row = queries.get_notice(session, incident.id, name)
            unreviewed = queries.unreviewed(queries.list_texts(session, row), services.letters)
            accepted = unreviewed if accept_shown else accept
            approval, campaign = flow.approve_notice(
                session,
                incident,
                row,
                books=services,
                by=account.id,
                now=clock.now(),
                undo_seconds=services.settings.undo_seconds,
                canary_seconds=services.settings.canary_seconds,
                accepted=accepted,
                emergency=emergency,
            )
            digest, count, prepared = approval.digest, approval.bound["count"], campaign.number if campaign else None
    for paragraph in sorted(accepted):
        click.echo(f"Accepted without review: {paragraph}")
    click.echo(f"Approved: {count:,} recipients, {digest[:16]}")
    if prepared:
        click.echo(f"Prepared, not started: `responder campaign check {prepared}`")


@notice.command()
@_INC
@_NOTICE
@click.option("--at", "at", help="When the authority got it, with its zone; now if left out.")
@click.option("--channel", default="portal", show_default=True, help="portal, email, post, telephone …")
@click.option("--reference", default="", help="The authority's; may follow later by the same command.")
@click.option(
    "--receipt", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its receipt or a screenshot."
)
def filed(number: str, name: str, at: str | None, channel: str, reference: str, receipt: Path | None) -> None:
    """Record that NOTICE was filed, or add the reference that followed. In time is judged by --at."""
    with opened() as services:
        account = acting(services, "notice.file")
        now = clock.now()
        with services.db.writing() as session:
            incident = get_incident(session, number)
            row = queries.get_notice(session, incident.id, name)
            filings = queries.list_filings(session, row.id)
            if reference and at is None and receipt is None and filings and filings[-1].reference_sealed is None:
                actions.add_reference(session, row, reference, by=account.id, now=now)
                click.echo("The reference was added.")
                return
            kept = None
            if receipt is not None:
                with receipt.open("rb") as content:
                    kept = services.files.put(incident.id, receipt.name, content, kind="receipt").ref
            flow.file_notice(
                session,
                incident,
                row,
                books=services,
                filed_at=_instant(at) if at else time_at(incident, now),
                channel=channel,
                reference=reference,
                receipt=kept,
                by=account.id,
                now=now,
            )
    click.echo("Filed." if reference else "Filed; the reference follows.")


def _wanted(session: Session, incident: Incident, services: Services, named: str | None) -> list[tuple[str, str, str]]:
    """The duties to draft for: the one that was named, or all that are owed, tell somebody, and are not drafted.

    A name that several laws use means those that owe it, if any does.
    """
    duty, _, where = (named or "").partition("@")
    found = []
    rows = current(session, incident.id)
    called = [owed for owed in rows if owed.duty == duty and owed.state in _OWED]
    for owed in called or rows:
        place = owed.place or ""
        if duty and (duty not in {owed.duty, f"{owed.regime}/{owed.duty}"} or (where and where != place)):
            continue
        if not duty and (owed.state not in _OWED or services.letters.family_for(owed.recipient) is None):
            continue
        if queries.find_notice(session, incident.id, owed.regime, owed.duty, place) is None:
            found.append((owed.regime, owed.duty, place))
    if duty and not found:
        known = ", ".join(f"{owed.duty}@{owed.place}" for owed in current(session, incident.id))
        raise BadInput(
            "No such duty waits for a notice", field="DUTY", expected=known or "a duty that the incident owes"
        )
    return found


def text_of(session: Session, row: Notice, language: str | None, medium: str) -> Text:
    texts = queries.list_texts(session, row)
    found = [text for text in texts if text.medium == medium and language in {None, text.language}]
    if not found:
        known = sorted({text.language for text in texts if text.medium == medium})
        raise BadInput(
            "There is no such text", field="--language", expected=", ".join(known) or "a letter, not a short message"
        )
    return found[0]


def _summary(session: Session, row: Notice) -> dict[str, Any]:
    approval = queries.find_valid_approval(session, row.id)
    return {
        "id": row.id,
        "regime": row.regime,
        "duty": row.duty,
        "where": row.place,
        "recipient": row.recipient_kind,
        "recipient_name": row.recipient_name,
        "state": row.state,
        "languages": [text.language for text in queries.list_texts(session, row) if text.medium == "letter"],
        "approved_at": approval.approved_at.isoformat() if approval else None,
        "digest": approval.digest if approval else None,
    }


def _instant(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput(
            "{written!r} is no instant",
            field="--at",
            written=written,
            expected="one with its zone, as 2026-06-14T10:00:00+02:00",
        )
    return found
