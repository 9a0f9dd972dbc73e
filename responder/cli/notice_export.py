"""``responder notice export|returned``: a text as a document, and counsel's document back as a proposal."""

from __future__ import annotations

import json
from dataclasses import asdict
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock, flow
from responder.cli.acting import acting, opened, reading_as
from responder.cli.edited import say_edited
from responder.cli.notice import notice, text_of
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.notices import queries
from responder.notices.documents import made
from responder.notices.queries.outgoing import proposal_in, source_of

if TYPE_CHECKING:
    from responder.notices.documents import Proposal

_INC = click.argument("number", metavar="INC")
_NOTICE = click.argument("name", metavar="NOTICE")


@notice.command()
@_INC
@_NOTICE
@click.option("--language", help="Of the text; its first if left out.")
@click.option("--format", "shape", type=click.Choice(["html", "pdf", "docx", "txt"]), default="pdf", show_default=True)
@click.option("--archive", is_flag=True, help="PDF/A-3a, to be kept, instead of PDF/UA-1, to be read.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here; a name of its own if left out."
)
def export(number: str, name: str, language: str | None, shape: str, out: Path | None, *, archive: bool) -> None:
    """Write a text as a document: for print, for a word processor, or plain."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            row = queries.get_notice(session, incident.id, name)
            text = text_of(session, row, language, "letter")
            source = source_of(incident, row, text, letters=services.letters, reader=services.settings.language)
            content = made(source, shape, archive=archive)
            target, standing = out or Path(f"{source.name}.{shape}"), source.standing
    target.write_bytes(content)
    click.echo(f"Written: {target}")
    if standing:
        click.echo(f"! {standing}", err=True)


@notice.command()
@_INC
@_NOTICE
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--accept", default="", metavar="NUMBERS", help="Take these changes into the draft: 1,3,4 or all.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def returned(number: str, name: str, file: Path, accept: str, *, as_json: bool) -> None:
    """What FILE, exported as docx and edited outside, changes; nothing is taken before you --accept it."""
    with opened() as services:
        if not accept:
            reading_as(services, "incident.read")
            with services.db.reading() as session:
                row = queries.get_notice(session, get_incident(session, number).id, name)
                _show(proposal_in(session, row, file.read_bytes()), as_json=as_json)
            return
        account = acting(services, "notice.draft")
        with services.db.writing() as session:
            row = queries.get_notice(session, get_incident(session, number).id, name)
            proposal = proposal_in(session, row, file.read_bytes())
            edited = flow.edit_notice(
                session,
                row,
                language=proposal.sent.language,
                medium=proposal.sent.medium,
                subject=(proposal.subject if accept == "all" else "") or proposal.sent.subject,
                text=proposal.taken(_numbers(accept, proposal)),
                expected=proposal.sent.number,
                by=account.id,
                now=clock.now(),
            )
    say_edited(edited, beside="Version {newer} came first. The accepted changes are kept beside it as version {mine}.")


def _numbers(accept: str, proposal: Proposal) -> set[int]:
    known = {change.number for change in proposal.changes}
    if accept == "all":
        return known
    wanted = {part.strip() for part in accept.split(",")}
    if not wanted <= {str(number) for number in known}:
        raise BadInput("There is no such change", field="--accept", expected=f"all, or of 1 to {len(known)}")
    return {int(part) for part in wanted}


def _show(proposal: Proposal, *, as_json: bool) -> None:
    if as_json:
        about = {
            "version": proposal.sent.number,
            "subject": proposal.subject or None,
            "changes": [asdict(change) for change in proposal.changes],
            "remarks": [asdict(remark) for remark in proposal.remarks],
        }
        click.echo(json.dumps(about, ensure_ascii=False))
        return
    if proposal.subject:
        click.echo(f"Subject: {proposal.subject}")
    for change in proposal.changes:
        click.echo(f"\n{change.number}. {change.kind}")
        before, after = change.before.splitlines(), change.after.splitlines()
        click.echo("\n".join(line.rstrip() for line in ndiff(before, after)))
    for remark in proposal.remarks:
        click.echo(f"\nRemark of {remark.author}: {remark.text}")
    if not proposal.changes and not proposal.subject:
        click.echo("Nothing was changed.")
    else:
        click.echo("\nNothing is taken yet: `--accept all`, or `--accept 1,3`.")
