"""Deeds on one question or one promise: owner and time, draft, the second person, sent, no longer asked, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from responder import clock
from responder.console import incident
from responder.console.pages.correspondence import back, due_in, owner_in, reason_in
from responder.correspondence import actions, queries
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

questions = Blueprint("questions", __name__, url_prefix="/incidents/<number>/correspondence")


@questions.post("/<side>/questions/<question>/draft")
@deed("correspondence.write", back="correspondence.one")
def draft(number: str, side: str, question: str) -> ResponseReturnValue:
    form = Given.of_request()
    answer = form.text("answer", most=50_000)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_question(session, found.id, question)
        actions.draft_answer(session, found, row, answer, by=by(), now=clock.now())
    return back(number, side, N_("The draft is kept. A second person approves it."))


@questions.post("/<side>/questions/<question>/approve")
@deed("notice.approve", back="correspondence.one", fresh=True)
def approve(number: str, side: str, question: str) -> ResponseReturnValue:
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_question(session, found.id, question)
        actions.approve_answer(session, found, row, request.form.get("sha256", ""), by=by(), now=clock.now())
    return back(number, side, N_("Approved. It goes out as it stands."))


@questions.post("/<side>/questions/<question>/answered")
@deed("notice.file", back="correspondence.one")
def answered(number: str, side: str, question: str) -> ResponseReturnValue:
    form, own_now = Given.of_request(), incident.own_now(number)
    channel = form.text("channel", most=100)
    at = form.instant("at", zone=present().tz, now=own_now, required=False) or own_now
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_question(session, found.id, question)
        actions.note_answered(session, found, row, channel=channel, at=at, by=by(), now=clock.now())
    return back(number, side, N_("Noted as sent."))


@questions.post("/<side>/questions/<question>/given")
@deed("correspondence.write", back="correspondence.one")
def give(number: str, side: str, question: str) -> ResponseReturnValue:
    form = Given.of_request()
    due_at = due_in(form, number)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_question(session, found.id, question)
        actions.give_question(
            session, found, row, owner=owner_in(session), due_at=due_at, by=by(), now=clock.now()
        )
    return back(number, side, N_("Saved."))


@questions.post("/<side>/questions/<question>/withdraw")
@deed("correspondence.write", back="correspondence.one")
def withdraw(number: str, side: str, question: str) -> ResponseReturnValue:
    reason = reason_in()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_question(session, found.id, question)
        actions.withdraw_question(session, found, row, reason=reason, by=by(), now=clock.now())
    return back(number, side, N_("Saved."))


@questions.post("/promises/<promise>/close")
@deed("correspondence.write", back="correspondence.page")
def close_promise(number: str, promise: str) -> ResponseReturnValue:
    reason = reason_in()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_promise(session, found.id, promise)
        kept = request.form.get("kept") == "1"
        actions.close_promise(session, found, row, kept=kept, reason=reason, by=by(), now=clock.now())
    flash(say(N_("Saved."), present().language))
    return redirect(url_for("correspondence.page", number=number))


@questions.post("/promises/<promise>/given")
@deed("correspondence.write", back="correspondence.page")
def give_promise(number: str, promise: str) -> ResponseReturnValue:
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_promise(session, found.id, promise)
        actions.give_promise(session, found, row, owner=owner_in(session), by=by(), now=clock.now())
    flash(say(N_("Saved."), present().language))
    return redirect(url_for("correspondence.page", number=number))
