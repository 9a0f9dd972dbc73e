"""``responder campaign``: check, start, watch and stop the sending of an approved notice."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from responder import clock
from responder.channels.chosen import rates_for, sends_templates, works_in
from responder.channels.local import LocalSink
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries import actions, queries
from responder.deliveries.wording import WORDS
from responder.deliveries.work import lay_out_all, tend_campaigns
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.post.asking import ask_about_unknown
from responder.post.engine import take_receipts
from responder.words import say
from responder.words.dates import show_instant, show_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.deliveries.queries import Check, Progress
    from responder.deliveries.records import Campaign

_REFERENCE = "INC|CAMPAIGN"
_DESPITE = click.option("--despite", default="", help="Why it goes out although it should wait; for the timeline.")


@click.group()
def campaign() -> None:
    """Send an approved notice to the people it is for: check, start, watch, stop."""


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="For programs; without the examples, which are personal.")
def check(reference: str, *, as_json: bool) -> None:
    """Show what would be sent, to whom not and why, and whether it ends in time. Exit 1 if something is in the way."""
    with opened() as services:
        reading_as(services, "campaign.read")
        _lay_out(services, reference)
        with services.db.reading() as session:
            found = queries.get_campaign(session, reference)
            settings = services.settings
            ways = queries.Ways(rates_for(settings), works_in(settings), sends_templates(settings))
            seen = queries.check(session, found, services.approved_letters, now=clock.now(), ways=ways)
    if as_json:
        click.echo(json.dumps(seen.to_document(), ensure_ascii=False, indent=2))
    else:
        _show_check(seen, services.settings.timezone, services.settings.language, clock.now())
    if seen.problems:
        sys.exit(1)


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--people", type=click.IntRange(min=0), help="The number of people, as the check shows it; else asked.")
@click.option(
    "--if-unknown",
    type=click.Choice(actions.UNKNOWN_POLICIES),
    help="What to do once nothing more will be heard of a message: ask a person, send again once, or leave it.",
)
@click.option(
    "--next-channel-after",
    "patience",
    type=click.IntRange(min=1),
    metavar="HOURS",
    help="Write by the next channel to whom no delivery was reported after so many hours.",
)
@_DESPITE
def start(reference: str, people: int | None, if_unknown: str | None, patience: int | None, despite: str) -> None:
    """Start the sending: type the number of people. It begins after the time to undo."""
    with opened() as services:
        account = acting(services, "campaign.start", fresh=True)
        _lay_out(services, reference)
        if people is None:
            people = click.prompt("Number of people to be written to, as the check shows it", type=int)
        with services.db.writing() as session:
            found = queries.get_campaign(session, reference)
            if if_unknown is not None:
                actions.choose_policy(session, found, if_unknown, by=account.id, now=clock.now())
            if patience is not None:
                actions.choose_patience(session, found, patience, by=account.id, now=clock.now())
            reaching = works_in(services.settings)
            actions.start_campaign(
                session, found, typed=people, by=account.id, now=clock.now(), works_in=reaching, despite=despite
            )
            number, begins = found.number, found.not_before or clock.now()
    click.echo(f"{number} is started. The first letters go out at {show_instant(begins)}.")
    click.echo(f"Until then `responder campaign undo {number}` takes it back; afterwards `halt` stops what is left.")


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(reference: str, *, as_json: bool) -> None:
    """Show how far the sending is, in counts of messages and people."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        every = _all_of(session, reference)
        seen = [queries.progress(session, found) for found in every]
        places = [_columns(session, found) for found in every]
        language = services.settings.language
    if as_json:
        documents = [{**each.to_document(), "coverage": columns} for each, columns in zip(seen, places, strict=True)]
        click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=2))
        return
    for each, columns in zip(seen, places, strict=True):
        _show_progress(each, language)
        _show_coverage(columns)


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
def undo(reference: str) -> None:
    """Take a start back, before the first letter went out."""
    with _changing(reference, "campaign.halt") as (session, found, by):
        actions.undo_start(session, found, by=by, now=clock.now())
    click.echo("Taken back. Nothing was sent.")


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--why", default="", help="The reason, for the timeline.")
def pause(reference: str, why: str) -> None:
    """Stop the sending for now."""
    with _changing(reference, "campaign.halt") as (session, found, by):
        stopped = actions.pause_campaign(session, found, by=by, now=clock.now(), why=why)
    click.echo(_stopped("Paused.", stopped))


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@_DESPITE
def resume(reference: str, despite: str) -> None:
    """Let a paused sending go on."""
    with _changing(reference, "campaign.start", fresh=True) as (session, found, by):
        actions.resume_campaign(session, found, by=by, now=clock.now(), despite=despite)
    click.echo("It goes on.")


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option("--why", default="", help="The reason, for the timeline.")
def halt(reference: str, why: str) -> None:
    """Stop the sending for good."""
    with _changing(reference, "campaign.halt") as (session, found, by):
        stopped = actions.halt_campaign(session, found, by=by, now=clock.now(), why=why)
    click.echo(_stopped("Halted.", stopped))


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
@click.option(
    "--send-again",
    type=click.Choice(["unknown", "unreachable", "trial"]),
    help="Your decision: send these once more. An unknown one may then arrive twice.",
)
@click.option("--leave", is_flag=True, help="Your decision: what is not known stays so, and the sending may end.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def reconcile(reference: str, send_again: str | None, *, leave: bool, as_json: bool) -> None:
    """Settle what is not known: take receipts, ask the provider's book, then decide. Exit 1 if some stays unknown."""
    with opened() as services:
        decides = acting(services, "campaign.start", fresh=True) if send_again or leave else None
        reading_as(services, "campaign.read")
        with services.db.reading() as session:
            found_id = queries.get_campaign(session, reference).id
        while take_receipts(services.db, services.channels, clock=clock.now):
            pass
        settled = ask_about_unknown(
            services.db, services.channels, services.composers, clock=clock.now, group_id=found_id
        )
        again = 0
        if decides is not None and send_again is not None:
            state, code = {"trial": ("refused", "trial_mode")}.get(send_again, (send_again, None))
            with services.db.writing() as session:
                found = queries.get_campaign(session, found_id)
                again = actions.send_again_by_decision(
                    session, found, state=state, code=code, by=decides.id, now=clock.now()
                )
        if decides is not None and leave:
            with services.db.writing() as session:
                found = queries.get_campaign(session, found_id)
                actions.leave_unknown(session, found, by=decides.id, now=clock.now())
        tend_campaigns(services.db, clock=clock.now)
        with services.db.reading() as session:
            seen = queries.progress(session, queries.get_campaign(session, found_id))
            unknown = seen.not_known
    document = {"settled": settled, "sent_again": again, "unknown": unknown, "perhaps_twice": seen.perhaps_twice}
    click.echo(
        json.dumps(document)
        if as_json
        else f"Settled by the provider's book: {settled}. To be sent again: {again}. "
        f"Still not known: {unknown}. Perhaps arrived twice: {seen.perhaps_twice}."
    )
    if unknown:
        sys.exit(1)


@campaign.command()
@click.argument("reference", metavar=_REFERENCE)
def proof(reference: str) -> None:
    """Print what went to each person and what became of it, one JSON object a line. Addresses are keyed hashes."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        for document in queries.proof(session, queries.get_campaign(session, reference)):
            click.echo(json.dumps(document, ensure_ascii=False))


@campaign.command()
@click.argument("reference", metavar="INC")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--limit", type=click.IntRange(1, 100_000), default=10, show_default=True, help="How many of each kind.")
def letters(reference: str, folder: Path, limit: int) -> None:
    """Write letters that the local sink keeps for INC to a folder, in clear: .eml files and texts one can open.

    From then on they are yours to protect and destroy.
    """
    with opened() as services:
        acting(services, "bundle.export", fresh=True)
        with services.db.reading() as session:
            scope = get_incident(session, reference).id
        written = export_letters(services, scope, folder, limit=limit)
    if not written:
        raise BadInput("The local sink holds no letters of this incident", do="Letters sent by a provider lie there.")
    for path in written:
        click.echo(str(path))


def export_letters(services: Services, scope: str, folder: Path, *, limit: int) -> list[Path]:
    """Open some letters of each kind of one incident; where they were written."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for kind in LocalSink.KINDS:
        for ref, _ in zip(services.files.list(scope, kind=kind), range(limit), strict=False):
            path = folder / services.files.describe(scope, ref).name
            path.touch(mode=0o600)
            path.write_bytes(services.files.read(scope, ref))
            written.append(path)
    return written


@contextmanager
def _changing(reference: str, deed: str, *, fresh: bool = False) -> Iterator[tuple[Session, Campaign, str]]:
    with opened() as services:
        account = acting(services, deed, fresh=fresh)
        with services.db.writing() as session:
            yield session, queries.get_campaign(session, reference), account.id


def _all_of(session: Session, reference: str) -> list[Campaign]:
    """The campaign named, or each of the incident named."""
    found = queries.find_campaign(session, reference)
    if found is not None:
        return [found]
    return list(queries.list_campaigns(session, get_incident(session, reference).id))


def _lay_out(services: Services, reference: str) -> None:
    """What the worker would do anyway; so that a check or a start need not wait for it."""
    with services.db.reading() as session:
        found_id = queries.get_campaign(session, reference).id
    lay_out_all(services.db, found_id, clock=clock.now)


def _stopped(said: str, stopped: actions.Halted) -> str:
    return (
        f"{said} Handed over already: {stopped.handed_over}. In the provider's hands this moment: {stopped.in_flight}. "
        f"Not sent: {stopped.not_sent}."
    )


def _show_check(seen: Check, zone: str, language: str, now: datetime) -> None:
    click.echo(f"{seen.campaign}: {seen.to_write} of {seen.people} people get a letter")
    _rows("by channel", seen.messages, str)
    _rows("by language", seen.languages, str)
    _rows("counts as notice", seen.counts_as_notice, str)
    _rows("left out", seen.left_out, lambda reason: say(reason, language))
    for number, example in enumerate(seen.examples, 1):
        click.echo(f"\n--- example {number}: {example.channel}, {example.language}, to {example.addressee}")
        click.echo(f"{example.subject}\n\n{example.text}")
    if seen.needs:
        total = sum(seen.messages.values())
        due = f"; due in {show_left(seen.due_at - now)}" if seen.due_at is not None else ""
        click.echo(f"\nat your limits {total:,} messages take {show_left(seen.needs)}{due}")
    ends = show_instant(seen.ends_by, zone=zone)
    click.echo(f"\nfirst letters {seen.undo_seconds} s after the start; ends by {ends}")
    if seen.canary_people < sum(seen.messages.values()):
        click.echo(f"{seen.canary_people} go first and are watched for {seen.canary_seconds} s")
    if seen.due_at is not None:
        left = show_left(seen.due_at - seen.ends_by)
        click.echo(f"due {show_instant(seen.due_at, zone=zone)}: {left} to spare")
    for problem in seen.problems:
        click.echo(f"In the way: {_PROBLEMS[problem]}", err=True)
    for gate in seen.gates:
        click.echo(f"  {gate['regime']} / {gate['duty'] or '–'}: {gate['why']}", err=True)


_PROBLEMS = {
    "must_wait": "it must not go out yet; record the consent or the notice, or start with --despite REASON",
    "still_laying_out": "the messages are still being laid out",
    "list_changed_since_approval": "the list has changed since it was approved",
    "ends_after_due": "it ends after the law's time",
    "transfer_without_basis": "people would be written to by a provider abroad without a recorded basis: "
    "`responder transfers decide`",
    "codes_lacking": "there are fewer codes than people who are offered one",
    "too_soon_to_enrol": "people would have less than 60 days to enrol",
    "sms_would_be_blocked": "carriers would block the SMS: a link, a number, or no registered template",
    "no_text_for_a_channel": "no text is approved for one of the channels",
}


def _columns(session: Session, found: Campaign) -> dict[str, dict[str, int]]:
    """Place → people in the four columns of coverage."""
    return {place: queries.four_columns(counts) for place, counts in queries.coverage(session, found).items()}


def _show_coverage(places: dict[str, dict[str, int]]) -> None:
    table = Table("Place", "Told, as the law counts it", "Delivered, counting not known", "Courtesy", "Not told")
    for place, columns in places.items():
        table.add_row(place, *(str(columns[key]) for key in ("told", "counting_unknown", "courtesy", "not_told")))
    Console().print(table)


def _show_progress(seen: Progress, language: str) -> None:
    why = f" ({say(seen.why, language)})" if seen.why else ""
    click.echo(f"{seen.campaign}: {seen.state}{why}; {seen.to_write} of {seen.people} people get a letter")
    table = Table("", "Messages", "What to do")
    for word in WORDS:
        if count := seen.words.get(word.key):
            table.add_row(say(word.name, language), str(count), say(word.do, language) if word.do else "")
    Console().print(table)
    if seen.not_known or seen.perhaps_twice:
        click.echo(f"not known: {seen.not_known}; sent once more and perhaps arrived twice: {seen.perhaps_twice}")
    click.echo(f"people reached: {seen.reached}; told as the law counts it: {seen.told}")
    _rows("left out", seen.left_out, lambda reason: say(reason, language))


def _rows(title: str, counts: dict[str, int], name: Callable[[str], str]) -> None:
    if counts:
        click.echo(f"  {title}: " + ", ".join(f"{name(key)} {count}" for key, count in sorted(counts.items())))
