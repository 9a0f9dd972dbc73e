"""Remarks on a notice: comments, suggestions, objections, and counsel's reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock, flow
from responder.console import incident
from responder.console.pages.notices import shown
from responder.intake.queries import get_incident
from responder.notices import actions, queries
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

remarking = Blueprint("remarking", __name__, url_prefix="/incidents/<number>/notices/<notice_id>/remarks")


@remarking.get("")
@deed("incident.read")
def page(number: str, notice_id: str) -> ResponseReturnValue:
    session = reading()
    seen = shown(session, incident.enter(session, number), notice_id)
    return render_template(
        "notices/remarks.html",
        seen=seen,
        remarks=queries.list_remarks(session, seen.row),
        reviews=queries.list_reviews(session, seen.row.id),
        is_read=queries.is_read_by_counsel(session, seen.row),
        kinds=actions.KINDS,
    )


@remarking.post("")
@deed("notice.remark", back="remarking.page")
def remark(number: str, notice_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    kind = form.choice("kind", actions.KINDS, default="comment")
    words = form.text("words", required=kind != "suggestion", most=4000)
    quote = form.text("quote", required=kind == "suggestion", most=4000)
    instead = form.text("instead", required=False, most=4000)
    form.check()
    with writing() as session:
        seen = shown(session, get_incident(session, number), notice_id)
        said = actions.Remarked(kind, words, quote, instead)
        actions.remark(session, seen.row, seen.text, said, by=by(), now=clock.now())
        language, medium = seen.text.language, seen.text.medium
    return _back(number, notice_id, language, medium)


@remarking.post("/<remark_id>")
@deed("notice.remark", back="remarking.page")
def settle(number: str, notice_id: str, remark_id: str) -> ResponseReturnValue:
    """Close a remark with a word, or without."""
    form = Given.of_request()
    outcome = form.choice("outcome", ("resolved", "declined"), default="resolved")
    answer = form.text("answer", required=False, most=4000)
    form.check()
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        said = queries.get_remark(session, row, remark_id)
        actions.resolve(session, row, said, outcome=outcome, answer=answer, by=by(), now=clock.now())
        language, medium = said.row.language, said.row.medium
    return _back(number, notice_id, language, medium)


@remarking.post("/<remark_id>/take")
@deed("notice.draft", back="remarking.page")
def take(number: str, notice_id: str, remark_id: str) -> ResponseReturnValue:
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        said = queries.get_remark(session, row, remark_id)
        edited = flow.take_suggestion(session, row, said, by=by(), now=clock.now())
        language, medium = said.row.language, said.row.medium
    words = N_("Saved. Its approval no longer holds.") if edited.voided else N_("Taken into the draft.")
    flash(say(words, present().language))
    return _back(number, notice_id, language, medium)


@remarking.post("/counsel")
@deed("notice.draft", back="remarking.page")
def ask(number: str, notice_id: str) -> ResponseReturnValue:
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        actions.ask_counsel(session, row, by=by(), now=clock.now())
    flash(
        say(N_("Counsel is asked. Nobody can approve it before counsel has read it as it stands."), present().language)
    )
    return redirect(url_for("remarking.page", number=number, notice_id=notice_id))


@remarking.post("/counsel/read")
@deed("notice.review", back="remarking.page")
def read(number: str, notice_id: str) -> ResponseReturnValue:
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        actions.note_counsel(session, row, by=by(), now=clock.now())
    flash(say(N_("Noted: counsel has read it as it stands."), present().language))
    return redirect(url_for("remarking.page", number=number, notice_id=notice_id))


def _back(number: str, notice_id: str, language: str, medium: str) -> ResponseReturnValue:
    return redirect(url_for("remarking.page", number=number, notice_id=notice_id, language=language, medium=medium))
