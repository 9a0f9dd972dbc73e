"""Counsel's workspace: advice on the risk, contested readings, what-ifs, papers. Closed unless counsel names one.

Nothing of it stands in timeline, bundle or report. A paper that counsel releases does, from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock
from responder.books.advice import load_advice
from responder.console import incident
from responder.console.answers import asked_of, read_answer, written_as
from responder.console.supposing import differences, levers, readings
from responder.counsel import actions, queries
from responder.errors import NotFound, Refused
from responder.facts.parse import facts_from_document
from responder.facts.queries import document, snapshot
from responder.facts.snapshot import at_key, put
from responder.intake.drill_time import time_at
from responder.obligations.derive import derive
from responder.obligations.risk import advise, risk_document
from responder.people.queries import get_account, list_accounts
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.facts.model import Facts
    from responder.intake.records import Incident
    from responder.obligations.obligation import Obligation

advice = Blueprint("advice", __name__, url_prefix="/incidents/<number>/counsel")

MOST_LEVERS = 12


def enter(session: Session, number: str) -> Incident:
    """The incident, for whoever may read its workspace.

    Raises:
        Refused: counsel has not named the reader.
    """
    found = incident.enter(session, number)
    who = present()
    if not queries.may_read(session, found.id, who.id, who.permission_set):
        raise Refused(N_("This is prepared for counsel: counsel names who may read it."))
    return found


@advice.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = enter(session, number)
    library, now, language = services().library, time_at(found, clock.now()), present().language
    facts = snapshot(session, found, library)
    owed = derive(facts, library, as_of=now, lang=language)
    shelf = load_advice(library)
    reader_ids = {each.account_id for each in queries.list_readers(session, found.id)}
    return render_template(
        "advice/page.html",
        risk=risk_document(advise(facts, library, shelf, lang=language), library, shelf, lang=language),
        level=at_key(document(session, found), "risk.level"),
        readings=readings(owed),
        levers=levers(owed)[:MOST_LEVERS],
        papers=queries.list_papers(session, found.id),
        readers=queries.list_readers(session, found.id),
        staff=[each for each in list_accounts(session, disabled=False) if each.id not in reader_ids],
    )


@advice.get("/what-if")
@deed("incident.read")
def what_if(number: str) -> ResponseReturnValue:
    """Which fact is supposed to be otherwise, and what it would be."""
    return _supposing(number)


@advice.post("/what-if")
@deed("advice.write", back="advice.what_if")
def suppose(number: str) -> ResponseReturnValue:
    """Judge the incident with one fact otherwise. Nothing is recorded, unless it is kept as a paper."""
    key = request.args.get("fact", "")
    asked = asked_of(services().library).get(key)
    if asked is None:
        raise NotFound(N_("There is no such fact"), do=N_("`responder facts` lists them all."))
    form = Given.of_request()
    value = read_answer(asked, form, zone=present().tz, now=clock.now())
    form.check()
    return _supposing(number, value=value, judged=True)


@advice.post("/papers")
@deed("advice.write", back="advice.page")
def keep(number: str) -> ResponseReturnValue:
    """Keep a paper; of a what-if or of the advice on risk its text comes with the form."""
    form = Given.of_request()
    kind = form.choice("kind", ("note", "risk", "what_if"), default="note")
    title, text = form.text("title", most=200), form.text("text", most=actions.MOST_TEXT)
    form.check()
    with writing() as session:
        found = enter(session, number)
        actions.keep_paper(session, found, kind=kind, title=title, text=text, by=by(), now=_now(found))
    flash(say(N_("Kept in the workspace; nobody else sees it."), present().language))
    return redirect(url_for("advice.page", number=number))


@advice.post("/papers/<paper>/release")
@deed("advice.release", back="advice.page", fresh=True)
def release(number: str, paper: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        found = enter(session, number)
        row = queries.get_paper(session, found.id, paper)
        actions.release_paper(session, row, reason=reason, by=by(), now=_now(found))
    flash(say(N_("Released: its text stands in the timeline now."), present().language))
    return redirect(url_for("advice.page", number=number))


@advice.post("/readers")
@deed("advice.release", back="advice.page")
def name(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    login = form.text("login", most=100)
    form.check()
    with writing() as session:
        found = enter(session, number)
        actions.name_reader(session, found, get_account(session, login), by=by(), now=_now(found))
    return redirect(url_for("advice.page", number=number))


@advice.post("/readers/<account>/end")
@deed("advice.release", back="advice.page")
def end(number: str, account: str) -> ResponseReturnValue:
    with writing() as session:
        found = enter(session, number)
        actions.end_reader(session, found, account, by=by(), now=_now(found))
    return redirect(url_for("advice.page", number=number))


def _supposing(number: str, *, value: Any = None, judged: bool = False) -> ResponseReturnValue:
    session = reading()
    found = enter(session, number)
    library, key = services().library, request.args.get("fact", "")
    known = document(session, found)
    changed = _judged_otherwise(found, known, key, value) if judged else []
    asked = asked_of(library)
    return render_template(
        "advice/what_if.html", asked=asked.get(key), every=asked.values(), present_value=at_key(known, key),
        value=value if judged else at_key(known, key), judged=judged, changed=changed, written=written_as,
    )  # fmt: skip


def _judged_otherwise(found: Incident, known: dict[str, Any], key: str, value: object) -> Sequence[Any]:
    library, now = services().library, time_at(found, clock.now())

    def judged(said: dict[str, Any]) -> list[Obligation]:
        facts: Facts = facts_from_document(said, name=found.number, library=library, recorded=True)
        return derive(facts, library, as_of=now, lang=present().language, would_change=False)

    before = judged(known)
    put(known, key, value)
    return differences(before, judged(known))


def _now(found: Incident) -> datetime:
    return time_at(found, clock.now())
