"""``responder drill``: play a scenario on a clock of its own, where nothing leaves the house, and see how it went."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Column, Table

from responder import clock
from responder.books.playbooks.periods import EXPECTED, minutes
from responder.books.playbooks.values import spoken
from responder.books.scenarios.shelf import files_beside, read_files
from responder.cli.acting import acting, opened, reading_as
from responder.cli.drill_guests import guests
from responder.cli.drill_scenarios import lint, scenarios
from responder.cli.drill_score import lead_times, score
from responder.errors import BadInput, NotFound
from responder.flow.drills import end_drill, start_drill, steer_drill
from responder.intake.actions.drills import FASTEST
from responder.intake.drill_time import course_of, time_at
from responder.intake.queries import get_incident, list_incidents, title_of
from responder.response.actions.drills import ask_in_drill, scenario_of
from responder.review.queries.drills import find_drill, list_came
from responder.words import LANGUAGES
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.books.scenarios.values import Scenario
    from responder.bootstrap import Services
    from responder.intake.records import Incident

_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
_SPEED = click.IntRange(1, FASTEST)


@click.group()
def drill() -> None:
    """Rehearse: the real path on a clock that can be made to run, stand and leap. Nothing leaves the house."""


@drill.command()
@click.argument("playbook")
@click.option("--speed", type=_SPEED, help="How many times as fast as real time; the scenario's if left out.")
@click.option("--scenario", "wanted", metavar="NAME|FILE", help="What is played; the shelf's for this playbook.")
@click.option("--no-scenario", "without", is_flag=True, help="Play without a scenario: the clock alone.")
@click.option("--title", help="A few words; the scenario's title if left out.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of its records; the installation's if left out.")
@click.option("--zone", help="Time zone of its reports; the installation's if left out.")
@_JSON
def start(
    playbook: str,
    speed: int | None,
    wanted: str | None,
    title: str | None,
    language: str | None,
    zone: str | None,
    *,
    without: bool,
    as_json: bool,
) -> None:
    """Start a drill that follows PLAYBOOK. Its clock runs from now on."""
    with opened() as services:
        account = acting(services, "incident.open")
        scenario = None if without else _scenario(services, playbook, wanted)
        language = language or services.settings.language
        with services.db.writing() as session:
            incident = start_drill(
                session,
                books=services,
                title=title or (spoken(scenario.title, language) if scenario else playbook),
                playbook=playbook,
                scenario=scenario,
                speed=speed or (scenario.speed if scenario else 60),
                by=account.id,
                now=clock.now(),
                language=language,
                zone=zone or services.settings.timezone,
            )
            shown = _summary(session, incident, clock.now())
    if as_json:
        click.echo(json.dumps(shown))
        return
    click.echo(f"{shown['number']} ({shown['code_name']}) runs at {shown['speed']} times the speed of real time.")
    if scenario is not None:
        click.echo(
            f"Scenario {scenario.name}: {len(scenario.injects)} injects. `responder worker` or `serve` plays them."
        )


@drill.command("list")
@_JSON
def list_(*, as_json: bool) -> None:
    """List drills, the newest first."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        now, zone = clock.now(), services.settings.timezone
        rows = [_summary(session, each, now) for each in list_incidents(session, kind="drill", limit=1000)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table(Column("Number", no_wrap=True), "State", "Its time", "Speed", "Scenario", "Title")
    for row in rows:
        its_time = show_instant(datetime.fromisoformat(row["time"]), zone=zone)
        table.add_row(row["number"], row["state"], its_time, _speed(row["speed"]), row["scenario"] or "–", row["title"])
    Console().print(table)


@drill.command()
@click.argument("number", metavar="DRILL")
@_JSON
def show(number: str, *, as_json: bool) -> None:
    """Show a drill: its time, and the injects that came."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        incident = get_incident(session, number)
        shown = _summary(session, incident, clock.now())
        row = find_drill(session, incident)
        came = [
            {"at": one.at.isoformat(), "inject": one.inject.id, "title": spoken(one.inject.title, incident.language),
             "from": spoken(one.inject.speaker, incident.language)}
            for one in list_came(session, incident, scenario_of(row) if row else None)
        ]  # fmt: skip
        zone = incident.zone
    if as_json:
        click.echo(json.dumps(shown | {"came": came}, ensure_ascii=False, indent=2))
        return
    its_time = show_instant(datetime.fromisoformat(shown["time"]), zone=zone)
    click.echo(f"{shown['number']} {shown['title']}: {shown['state']}, its time {its_time}, {_speed(shown['speed'])}")
    for one in reversed(came):
        click.echo(f"  {show_instant(datetime.fromisoformat(one['at']), zone=zone)}  {one['from']}: {one['title']}")


@drill.command()
@click.argument("number", metavar="DRILL")
def pause(number: str) -> None:
    """Let the drill's time stand still: nothing in it falls due."""
    _steer(number, speed=0)


@drill.command()
@click.argument("number", metavar="DRILL")
@click.option("--speed", type=_SPEED, default=60, show_default=True)
def resume(number: str, speed: int) -> None:
    """Let the drill's time run, also faster or slower than before."""
    _steer(number, speed=speed)


@drill.command()
@click.argument("number", metavar="DRILL")
@click.argument("by", metavar="PERIOD")
def jump(number: str, by: str) -> None:
    """Leap forward by PERIOD, as 2h; what falls due on the way comes at once."""
    amount = minutes(by)
    if not amount:
        raise BadInput("This is no period to leap by", field="PERIOD", expected=EXPECTED)
    _steer(number, leap=timedelta(minutes=amount))


@drill.command()
@click.argument("number", metavar="DRILL")
@click.argument("fact")
def ask(number: str, fact: str) -> None:
    """Ask in the drill for FACT, as incident.ongoing. Exit 1 while nobody knows it."""
    with opened() as services:
        account = acting(services, "timeline.add")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            answer = ask_in_drill(session, incident, fact, by=account.id, now=clock.now())
            language = incident.language
    if answer is None:
        click.echo("Nobody knows yet.")
        sys.exit(1)
    click.echo(f"{spoken(answer.who, language)}: {spoken(answer.says, language)}")
    if answer.value is not None:
        value = json.dumps(answer.value, ensure_ascii=False)
        click.echo(f"To record it: responder incident record {number} '{fact}={value}'")


@drill.command()
@click.argument("number", metavar="DRILL")
def end(number: str) -> None:
    """End the drill, whatever is still open in it."""
    with opened() as services:
        account = acting(services, "drill.lead")
        with services.db.writing() as session:
            end_drill(session, get_incident(session, number), books=services, by=account.id, now=clock.now())
    click.echo(f"The drill is over. `responder drill score {number}` says how it went.")


for _command in (scenarios, lint, score, lead_times, guests):
    drill.add_command(_command)


def _steer(number: str, *, speed: int | None = None, leap: timedelta | None = None) -> None:
    with opened() as services:
        account = acting(services, "drill.lead")
        now = clock.now()
        with services.db.writing() as session:
            incident = get_incident(session, number)
            course = course_of(incident)
            steer_drill(
                session,
                incident,
                speed=(course[-1].speed if course else 0) if speed is None else speed,
                to=None if leap is None else time_at(incident, now) + leap,
                books=services,
                by=account.id,
                now=now,
            )
            shown, zone = _summary(session, incident, now), incident.zone
    click.echo(
        f"Its time is {show_instant(datetime.fromisoformat(shown['time']), zone=zone)}, {_speed(shown['speed'])}."
    )


def _scenario(services: Services, playbook: str, wanted: str | None) -> Scenario | None:
    """The scenario that is named by file or name, else the shelf's only one for this playbook."""
    if wanted is not None and wanted.endswith(".md"):
        path = Path(wanted)
        if not path.is_file():
            raise NotFound("There is no such file", file=wanted)
        return read_files(path.name.partition(".")[0], files_beside(path))
    if wanted is not None:
        if wanted not in services.scenarios:
            raise NotFound("There is no such scenario", field="scenario", expected=", ".join(services.scenarios))
        return services.scenarios[wanted]
    fitting = [each for each in services.scenarios.values() if each.playbook == playbook]
    if len(fitting) > 1:
        expected = ", ".join(each.name for each in fitting)
        raise BadInput("Several scenarios fit this playbook", field="--scenario", expected=expected)
    return fitting[0] if fitting else None


def _summary(session: Session, incident: Incident, now: datetime) -> dict[str, Any]:
    row, course = find_drill(session, incident), course_of(incident)
    return {
        "number": incident.number,
        "code_name": incident.code_name,
        "title": title_of(session, incident),
        "state": incident.state,
        "time": time_at(incident, now).isoformat(),
        "speed": course[-1].speed if course else 1,
        "scenario": row.scenario if row else None,
    }


def _speed(speed: int) -> str:
    return f"{speed} times real time" if speed else "it stands"
