"""``responder playbooks start|steps|take|tick|skip|…``: following a playbook from the command line."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from responder import clock, flow
from responder.books.playbooks.values import END, spoken
from responder.cli.acting import acting, opened, reading_as
from responder.cli.playbook_runs import running_of
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.people.queries import names_of
from responder.response import actions
from responder.response.queries import plan_of
from responder.words import N_
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.response.plan import Plan, Planned
    from responder.response.queries import Running

FORMAT = "responder/playbook-run/1"
_WHERE = click.argument("where", metavar="INC|RUN")
_STEP = click.argument("step")
_PLAYBOOK = click.option("--playbook", "name", help="Which playbook, where the incident follows several.")
_REASON = click.option("--reason", default="", help="Why; it stands in the timeline.")
_NEEDED = click.option("--reason", required=True, help="Why; it stands in the timeline.")
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.command()
@click.argument("where", metavar="INC")
@click.argument("name")
def start(where: str, name: str) -> None:
    """Follow playbook NAME in incident INC, with its text as it now is."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            incident = get_incident(session, where)
            started = flow.start_playbook(session, incident, name, books=services, by=account.id, now=clock.now())
            said = f"{name} {started.run.version} is followed in {incident.number}: run {started.run.id}"
    click.echo(said)


@click.command()
@_WHERE
@_PLAYBOOK
@click.option("--all", "all_", is_flag=True, help="What waits and what is settled too.")
@click.option("--lang", default="en", show_default=True, help="Language of the titles: en or zh.")
@_JSON
def steps(where: str, name: str | None, lang: str, *, all_: bool, as_json: bool) -> None:
    """Show what is to be done now in a run: who is on it, by when, what it waits for, where decisions lead."""
    with opened() as services, services.db.reading() as session:
        account = reading_as(services, "incident.read")
        running = running_of(session, services, name, where)
        plan = plan_of(session, running, clock.now())
        names = names_of(session, {each.remembered.taken_by for each in plan.steps if each.remembered.taken_by})
        if as_json:
            click.echo(json.dumps(_document(running, plan), ensure_ascii=False, indent=2))
            return
        zone = account.zone if account else services.settings.timezone
        for planned in plan.steps if all_ else plan.current:
            _print(planned, names, zone, lang)
    if plan.over:
        click.echo("Everything that must be done is settled: responder playbooks finish", err=True)


@click.command()
@_WHERE
@_STEP
@_PLAYBOOK
@click.option("--put-down", is_flag=True, help="No longer.")
def take(where: str, step: str, name: str | None, *, put_down: bool) -> None:
    """Say "I am on it": reminders about STEP come to you and climb no further."""
    with _doing(where, name) as (session, running, by):
        (actions.put_down if put_down else actions.take_step)(session, running, step, by=by, now=clock.now())


@click.command()
@_WHERE
@_STEP
@_PLAYBOOK
@click.option("--reason", default="", help="Why evidence is missing, where it is.")
@click.option("--despite", default="", help="Why it was done although it should have waited; for the timeline.")
def tick(where: str, step: str, name: str | None, reason: str, despite: str) -> None:
    """STEP is done; of a step that comes again, one more round is."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            flow.tick_step(
                session, running_of(session, services, name, where), step, books=services, reason=reason,
                despite=despite, by=account.id, now=clock.now(),
            )  # fmt: skip


@click.command()
@_WHERE
@_STEP
@_PLAYBOOK
@_NEEDED
@click.option("--not-applicable", is_flag=True, help="It does not concern this incident.")
@click.option("--end-rounds", is_flag=True, help="It has come often enough.")
def skip(where: str, step: str, name: str | None, reason: str, *, not_applicable: bool, end_rounds: bool) -> None:
    """Leave STEP out, on purpose."""
    if not_applicable and end_rounds:
        raise BadInput(N_("Say one of the two"), field="--not-applicable", expected="--not-applicable or --end-rounds")
    deed = actions.mark_not_applicable if not_applicable else actions.end_rounds if end_rounds else actions.skip
    with _doing(where, name) as (session, running, by):
        deed(session, running, step, reason=reason, by=by, now=clock.now())


@click.command()
@_WHERE
@_STEP
@_PLAYBOOK
@_NEEDED
def reopen(where: str, step: str, name: str | None, reason: str) -> None:
    """STEP was settled and is open again."""
    with _doing(where, name) as (session, running, by):
        actions.reopen(session, running, step, reason=reason, by=by, now=clock.now())


@click.command()
@_WHERE
@_STEP
@click.argument("option")
@_PLAYBOOK
@click.option("--decision", help="Which decision, where the step has several.")
@_REASON
def decide(where: str, step: str, option: str, name: str | None, decision: str | None, reason: str) -> None:
    """Choose OPTION in the decision of STEP; `playbooks steps` shows the options and where they lead."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            running = running_of(session, services, name, where)
            flow.decide(
                session, running.incident, running.run.id, step, decision or _only_decision(running, step), option,
                books=services, by=account.id, now=clock.now(), reason=reason,
            )  # fmt: skip


@click.command()
@_WHERE
@_PLAYBOOK
@click.option("--reason", default="", help="Why it ends although steps are open that must be done.")
def finish(where: str, name: str | None, reason: str) -> None:
    """End the playbook: its reminders fall silent. What had to be done and is open is named, and needs a reason."""
    with _doing(where, name) as (session, running, by):
        left = actions.finish_run(session, running, reason=reason, by=by, now=clock.now())
    for planned in left:
        click.echo(f"left open: {planned.step.id}  {spoken(planned.step.title, 'en')}")


@contextmanager
def _doing(where: str, name: str | None) -> Iterator[tuple[Session, Running, str]]:
    """One deed in the run that is meant, by whoever is signed in."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            yield session, running_of(session, services, name, where), account.id


def _only_decision(running: Running, step_id: str) -> str:
    step = running.playbook.step(step_id)
    ids = [decision.id for decision in step.decisions] if step else []
    if len(ids) != 1:
        raise BadInput(N_("Say which decision"), field="--decision", expected=", ".join(ids) or None)
    return ids[0]


def _print(planned: Planned, names: dict[str, str], zone: str, language: str) -> None:
    step = planned.step
    due = f"  due {show_instant(planned.due_at, zone=zone, language=language)}" if planned.due_at else ""
    on_it = f"  {names[planned.remembered.taken_by]} is on it" if planned.remembered.taken_by else ""
    waits = f"  waits for {', '.join(planned.waits_for)}" if planned.waits_for else ""
    click.echo(f"{planned.state:14} {step.id:22} {spoken(step.title, language)}  [{step.role}]{due}{on_it}{waits}")
    for evidence, gone_at in planned.lasting:
        gone = show_instant(gone_at, zone=zone, language=language)
        click.echo(f"  evidence {evidence.id}: overwritten at about {gone}")
    for decision in step.decisions if planned.open_decisions else ():
        for option in decision.options:
            leads = "ends the playbook" if option.to == END else f"→ {option.to}"
            click.echo(f"  {decision.id} {option.id}: {spoken(option.text, language)}  {leads}")
    for under in planned.under:
        click.echo(f"  its playbook {under.playbook} is not through: run {under.run_id}")
    if planned.open_facts:
        click.echo(f"  depends on {', '.join(planned.open_facts)}")


def _document(running: Running, plan: Plan) -> dict[str, Any]:
    run = running.run
    return {
        "format": FORMAT, "run": run.id, "playbook": run.playbook, "version": run.version, "sha256": run.sha256,
        "over": plan.over, "ended_by": plan.ended_by, "steps": [_step(planned) for planned in plan.steps],
    }  # fmt: skip


def _step(planned: Planned) -> dict[str, Any]:
    remembered = planned.remembered
    return {
        "id": planned.step.id, "state": planned.state, "role": planned.step.role, "required": planned.step.required,
        "since": _written(planned.since), "due": _written(planned.due_at), "late": planned.late,
        "taken_by": remembered.taken_by, "rounds": remembered.rounds, "tasks_done": sorted(remembered.tasks),
        "waits_for": list(planned.waits_for), "open_facts": list(planned.open_facts),
        "open_decisions": list(planned.open_decisions),
        "missing_evidence": [one.id for one in planned.missing_evidence],
        "evidence_lost_at": _written(planned.lost_at), "sub_runs_open": [under.run_id for under in planned.under],
    }  # fmt: skip


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


COMMANDS = (start, steps, take, tick, skip, reopen, decide, finish)
