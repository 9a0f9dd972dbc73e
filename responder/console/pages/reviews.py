"""Reviews: the meetings after an incident, and the actions that follow until a second person has verified them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from responder import clock
from responder.console import incident
from responder.formats.icalendar import calendar
from responder.intake.queries import get_incident
from responder.people.queries import get_account, list_accounts
from responder.review import actions, queries
from responder.review.invitations import invitations
from responder.review.rounds import read_rounds
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.review.rounds import Round

reviews = Blueprint("reviews", __name__, url_prefix="/incidents/<number>/reviews")

USUAL = timedelta(days=30)
MEASURES = {"finish": actions.finish_action, "verify": actions.verify_action}


@reviews.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    return render_template(
        "reviews/page.html",
        meetings=queries.meeting_values(session, found),
        measures=queries.list_actions(session, found),
        staff=list_accounts(session, disabled=False),
    )


@reviews.post("/schedule")
@deed("review.schedule", back="reviews.page")
def schedule(number: str) -> ResponseReturnValue:
    with writing() as session:
        actions.schedule_reviews(session, get_incident(session, number), rounds=_rounds(), by=by(), now=clock.now())
    flash(say(N_("The reviews are on the calendar."), present().language))
    return redirect(url_for("reviews.page", number=number))


@reviews.post("/meetings/<kind>/held")
@deed("review.schedule", back="reviews.page")
def held(number: str, kind: str) -> ResponseReturnValue:
    now = clock.now()
    with writing() as session:
        actions.hold_meeting(session, get_incident(session, number), kind, held_at=now, by=by(), now=now)
    return redirect(url_for("reviews.page", number=number))


@reviews.post("/meetings/<kind>/move")
@deed("review.schedule", back="reviews.page")
def move(number: str, kind: str) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    at = form.instant(f"at-{kind}", zone=present().tz, now=now) or now
    form.check()
    with writing() as session:
        actions.move_meeting(session, get_incident(session, number), kind, at, by=by(), now=now)
    return redirect(url_for("reviews.page", number=number))


@reviews.get("/invitations.ics")
@deed("incident.read")
def calendar_file(number: str) -> ResponseReturnValue:
    """The meetings for a calendar; the code name in the titles, nothing personal."""
    session = reading()
    found = incident.enter(session, number)
    meetings = queries.meeting_values(session, found)
    entries = invitations(
        meetings, _rounds(), number=found.number, code_name=found.code_name, language=present().language
    )
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.ics"'}
    return Response(calendar(entries, name=found.code_name), mimetype="text/calendar", headers=headers)


@reviews.post("/actions")
@deed("review.schedule", back="reviews.page")
def add(number: str) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    what, owner = form.text("what", most=500), form.text("owner", most=100)
    due = form.instant("due_at", zone=present().tz, now=now + USUAL, required=False) or now + USUAL
    form.check()
    with writing() as session:
        owner_id = get_account(session, owner).id
        actions.add_action(session, get_incident(session, number), what, owner=owner_id, due_at=due, by=by(), now=now)
    return redirect(url_for("reviews.page", number=number))


@reviews.post("/actions/<int:action>")
@deed("review.schedule", back="reviews.page")
def settle(number: str, action: int) -> ResponseReturnValue:
    """Done, or verified by a second person."""
    form = Given.of_request()
    how = form.choice("how", MEASURES)
    form.check()
    with writing() as session:
        MEASURES[how](session, get_incident(session, number), action, by=by(), now=clock.now())
    return redirect(url_for("reviews.page", number=number))


def _rounds() -> tuple[Round, ...]:
    """The firm's own meetings, else the usual ones."""
    shelf = services().settings.shelf
    own = shelf / "reviews.yaml" if shelf is not None else None
    return read_rounds(own if own is not None and own.is_file() else None)
