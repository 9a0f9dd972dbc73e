"""The help desk: was this caller affected? The general answer for anybody, details after a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from responder import clock
from responder.console import incident
from responder.deliveries.actions.help_desk import Answer, look_up
from responder.deliveries.help_desk import FACTS, Caller
from responder.deliveries.queries.help_desk import list_look_ups
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by
from responder.web.work import reading, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

help_desk = Blueprint("help_desk", __name__, url_prefix="/incidents/<number>/help-desk")

# What a caller may be asked for, as the form names it.
ASKED = {
    "name": N_("Name"),
    "birth_date": N_("Birth date"),
    "firm_id": N_("Our number of the person"),
    "postal_address": N_("Postal address"),
}


@help_desk.get("")
@deed("help_desk.ask")
def page(number: str) -> ResponseReturnValue:
    return _page(number, None)


@help_desk.post("")
@deed("help_desk.ask", back="help_desk.page")
def ask(number: str) -> ResponseReturnValue:
    """The answer is shown at once and stands on no address: nothing personal gets into a history."""
    form = Given.of_request()
    contact, reason = form.text("contact", most=300), form.text("reason", most=500)
    facts = {name: form.text(name, required=False, most=500) for name in ASKED if name in FACTS}
    called_back = form.ticked("called_back")
    form.check()
    caller = Caller(facts, called_back) if called_back or any(facts.values()) else None
    with writing() as session:
        found = incident.enter(session, number)
        answer = look_up(
            session,
            found,
            kind="email" if "@" in contact else "phone",
            contact=contact,
            reason=reason,
            caller=caller,
            by=by(),
            now=clock.now(),
        )
    return _page(number, answer)


def _page(number: str, answer: Answer | None) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    return render_template(
        "help_desk/page.html", answer=answer, asked=ASKED, look_ups=list_look_ups(session, found.id, limit=20)
    )
