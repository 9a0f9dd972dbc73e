"""``responder playbooks give|hand-over|answer``: who has a step or a seat, and how it changes hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from responder import clock
from responder.cli.acting import acting, opened
from responder.cli.playbook_runs import running_of
from responder.errors import BadInput, NotFound, Refused
from responder.intake.queries import get_incident
from responder.oncall.queries.rotas import list_teams
from responder.people.permissions import may
from responder.people.queries import get_account
from responder.response import actions
from responder.response.queries import list_handovers, memory_of, roles_of
from responder.words import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.people.records import Account

_PLAYBOOK = click.option("--playbook", "name", help="Which playbook, where the incident follows several.")


@click.command()
@click.argument("where", metavar="INC|RUN")
@click.argument("step")
@click.argument("whom", metavar="LOGIN|TEAM...", nargs=-1)
@_PLAYBOOK
def give(where: str, step: str, whom: tuple[str, ...], name: str | None) -> None:
    """Give STEP to several people and teams; to nobody gives it back to its seat."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            running = running_of(session, services, name, where)
            by_name = {team.name: team for team in list_teams(session)}
            teams = [by_name[one] for one in whom if one in by_name]
            people = [get_account(session, one) for one in whom if one not in by_name]
            actions.assign_step(session, running, step, people, teams, by=account.id, now=clock.now())


@click.command("hand-over")
@click.argument("where", metavar="INC|RUN")
@click.argument("what", metavar="STEP|SEAT")
@click.option("--to", required=True, metavar="LOGIN", help="Whom you ask.")
@click.option("--from", "from_", metavar="LOGIN", help="Whose seat it is; yours if left out.")
@click.option("--seat", is_flag=True, help="A seat of the incident, as commander; else a step.")
@click.option("--note", default="", help="What the other should know; kept sealed.")
@_PLAYBOOK
def hand_over(where: str, what: str, to: str, from_: str | None, note: str, name: str | None, *, seat: bool) -> None:
    """Offer a step or a seat to somebody. Until they accept, it stays where it is."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            other = get_account(session, to)
            if seat:
                holder = get_account(session, from_) if from_ else account
                _offer_seat(session, services, where, what, holder, other, account, note)
            else:
                _offer_step(session, services, where, what, other, account, note, name)
    click.echo(f"{to} is asked. Until they accept, it stays where it is.")


@click.command()
@click.argument("where", metavar="INC")
@click.option("--decline", is_flag=True, help="Say no: it stays where it is.")
def answer(where: str, *, decline: bool) -> None:
    """Accept what was offered to you in INC, all of it, or decline."""
    with opened() as services:
        account = acting(services, "step.tick")
        with services.db.writing() as session:
            incident = get_incident(session, where)
            offers = list_handovers(session, incident, to=account.id)
            if not offers:
                raise NotFound("Nothing is offered to you there.", field="handover")
            for row in offers:
                actions.answer_handover(
                    session, incident, row.id, not decline, library=services.library, playbooks=services.playbooks,
                    by=account.id, now=clock.now(),
                )  # fmt: skip
    click.echo("Declined; it stays where it is." if decline else "You have it.")


def _offer_seat(
    session: Session, services: Services, where: str, what: str, holder: Account, to: Account, by: Account, note: str
) -> None:
    role = roles_of(services.playbooks).get(what)
    if role is None:
        raise BadInput(N_("There is no such seat"), field="SEAT", expected=", ".join(roles_of(services.playbooks)))
    if holder.id != by.id and not may(by.permission_set, "seat.assign"):
        raise Refused(N_("Only the holder, or who assigns seats, can hand one over."))
    incident = get_incident(session, where)
    actions.offer_seat(session, incident, role, holder, to, by=by.id, now=clock.now(), note=note)


def _offer_step(
    session: Session, services: Services, where: str, what: str, to: Account, by: Account, note: str, name: str | None
) -> None:
    running = running_of(session, services, name, where)
    remembered = memory_of(session, running.run).steps.get(what)
    if (
        remembered is not None
        and remembered.taken_by not in {None, by.id}
        and not may(by.permission_set, "seat.assign")
    ):
        raise Refused(N_("Only whoever is on it, or who assigns seats, can hand it over."))
    actions.offer_step(session, running, what, to, by=by.id, now=clock.now(), note=note)
