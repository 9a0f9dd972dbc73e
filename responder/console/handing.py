"""What templates ask about who has a step or a seat: of the incident of this page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from responder.console.showing import by_name, spoken
from responder.oncall.queries.rotas import list_teams
from responder.people.queries import list_accounts
from responder.response.queries import list_assignees, list_handovers, seats_of
from responder.web.work import reading
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from responder.response.records import Handover


def install(app: Flask) -> None:
    """Give the templates of ``app`` these words."""
    app.jinja_env.globals.update(
        given_to=given_to,
        offered=offered,
        people_and_teams=people_and_teams,
        seated=seated,
        staff_choices=staff_choices,
    )


def seated(role: str) -> Sequence[str]:
    """The account ids on a seat."""
    if "seats" not in g:
        g.seats = seats_of(reading(), g.head.incident)
    return g.seats.get(role, ())  # type: ignore[no-any-return]  # a value of this request


def given_to(run_id: str, step_id: str) -> set[str]:
    """Ids of the people and teams that a step was given to."""
    return {row.who for row in list_assignees(reading(), run_id) if row.step_id == step_id}


def offered() -> Sequence[Handover]:
    """Hand-overs that wait for an answer."""
    return list_handovers(reading(), g.head.incident)


def people_and_teams() -> list[tuple[str, str]]:
    """(id, name) of everybody to whom a step may be given."""
    teams = [(team.id, spoken(N_("Team {name}"), name=team.name)) for team in list_teams(reading())]
    return [*teams, *((one_id, name) for one_id, name, _ in staff_choices())]


def staff_choices() -> list[tuple[str, str, str]]:
    """(id, name, login) of active accounts, by name."""
    staff = list_accounts(reading(), disabled=False)
    return sorted(((one.id, by_name(one.id), one.login) for one in staff), key=lambda choice: choice[1])
