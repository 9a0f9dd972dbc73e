"""Grading: the grade by a law's own scheme, criterion by criterion; a person adopts it, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock, flow
from responder.console import incident
from responder.errors import Conflict, NotFound
from responder.facts.queries import snapshot
from responder.obligations.grades import assess
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.grades import Grade

grading = Blueprint("grading", __name__, url_prefix="/incidents/<number>/grading")


@grading.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    grades = [_grade(session, found, scheme) for scheme in services().library.grades]
    return render_template(
        "grading/page.html",
        concerned=[grade for grade in grades if grade.applies is not False],
        others=[grade for grade in grades if grade.applies is False],
    )


@grading.get("/<scheme>")
@deed("incident.read")
def one(number: str, scheme: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    return render_template("grading/one.html", grade=_grade(session, found, _known(scheme)))


@grading.post("/<scheme>")
@deed("fact.record", back="grading.one")
def adopt(number: str, scheme: str) -> ResponseReturnValue:
    """Record what the settled grade says, as this person's judgement."""
    form, now = Given.of_request(), clock.now()
    reason = form.text("reason", most=2000)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        grade = _grade(session, found, _known(scheme))
        if grade.answer is None or not grade.records:
            raise Conflict(N_("The grade is not settled, or is not one to be recorded: answer what is open first."))
        said = _said(grade.records, now)
        flow.record_facts(session, found, said, books=services(), by=by(), now=now, reason=reason)
    flash(say(N_("Recorded. What is owed was worked out anew."), present().language))
    return redirect(url_for("grading.one", number=number, scheme=scheme))


def _grade(session: Session, found: Incident, scheme: str) -> Grade:
    library = services().library
    return assess(scheme, snapshot(session, found, library), library, lang=present().language)


def _known(scheme: str) -> str:
    if scheme not in services().library.grades:
        raise NotFound(N_("There is no such scheme of grades"), do=N_("The page of grades lists them."))
    return scheme


def _said(records: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What adopting records; the value ``now`` of an event is this moment."""
    return {
        key: now.isoformat() if key.startswith("events.") and value == "now" else value
        for key, value in records.items()
    }
