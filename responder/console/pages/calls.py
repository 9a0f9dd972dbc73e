"""The calls of an incident: who was called, by which way, what became of it; calling, answering, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from responder import clock, ids
from responder.console import incident
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.oncall import paths
from responder.oncall.actions.answering import answer, withdraw
from responder.oncall.actions.paging import call
from responder.oncall.queries.pages import get_page, list_pages, list_tries
from responder.oncall.queries.rotas import find_copied_path, names_by_id, path_of
from responder.people.queries import get_account, list_accounts
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by
from responder.web.work import reading, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.oncall.records import Page

calls = Blueprint("calls", __name__, url_prefix="/incidents/<number>/calls")


@calls.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    levels, rounds = path_of(session, found.id)
    shown = list_pages(session, stream=found.id)
    return render_template(
        "calls/page.html",
        calls=[(one, list_tries(session, one)) for one in shown],
        path=paths.write_levels(levels, names_by_id(session)).splitlines(),
        rounds=rounds,
        copied=find_copied_path(session, found.id),
        staff=list_accounts(session, disabled=False),
    )


@calls.post("")
@deed("call.make", back="calls.page")
def make(number: str) -> ResponseReturnValue:
    """Call one person, then the path; or the path at once."""
    form = Given.of_request()
    login = form.text("account", required=False, most=100)
    with writing() as session:
        found = get_incident(session, number)
        first = [get_account(session, login).id] if login else []
        about = ids.derived_id("console call", found.id, *first)
        call(session, stream=found.id, about=about, why="call", first=first, by=by(), now=clock.now())
    return redirect(url_for("calls.page", number=number))


@calls.post("/<page_id>/answer")
@deed("call.make", back="calls.page")
def take(number: str, page_id: str) -> ResponseReturnValue:
    with writing() as session:
        answer(session, _page_of(session, number, page_id), by=by(), how="console", now=clock.now())
    return redirect(url_for("calls.page", number=number))


@calls.post("/<page_id>/withdraw")
@deed("call.make", back="calls.page")
def take_back(number: str, page_id: str) -> ResponseReturnValue:
    with writing() as session:
        withdraw(session, _page_of(session, number, page_id), by=by(), now=clock.now())
    return redirect(url_for("calls.page", number=number))


def _page_of(session: Session, number: str, page_id: str) -> Page:
    found = get_page(session, page_id)
    if found.stream != get_incident(session, number).id:
        raise NotFound(N_("There is no such call"), field="page")
    return found
