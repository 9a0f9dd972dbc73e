"""``responder letters``: letters on paper, from the file for the printer to what comes back."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries.actions import printing, returns
from responder.deliveries.printing import differences
from responder.deliveries.printing_work import Press, print_run
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries import printing as queries
from responder.deliveries.queries.proofs import compare_proof
from responder.deliveries.queries.sample import sampled
from responder.deliveries.returns import Unread, read_returns
from responder.deliveries.work import tend_campaigns
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.deliveries.records import Campaign, PrintRun

_REFERENCE = "INC|CAMPAIGN"
_run_option = click.option(
    "--run", "number", type=click.IntRange(min=1), help="Which print run; the newest if not said."
)


@click.group()
def letters() -> None:
    """Letters on paper: print, look at a sample, hand over, note what was mailed and what came back."""


@letters.command("print")
@click.argument("reference", metavar=_REFERENCE)
def print_letters(reference: str) -> None:
    """Make the letters that wait, read each page back and compare it with its row. Exit 1 if one does not hold."""
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        tend_campaigns(services.db, clock=clock.now)
        with services.db.writing() as session:
            campaign = get_campaign(session, reference)
            unfinished = [run for run in queries.list_runs(session, campaign.id) if run.state == "printing"]
            waiting = queries.count_waiting(session, campaign.id, now=clock.now())
            run = (
                unfinished[0]
                if unfinished
                else printing.open_run(session, campaign, waiting=waiting, by=account.id, now=clock.now())
            )
            campaign_id, number = campaign.id, run.number
        print_run(services.db, press_of(services), campaign_id, number, clock=clock.now, progress=_said)
        with services.db.reading() as session:
            document = _document(
                session, get_campaign(session, campaign_id), queries.get_run(session, campaign_id, number)
            )
    _show(document)
    if document["problems"]:
        sys.exit(1)


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(reference: str, *, as_json: bool) -> None:
    """Show the print runs of a sending and what became of their letters."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        campaign = get_campaign(session, reference)
        runs = [_document(session, campaign, run) for run in queries.list_runs(session, campaign.id)]
        waiting = queries.count_waiting(session, campaign.id, now=clock.now())
        paper = queries.count_paper(session, campaign.id)
    if as_json:
        click.echo(json.dumps({"format": "responder/letters/1", "waiting": waiting, "paper": paper, "runs": runs}))
        return
    click.echo(f"waiting for the printer: {waiting}")
    for run in runs:
        _show(run)
    for state, count in sorted(paper.items()):
        click.echo(f"  {state.replace('_', ' ')}: {count}")


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@_run_option
def sample(reference: str, number: int | None) -> None:
    """Show the sample: each source row beside the text of its letter as printed. Names people: look, do not keep."""
    with opened() as services:
        acting(services, "campaign.start")
        with services.db.reading() as session:
            campaign = get_campaign(session, reference)
            run = _run(session, campaign, number)
            for each in sampled(session, services.files, campaign, run):
                click.echo(f"\n=== letter {each.number}: part {each.part}, page {each.page}")
                click.echo("  row:    " + " · ".join(f"{name}: {value}" for name, value in each.row))
                click.echo("\n".join(f"  | {line}" for line in each.text.splitlines()))


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--looked-at", type=click.IntRange(min=0), required=True, help="How many letters of the sample you saw.")
@click.option("--differences-are-right", "why", default="", help="Why counts of letters and list may differ.")
@_run_option
def release(reference: str, looked_at: int, why: str, number: int | None) -> None:
    """Let a run go to the printer, after the whole sample was looked at."""
    run = _deed(reference, number, lambda session, campaign, run, by: printing.release_run(
        session, campaign, run, looked_at=looked_at, differences_accepted=why, by=by, now=clock.now()))  # fmt: skip
    click.echo(f"Released. `responder letters take {reference} --run {run} --to FOLDER` writes the files.")


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--reason", required=True, help="Why, for the timeline.")
@_run_option
def withdraw(reference: str, reason: str, number: int | None) -> None:
    """Take a run back before it is handed over; its letters wait for another one."""
    run = _deed(reference, number, lambda session, campaign, run, by: printing.withdraw_run(
        session, campaign, run, reason=reason, by=by, now=clock.now()))  # fmt: skip
    click.echo(f"Run {run} is withdrawn. Its letters wait for another one.")


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True)
@_run_option
def take(reference: str, folder: Path, number: int | None) -> None:
    """Write PDFs, tables and manifest of a released run to a folder, in clear, for the printer.

    From then on they are yours to protect and destroy.
    """
    with opened() as services:
        acting(services, "bundle.export", fresh=True)
        with services.db.reading() as session:
            campaign = get_campaign(session, reference)
            run = _run(session, campaign, number)
            if run.state not in {"released", "handed_over", "mailed"}:
                raise BadInput("This run is not released yet", do="responder letters release")
            for path in write_run(services, session, campaign, run, folder):
                click.echo(str(path))


def write_run(services: Services, session: Session, campaign: Campaign, run: PrintRun, folder: Path) -> list[Path]:
    """The files of a run in a folder that only its owner can read; where they lie."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    manifest = queries.manifest_of(session, campaign, run)
    content = {"manifest.json": (json.dumps(manifest, indent=2) + "\n").encode()}
    for part in queries.list_parts(session, run.id):
        content[f"part-{part.number:04d}.pdf"] = services.files.read(campaign.incident_id, part.pdf_ref)
        content[f"part-{part.number:04d}.csv"] = services.files.read(campaign.incident_id, part.table_ref)
    written = []
    for name, data in content.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(data)
        written.append(path)
    return written


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_run_option
def proof(reference: str, file: Path, number: int | None) -> None:
    """Compare a proof (PDF) that the printer sent back, page by page, with the rows. Exit 1 if it does not hold."""
    document = file.read_bytes()
    with opened() as services:
        account = acting(services, "campaign.start")
        posted_in = services.settings.posted_in or ""
        with services.db.writing() as session:
            campaign = get_campaign(session, reference)
            run = _run(session, campaign, number)
            pages, problems = compare_proof(session, campaign, run.id, document, now=clock.now(), posted_in=posted_in)
            printing.note_proof(
                session,
                campaign,
                run,
                sha256=hashlib.sha256(document).hexdigest(),
                pages=pages,
                problems=problems,
                by=account.id,
                now=clock.now(),
            )
    click.echo(f"{pages} pages compared, {len(problems)} do not hold.")
    for problem in problems:
        click.echo(f"  letter {problem.number}: {problem.reason}")
    if problems:
        sys.exit(1)


@letters.command("hand-over")
@click.argument("reference", metavar=_REFERENCE)
@click.option("--to", required=True, help="Who has the files now: the printer's name.")
@click.option("--receipt", default="", help="What was signed for it: number, weight, name.")
@_run_option
def hand_over(reference: str, to: str, receipt: str, number: int | None) -> None:
    """Record that the printer has the files. The hashes of all files go into the timeline."""
    run = _deed(reference, number, lambda session, campaign, run, by: printing.hand_over(
        session, campaign, run, to=to, receipt=receipt, by=by, now=clock.now()))  # fmt: skip
    click.echo(f"Run {run} is handed over to {to}.")


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--letters", "count", type=click.IntRange(min=1), required=True, help="How many the mail house mailed.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]), help="When; now if not said.")
@_run_option
def mailed(reference: str, count: int, at: datetime | None, number: int | None) -> None:
    """Record that a run is in the post."""
    run = _deed(reference, number, lambda session, campaign, run, by: printing.note_mailed(
        session, campaign, run, letters=count, at=at or clock.now(), by=by, now=clock.now()))  # fmt: skip
    click.echo(f"Run {run} is in the post: {count} letters.")


@letters.command("returns")
@click.argument("reference", metavar=_REFERENCE)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_returns(reference: str, file: Path) -> None:
    """Import the mail house's table of what came back: CSV with mark, result, reason, date, new_address."""
    with opened() as services:
        account = acting(services, "recipients.import")
        noted = take_returns(services, reference, file.read_bytes(), name=file.name, by=account.id)
    click.echo(
        f"Came back: {noted.returned}. Forwarded: {noted.forwarded}. Known already: {noted.known}. "
        f"Better addresses: {noted.addresses}."
    )
    for line in noted.unread:
        click.echo(f"  line {line.line}: {line.reason}", err=True)
    if noted.unread:
        sys.exit(1)


def take_returns(services: Services, reference: str, content: bytes, *, name: str, by: str) -> returns.Noted:
    """Take a return file over, some lines a transaction."""
    lines = list(read_returns(content, file=name, today=clock.now().date()))
    noted = returns.Noted(unread=tuple(line for line in lines if isinstance(line, Unread)))
    read = [line for line in lines if not isinstance(line, Unread)]
    for start in range(0, len(read), returns.LINES_AT_ONCE):
        with services.db.writing() as session:
            campaign = get_campaign(session, reference)
            some = read[start : start + returns.LINES_AT_ONCE]
            returns.note_returns(session, campaign, some, noted, by=by, now=clock.now())
    with services.db.writing() as session:
        returns.say_returns(session, get_campaign(session, reference), noted, by=by, now=clock.now())
    return noted


@letters.command()
@click.argument("reference", metavar=_REFERENCE)
def again(reference: str) -> None:
    """Print returned letters once more whose addressee has a better address now."""
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        with services.db.writing() as session:
            count = returns.send_returned_again(
                session, get_campaign(session, reference), by=account.id, now=clock.now()
            )
    click.echo(f"{count} letters wait for the printer again.")


@letters.command("give-up")
@click.argument("reference", metavar=_REFERENCE)
@click.option("--reason", required=True, help="What was tried, for the timeline.")
def give_up(reference: str, reason: str) -> None:
    """Give up returned letters for which no better address was found."""
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        with services.db.writing() as session:
            found = get_campaign(session, reference)
            count = returns.give_up(session, found, reason=reason, by=account.id, now=clock.now())
    click.echo(f"{count} letters were given up. Their people count as not reached.")


def press_of(services: Services) -> Press:
    """What this house prints with."""
    settings = services.settings
    return Press(services.files, services.approved_letters, settings.sender_name, settings.posted_in or "")


def _deed(reference: str, number: int | None, deed: Callable[[Session, Campaign, PrintRun, str], object]) -> int:
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        with services.db.writing() as session:
            campaign = get_campaign(session, reference)
            run = _run(session, campaign, number)
            deed(session, campaign, run, account.id)
            which = run.number
        tend_campaigns(services.db, clock=clock.now)
    return which


def _run(session: Session, campaign: Campaign, number: int | None) -> PrintRun:
    runs = queries.list_runs(session, campaign.id)
    return queries.get_run(session, campaign.id, number or (runs[-1].number if runs else 1))


def _document(session: Session, campaign: Campaign, run: PrintRun) -> dict[str, Any]:
    return {
        **queries.manifest_of(session, campaign, run),
        "state": run.state,
        "problems": run.problems,
        "differences": [list(each) for each in differences(run.before, run.after)],
        "sample": run.sample,
    }


def _show(run: dict[str, Any]) -> None:
    click.echo(f"run {run['run']}: {run['state'].replace('_', ' ')}; {run['letters']} letters, {run['pages']} pages")
    for problem in run["problems"]:
        click.echo(f"  letter {problem['letter']}: {problem['reason']}")
    for word, listed, printed in run["differences"]:
        click.echo(f"  {word}: {listed} on the list, {printed} letters")
    if run["state"] == "printed":
        click.echo(f"  look at the sample of {len(run['sample'])}: `responder letters sample`, then `release`")


def _said(letters_so_far: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{letters_so_far:,} letters", nl=False, err=True)
