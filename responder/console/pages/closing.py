"""Closing: contain, close, reopen; what is still owed stands in the way until somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock, flow
from responder.console import incident
from responder.intake import actions
from responder.intake.actions import SEVERITIES
from responder.intake.queries import get_incident, list_incidents, title_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

closing = Blueprint("closing", __name__, url_prefix="/incidents/<number>/close")

STATES = ("contained", "open")
ENDED = {
    "handled": N_("An incident, and it is handled"),
    "near_miss": N_("A near miss: it was stopped in time, or luck helped"),
    "false_alarm": N_("A false alarm"),
    "not_confirmed": N_("Not confirmed: nothing was found"),
}


@closing.get("")
@deed("incident.close")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    return render_template(
        "closing/page.html",
        incident=found,
        still=flow.still_owed(session, found),
        severities=SEVERITIES,
        ended=ENDED,
        others=[
            (other.number, f"{other.number} {title_of(session, other)}")
            for other in list_incidents(session, kind=found.kind)
            if other.id != found.id and other.joined_to is None
        ],
        joined=get_incident(session, found.joined_to) if found.joined_to else None,
    )


@closing.post("")
@deed("incident.close", back="closing.page")
def close(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason, despite = form.text("reason", most=1000), form.ticked("despite_open")
    closed_as, now = form.choice("closed_as", ENDED, default="handled"), clock.now()
    zone = ZoneInfo(present().zone)
    again = form.instant("look_again_at", zone=zone, now=now) if form.has("look_again_at") else None
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        still = flow.close_incident(
            session,
            found,
            books=services(),
            reason=reason,
            despite_open=despite,
            closed_as=closed_as,
            look_again_at=again,
            by=by(),
            now=now,
        )
    if still:
        flash(say(N_("Not closed: duties are still open. Say so below to close all the same."), present().language))
        return redirect(url_for("closing.page", number=number))
    flash(say(N_("Closed. The reviews and their actions go on."), present().language))
    return redirect(url_for("reviews.page", number=number))


@closing.post("/join")
@deed("incident.close", back="closing.page")
def join(number: str) -> ResponseReturnValue:
    """The same as another: closed, and referring to it."""
    form = Given.of_request()
    other, reason = form.text("other", most=40), form.text("reason_join", most=1000)
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        flow.join_incident(session, found, get_incident(session, other), reason=reason, by=by(), now=clock.now())
    return redirect(url_for("room.page", number=other))


@closing.post("/state")
@deed("incident.close", back="closing.page")
def state(number: str) -> ResponseReturnValue:
    """Contained, or open again: with the reason that stands in the timeline."""
    form = Given.of_request()
    wanted, reason = form.choice("state", STATES), form.text("reason_state", most=1000)
    form.check()
    with writing() as session:
        actions.change_state(session, get_incident(session, number), wanted, reason=reason, by=by(), now=clock.now())
    return redirect(url_for("room.page", number=number))


@closing.post("/severity")
@deed("incident.close", back="closing.page")
def severity(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    wanted = form.choice("severity", SEVERITIES)
    form.check()
    with writing() as session:
        actions.rate_severity(session, get_incident(session, number), wanted, by=by(), now=clock.now())
    return redirect(url_for("closing.page", number=number))
