"""Answering a call by its link: one tap on a telephone, without signing in. It shows and does nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from responder import clock
from responder.errors import NotFound
from responder.oncall.actions.answering import answer_by_link
from responder.oncall.queries.pages import find_call, get_page
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import present
from responder.web.work import reading, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

answering = Blueprint("answering", __name__, url_prefix="/answer")
NO_CALL = N_("This link answers no call.")


@answering.get("/<token>")
def page(token: str) -> ResponseReturnValue:
    """A look answers nothing: mail programs look at links by themselves."""
    session = reading()
    found = find_call(session, token)
    if found is None:
        raise NotFound(NO_CALL)
    called = get_page(session, found.page_id)
    return render_template("answering/page.html", call=called, mine=called.answered_by == found.account_id, token=token)


@answering.post("/<token>")
def answer(token: str) -> ResponseReturnValue:
    with writing() as session:
        found = answer_by_link(session, token, clock.now())
    if found is None:
        raise NotFound(NO_CALL)
    return redirect(url_for("answering.page", token=token))


@answering.get("/<token>/incident")
@deed(SIGNED_IN)
def incident(token: str) -> ResponseReturnValue:
    """From the answered call to the incident, once signed in."""
    found = find_call(reading(), token)
    if found is None or found.account_id != present().id:
        raise NotFound(NO_CALL)
    reference = get_page(reading(), found.page_id).reference
    return redirect(url_for("room.page", number=reference) if reference else url_for("tasks.page"))
