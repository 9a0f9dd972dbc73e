"""``responder playbooks diff`` and ``adopt``: a newer version on the shelf, beside the run that keeps its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from responder import clock, flow
from responder.cli.acting import acting, opened, reading_as
from responder.errors import BadInput, NotFound
from responder.intake.queries import get_incident
from responder.response.offers import offer_of
from responder.response.queries import find_run, list_running, memory_of
from responder.words import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.response.offers import Offer
    from responder.response.queries import Running

FORMAT = "responder/playbook-offer/1"
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.command()
@click.argument("name")
@click.argument("where", metavar="RUN|INC")
@_JSON
def diff(name: str, where: str, *, as_json: bool) -> None:
    """Show what the shelf's NAME says otherwise than the run RUN, or the run of NAME in incident INC."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        running = running_of(session, services, name, where)
        offer = _offer(session, services, running)
        document = _document(running, offer)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if not offer.changes:
        click.echo(f"{name}: the run follows version {offer.former}; nothing differs.")
        return
    click.echo(f"{name}: the run follows {offer.former}, the shelf has {offer.version}")
    for change in offer.changes:
        click.echo(f"\n{change.kind} {change.step or '(front matter and introductions)'}  {change.title}".rstrip())
        for text in change.diffs.values():
            click.echo(text)


@click.command()
@click.argument("where", metavar="INC")
@click.option("--step", "steps", multiple=True, help="Only this step; may be given several times.")
@click.option("--playbook", "name", help="Which playbook, where the incident follows several.")
def adopt(where: str, steps: tuple[str, ...], name: str | None) -> None:
    """Follow the newer version from here on in incident INC, whole or some steps of it. What is done stays done."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            running = running_of(session, services, name, where)
            adopted = flow.adopt_version(
                session, running.incident, running.run.id, books=services, by=account.id, now=clock.now(),
                steps=steps or None,
            )  # fmt: skip
            said = f"{adopted.playbook.name} is followed as version {adopted.run.version} in {running.incident.number}."
    click.echo(said)


def running_of(session: Session, services: Services, name: str | None, where: str) -> Running:
    """The one open run that is meant: by its id, or as the run of this playbook in an incident.

    Raises:
        NotFound: none is.
        BadInput: several are.
    """
    run = find_run(session, where)
    incident = get_incident(session, run.incident_id if run else where)
    found = [
        running
        for running in list_running(session, incident, services.library, services.playbooks)
        if running.run.finished_at is None
        and (run is None or running.run.id == run.id)
        and name in {None, running.run.playbook}
    ]
    if len(found) != 1:
        running = list_running(session, incident, services.library, services.playbooks)
        names = ", ".join(each.run.playbook for each in running if each.run.finished_at is None)
        if found:
            raise BadInput(N_("Several playbooks run there"), field="playbook", expected=names)
        raise NotFound(N_("This playbook does not run there"), field="playbook", expected=names)
    return found[0]


def _offer(session: Session, services: Services, running: Running) -> Offer:
    newer = services.playbooks.get(running.run.playbook)
    if newer is None:
        raise NotFound(N_("This playbook is no longer on the shelf"), field="playbook")
    return offer_of(running.playbook, newer, memory_of(session, running.run))


def _document(running: Running, offer: Offer) -> dict[str, object]:
    changes = [
        {"step": change.step or None, "kind": change.kind, "title": change.title, "diffs": dict(change.diffs)}
        for change in offer.changes
    ]
    return {
        "format": FORMAT,
        "run": running.run.id,
        "playbook": running.run.playbook,
        "version": offer.former,
        "shelf_version": offer.version,
        "kept": list(offer.kept),
        "changes": changes,
    }
