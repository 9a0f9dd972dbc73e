"""``responder review``: meetings after an incident, their actions, and the report."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.errors import BadInput
from responder.formats.icalendar import calendar
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.people.queries import get_account, names_of
from responder.review import actions as deeds
from responder.review.invitations import invitations
from responder.review.page import page
from responder.review.pdf import pdf
from responder.review.queries import gather, list_actions, list_meetings, meeting_values
from responder.review.report import PICTURE, report
from responder.review.rounds import read_rounds
from responder.review.voice import Voice
from responder.words import LANGUAGES
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.intake.records import Incident
    from responder.review.rounds import Round


class InstantType(click.ParamType[datetime]):
    """A time with its zone, or a day: its end in the incident's zone is told by hour 23:59."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is None or (instant.tzinfo is None and len(value) > len("2026-11-24")):
            self.fail("expected a day as 2026-12-24, or a time with its zone as 2026-12-24T10:00+01:00", param, ctx)
        return instant


INSTANT = InstantType()


@click.group()
def review() -> None:
    """Meetings after an incident, their actions, and the report."""


@review.command()
@click.argument("incident", metavar="INC")
@click.option("--since", type=INSTANT, help="When it was contained; from facts and timeline if left out.")
@click.option(
    "--move", nargs=2, metavar="KIND TIME", help="Move one meeting, as `--move hot_wash 2026-12-24T10:00+01:00`."
)
@click.option("--held", metavar="KIND", help="Note that a meeting was held.")
@click.option("--cancel", metavar="KIND", help="Leave a meeting out; needs --reason.")
@click.option("--reason", default="", help="Why it is left out.")
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Write the meetings as a calendar file.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def schedule(
    incident: str,
    since: datetime | None,
    move: tuple[str, str] | None,
    held: str | None,
    cancel: str | None,
    reason: str,
    ics: Path | None,
    *,
    as_json: bool,
) -> None:
    """Plan the meetings that follow the containment of INC, and show them.

    Planning again moves only what nobody moved by hand.
    """
    with opened() as services:
        account, now = acting(services, "review.schedule"), clock.now()
        rounds = _rounds(services)
        with services.db.writing() as session:
            found = get_incident(session, incident)
            if move:
                at = _instant(INSTANT.convert(move[1], None, None), found)
                deeds.move_meeting(session, found, move[0], at, by=account.id, now=now)
            elif held:
                deeds.hold_meeting(session, found, held, held_at=now, by=account.id, now=now)
            elif cancel:
                deeds.cancel_meeting(session, found, cancel, reason=reason, by=account.id, now=now)
            else:
                begun = _instant(since, found) if since else None
                deeds.schedule_reviews(session, found, rounds=rounds, by=account.id, now=now, since=begun)
        with services.db.reading() as session:
            found = get_incident(session, incident)
            if ics:
                _write_calendar(session, found, rounds, ics)
            _show_meetings(session, found, as_json=as_json)


def _rounds(services: Services) -> tuple[Round, ...]:
    own = services.settings.shelf / "reviews.yaml" if services.settings.shelf else None
    return read_rounds(own if own and own.is_file() else None)


def _write_calendar(session: Session, incident: Incident, rounds: tuple[Round, ...], file: Path) -> None:
    entries = invitations(
        meeting_values(session, incident),
        rounds,
        number=incident.number,
        code_name=incident.code_name,
        language=incident.language,
    )
    if not file.parent.is_dir():
        raise BadInput("There is no such folder", field="--ics", expected="a file in a folder that exists")
    file.write_bytes(calendar(entries, name=incident.code_name))
    click.echo(f"Calendar: {file}", err=True)


def _show_meetings(session: Session, incident: Incident, *, as_json: bool) -> None:
    meetings = list_meetings(session, incident)
    if as_json:
        shown = [
            {
                "kind": meeting.kind,
                "title": meeting.title,
                "starts_at": meeting.starts_at.isoformat(),
                "minutes": meeting.minutes,
                "due_at": meeting.due_at.isoformat(),
                "state": meeting.state,
                "held_at": meeting.held_at.isoformat() if meeting.held_at else None,
            }
            for meeting in meetings
        ]
        click.echo(json.dumps({"format": "responder/meetings/1", "incident": incident.number, "meetings": shown}))
        return
    for meeting in meetings:
        starts = show_instant(meeting.held_at or meeting.starts_at, zone=incident.zone)
        due = show_instant(meeting.due_at, zone=incident.zone)
        click.echo(f"{meeting.kind:<22}{meeting.state:<11}{starts}; no later than {due}")


@review.command(name="report")
@click.argument("incident", metavar="INC")
@click.option("--format", "shape", type=click.Choice(["md", "html", "pdf"]), default="md", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), help="The incident's language if left out.")
@click.option("--zone", help="The zone of its times, as Europe/Berlin; the incident's if left out.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file; needed for pdf.")
def report_(incident: str, shape: str, lang: str | None, zone: str | None, output: Path | None) -> None:
    """Write the report on INC: what happened, who was told, and whether in time. Privileged entries stay out."""
    if shape == "pdf" and output is None:
        raise BadInput("A PDF is written to a file", field="--output", expected="a file name")
    with opened() as services, services.db.reading() as session:
        reading_as(services, "report.read")
        found = get_incident(session, incident)
        now = time_at(found, clock.now())
        matter = gather(session, found, library=services.library, playbooks=services.playbooks, now=now)
        language = lang or (found.language if found.language in LANGUAGES else LANGUAGES[0])
        voice = Voice(language, zone or found.zone)
    if shape == "md":
        _deliver(report(matter, voice).replace(f"\n{PICTURE}\n", ""), output)
    elif shape == "html":
        _deliver(page(matter, voice), output)
    elif output is not None:
        output.write_bytes(pdf(page(matter, voice)))


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


@review.command(name="actions")
@click.argument("incident", metavar="INC")
@click.option("--add", metavar="TEXT", help="Add an action; needs --owner and --due.")
@click.option("--owner", metavar="LOGIN", help="Who answers for it.")
@click.option("--due", type=INSTANT, help="Until when: a day, or a time with its zone.")
@click.option("--done", type=int, metavar="NO", help="It is done; a second person verifies it.")
@click.option("--verify", type=int, metavar="NO", help="You saw that it is done.")
@click.option("--drop", type=int, metavar="NO", help="It is not to be done; needs --reason.")
@click.option("--reason", default="", help="Why it is dropped.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def actions_(
    incident: str,
    add: str | None,
    owner: str | None,
    due: datetime | None,
    done: int | None,
    verify: int | None,
    drop: int | None,
    reason: str,
    *,
    as_json: bool,
) -> None:
    """Show what was agreed after INC; add to it, say that it is done, or verify it as a second person."""
    if sum(given is not None for given in (add, done, verify, drop)) > 1:
        raise BadInput("These are different deeds", field="--add, --done, --verify, --drop", expected="one of them")
    with opened() as services:
        if any(given is not None for given in (add, done, verify, drop)):
            account, now = acting(services, "review.schedule"), clock.now()
            with services.db.writing() as session:
                found = get_incident(session, incident)
                if add is not None:
                    if owner is None or due is None:
                        raise BadInput(
                            "An action needs an owner and a due time", field="--owner, --due", expected="both"
                        )
                    answers, until = get_account(session, owner), _instant(due, found)
                    deeds.add_action(session, found, add, owner=answers.id, due_at=until, by=account.id, now=now)
                elif done is not None:
                    deeds.finish_action(session, found, done, by=account.id, now=now)
                elif verify is not None:
                    deeds.verify_action(session, found, verify, by=account.id, now=now)
                elif drop is not None:
                    deeds.drop_action(session, found, drop, reason=reason, by=account.id, now=now)
        else:
            reading_as(services, "report.read")
        with services.db.reading() as session:
            _show_actions(session, get_incident(session, incident), as_json=as_json)


def _show_actions(session: Session, incident: Incident, *, as_json: bool) -> None:
    found = list_actions(session, incident)
    names = names_of(session, {action.owner for action in found})
    if as_json:
        shown = [
            {
                "number": action.number,
                "what": action.what,
                "owner": names[action.owner],
                "due_at": action.due_at.isoformat(),
                "state": action.state,
            }
            for action in found
        ]
        document = {"format": "responder/actions/1", "incident": incident.number, "actions": shown}
        click.echo(json.dumps(document, ensure_ascii=False))
    for action in () if as_json else found:
        due = show_instant(action.due_at, zone=incident.zone)
        click.echo(f"{action.number:>3}  {action.state:<10}{names[action.owner]}, due {due}: {action.what}")
    late = [action for action in found if action.state == "open" and action.due_at < clock.now()]
    if late:
        raise click.exceptions.Exit(1)


@review.command()
@click.argument("incident", metavar="INC")
@click.argument("section", type=click.Choice(["root_cause", "lucky"]))
@click.argument("text", required=False)
@click.option("--open", "opens", is_flag=True, help="Counsel lets the section's texts into the report.")
def note(incident: str, section: str, text: str | None, *, opens: bool) -> None:
    """Write a text for a section of the report on INC.

    One on the root cause is privileged and stays out until counsel opens the section with --open. Where luck helped is
    written down in drills only.
    """
    with opened() as services:
        account = acting(services, "review.open" if opens else "review.schedule")
        with services.db.writing() as session:
            found, now = get_incident(session, incident), clock.now()
            if opens:
                deeds.open_remarks(session, found, section, by=account.id, now=now)
            else:
                deeds.write_remark(session, found, section, text or "", by=account.id, now=now)


def _instant(given: datetime, incident: Incident) -> datetime:
    """A day means its end in the incident's zone."""
    if given.tzinfo is not None:
        return given
    end = datetime.combine(given.date(), time(), ZoneInfo(incident.zone)) + timedelta(days=1)
    return end - timedelta(seconds=1)
