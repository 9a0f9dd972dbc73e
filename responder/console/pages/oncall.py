"""On call: who is, at this moment; teams, absences, deputies; escalation paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock
from responder.oncall import paths as pure
from responder.oncall.actions import paths, teams
from responder.oncall.queries import rotas as queries
from responder.people.queries import get_account, list_accounts
from responder.web.given import Given
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

oncall = Blueprint("oncall", __name__, url_prefix="/on-call")


@oncall.get("")
@deed("oncall.read")
def page() -> ResponseReturnValue:
    session, now = reading(), clock.now()
    levels, rounds = queries.standard_path(session)
    standard = next((path for path in queries.list_paths(session) if path.standard), None)
    settings = services().settings
    local = [name for name in ("email", "sms", "voice") if getattr(settings, f"{name}_channel") == "local"]
    return render_template(
        "oncall/page.html",
        rotas=[(rota, queries.who_is_on_call(session, rota, now)) for rota in queries.list_rotas(session)],
        teams=[(team, queries.members_of(session).get(team.id, ())) for team in queries.list_teams(session)],
        away=queries.list_absences(session, now),
        deputies=queries.deputies(session),
        path=pure.write_levels(levels, queries.names_by_id(session)),
        rounds=rounds,
        path_name=standard.name if standard is not None else "standard",
        staff=list_accounts(session, disabled=False),
        local=local,
    )


@oncall.post("/paths")
@deed("oncall.manage", back="oncall.page")
def set_path() -> ResponseReturnValue:
    form = Given.of_request()
    name, text = form.text("path_name", most=60), form.text("levels", most=4000)
    rounds = form.whole_number("rounds", least=1)
    form.check()
    with writing() as session:
        paths.set_path(session, name, text, rounds=rounds or 1, standard=True, by=by(), now=clock.now())
    saved = N_("Saved. Incidents opened from now on get this path; those that are open keep theirs.")
    flash(say(saved, present().language))
    return redirect(url_for("oncall.page"))


@oncall.post("/teams")
@deed("oncall.manage", back="oncall.page")
def set_team() -> ResponseReturnValue:
    form = Given.of_request()
    name, logins = form.text("team_name", most=60), form.text("members", required=False)
    form.check()
    with writing() as session:
        members = [get_account(session, login) for login in logins.replace(",", " ").split()]
        teams.set_team(session, name, members, by=by(), now=clock.now())
    return redirect(url_for("oncall.page"))


@oncall.post("/deputies")
@deed(SIGNED_IN, back="oncall.page")
def set_deputy() -> ResponseReturnValue:
    """One's own deputy; the deputies of others by whoever manages on-call."""
    form = Given.of_request()
    login, deputy = form.text("whose", most=100), form.text("deputy", required=False, most=100)
    form.check()
    with writing() as session:
        account = get_account(session, _mine_or_managed(login))
        stands_in = get_account(session, deputy) if deputy else None
        teams.set_deputy(session, account, stands_in, by=by(), now=clock.now())
    return redirect(url_for("oncall.page"))


@oncall.post("/away")
@deed(SIGNED_IN, back="oncall.page")
def set_away() -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    login = form.text("who", most=100)
    begins = form.instant("begins", zone=present().tz, now=now, required=False)
    ends = form.instant("ends", zone=present().tz, now=now)
    form.check()
    with writing() as session:
        account = get_account(session, _mine_or_managed(login))
        teams.set_away(session, account, begins or now, ends or now, by=by(), now=now)
    return redirect(url_for("oncall.page"))


@oncall.post("/away/<absence_id>/end")
@deed(SIGNED_IN, back="oncall.page")
def end_away(absence_id: str) -> ResponseReturnValue:
    whose = None if present().may("oncall.manage") else by()
    with writing() as session:
        teams.end_away(session, absence_id, account_id=whose, by=by(), now=clock.now())
    return redirect(url_for("oncall.page"))


def _mine_or_managed(login: str) -> str:
    """The login as given by whoever may speak for others; their own for everybody else."""
    return login if present().may("oncall.manage") else present().login
