"""Facts: what is known, what is unknown, who said so; one page a fact, and the table of people affected."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import asking, incident
from responder.console.answers import asked_of, read_answer
from responder.console.people_table import read_table, written_table
from responder.errors import NotFound
from responder.facts import queries
from responder.facts.snapshot import at_key
from responder.web import signing
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.console.answers import Asked

facts = Blueprint("facts", __name__, url_prefix="/incidents/<number>/facts")


@facts.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    library = services().library
    session = reading()
    found = incident.enter(session, number)
    document = queries.document(session, found)
    newest = {said.key: said for said in queries.history(session, found)}
    asked = asked_of(library)
    groups = [(name, list(members)) for name, members in groupby(asked.values(), key=lambda each: each.group)]
    return render_template(
        "facts/page.html",
        groups=groups,
        value=lambda key: at_key(document, key),
        newest=newest,
        people=document.get("people") or [],
        people_complete=document.get("people_complete"),
        questions=asking.questions(library, most=8),
    )


@facts.get("/<path:key>")
@deed("incident.read")
def one(number: str, key: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    said = queries.history(session, found, key)
    document = queries.document(session, found)
    return render_template(
        "facts/one.html", asked=_asked(key), value=at_key(document, key), said=list(reversed(said)), back=""
    )


@facts.post("/<path:key>")
@deed("fact.record", back="facts.one")
def record(number: str, key: str) -> ResponseReturnValue:
    asked, now, viewer = _asked(key), clock.now(), present()
    form = Given.of_request()
    own_now = incident.own_now(number)
    value = read_answer(asked, form, zone=viewer.tz, now=own_now)
    since = form.instant("since", zone=viewer.tz, now=own_now, required=False)
    reason = form.text("reason", required=False, most=1000)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        said = {key: value}
        flow.record_facts(session, found, said, books=services(), by=by(), now=now, since=since, reason=reason)
    flash(say(N_("Recorded. What is owed was worked out anew."), viewer.language))
    return redirect(signing.inside(request.form.get("next") or url_for("facts.page", number=number)))


@facts.get("/people/table")
@deed("incident.read")
def people(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    document = queries.document(session, found)
    return render_template(
        "facts/people.html",
        table=written_table(document.get("people") or []),
        complete=document.get("people_complete"),
        elements=services().library.elements,
    )


@facts.post("/people/table")
@deed("fact.record", back="facts.people")
def record_people(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    rows = read_table(form)
    complete = form.ticked("complete")
    reason = form.text("reason", required=False, most=1000)
    form.check()
    said = {"people": rows, "people_complete": True if complete else "unknown"}
    with writing() as session:
        found = incident.enter(session, number)
        flow.record_facts(session, found, said, books=services(), by=by(), now=clock.now(), reason=reason)
    flash(say(N_("Recorded. What is owed was worked out anew."), present().language))
    return redirect(url_for("facts.page", number=number))


def _asked(key: str) -> Asked:
    asked = asked_of(services().library).get(key)
    if asked is None:
        raise NotFound(N_("There is no such fact"), do=N_("`responder facts` lists them all."))
    return asked
