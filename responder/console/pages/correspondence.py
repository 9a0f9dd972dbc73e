"""Correspondence of an incident: with whom, what they ask by when, answers and promises, each letter with its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock
from responder.console import incident, names
from responder.console.kept import give_back, keep_given
from responder.correspondence import actions, queries
from responder.correspondence.actions.exchange import DIRECTIONS, KINDS
from responder.errors import NotFound
from responder.people.queries import list_accounts, name_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

correspondence = Blueprint("correspondence", __name__, url_prefix="/incidents/<number>/correspondence")
FILE: Final = "letter"


@correspondence.get("")
@deed("correspondence.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    waiting = queries.list_questions(session, found.id, states=queries.OPEN)
    return render_template(
        "correspondence/page.html",
        sides=[
            (side, sum(each.counterpart_id == side.id for each in waiting))
            for side in queries.list_counterparts(session, found.id)
        ],
        promised=queries.list_promises(session, found.id),
        kinds=[(kind, say(names.counterpart[kind], present().language)) for kind in KINDS],
        staff=_staff(session),
    )


@correspondence.post("")
@deed("correspondence.write", back="correspondence.page")
def begin(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    kind, name = form.choice("kind", KINDS), form.text("name", most=200)
    rest = {key: form.text(key, required=False, most=200) for key in ("case_number", "handler", "channel")}
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = actions.open_counterpart(session, found, kind=kind, name=name, by=by(), now=clock.now(), **rest)
        side = row.id
    return redirect(url_for("correspondence.one", number=number, side=side))


@correspondence.get("/<side>")
@deed("correspondence.read")
def one(number: str, side: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_counterpart(session, found.id, side)
    language = present().language
    questions = [
        (each, queries.answered_elsewhere(session, queries.get_question(session, found.id, each.id)))
        for each in queries.list_questions(session, found.id, counterpart=row.id)
    ]
    return render_template(
        "correspondence/one.html",
        side=queries.open_counterpart(session, row),
        questions=questions,
        letters=queries.list_letters(session, row),
        open=queries.OPEN,
        directions=[(each, say(names.letter_direction[each], language)) for each in DIRECTIONS],
        staff=_staff(session),
    )


@correspondence.post("/<side>/details")
@deed("correspondence.write", back="correspondence.one")
def change(number: str, side: str) -> ResponseReturnValue:
    form = Given.of_request()
    case, handler = (form.text(key, required=False, most=200) for key in ("case_number", "handler"))
    channel = form.text("answer_by", required=False, most=200)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_counterpart(session, found.id, side)
        actions.note_counterpart(
            session, found, row, case_number=case, handler=handler, channel=channel, by=by(), now=clock.now()
        )
    return back(number, side, N_("Saved."))


@correspondence.post("/<side>/close")
@deed("correspondence.write", back="correspondence.one")
def close(number: str, side: str) -> ResponseReturnValue:
    reason = reason_in()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_counterpart(session, found.id, side)
        actions.close_counterpart(session, found, row, reason=reason, by=by(), now=clock.now())
    return back(number, side, N_("Closed."))


@correspondence.post("/<side>/letters")
@deed("correspondence.write", back="correspondence.one")
def letter(number: str, side: str) -> ResponseReturnValue:
    form, own_now = Given.of_request(), incident.own_now(number)
    direction, subject = form.choice("direction", DIRECTIONS), form.text("subject", most=400)
    channel, text = form.text("channel", required=False, most=100), form.text("text", required=False, most=50_000)
    at = form.instant("at", zone=present().tz, now=own_now, required=False) or own_now
    form.check()
    kept = keep_given("file", incident.enter(reading(), number).id, kind=FILE)
    with writing() as session:
        found = incident.enter(session, number)
        actions.note_letter(
            session, found, queries.get_counterpart(session, found.id, side), direction=direction, channel=channel,
            at=at, subject=subject, text=text, file=kept[0] if kept else None, file_sha256=kept[1] if kept else "",
            by=by(), now=clock.now(),
        )  # fmt: skip
    return back(number, side, N_("Kept."))


@correspondence.get("/<side>/letters/<letter>")
@deed("correspondence.read")
def file(number: str, side: str, letter: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_letter(session, queries.get_counterpart(session, found.id, side), letter)
    if row.file is None:
        raise NotFound(N_("It has no file"))
    return give_back(found.id, row.file)


@correspondence.post("/<side>/questions")
@deed("correspondence.write", back="correspondence.one")
def ask(number: str, side: str) -> ResponseReturnValue:
    form = Given.of_request()
    asked, due_at = form.text("asked", most=8000), due_in(form, number)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = queries.get_counterpart(session, found.id, side)
        owner = owner_in(session)
        actions.note_question(session, found, row, asked=asked, owner=owner, due_at=due_at, by=by(), now=clock.now())
    return back(number, side, N_("Noted. Its owner is reminded of the time."))


def _staff(session: Session) -> list[tuple[str, str]]:
    return [(each.id, name_of(session, each)) for each in list_accounts(session, disabled=False)]


def owner_in(session: Session) -> str:
    """The account that the form names as owner; who sends it where it names none."""
    chosen = request.form.get("owner", "") or by()
    if chosen not in dict(_staff(session)):
        raise NotFound(N_("There is no such account"), field="owner")
    return chosen


def due_in(form: Given, number: str) -> datetime | None:
    """The time that they set; none where none was typed."""
    return form.instant("due_at", zone=present().tz, now=incident.own_now(number)) if form.has("due_at") else None


def reason_in() -> str:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    return reason


def back(number: str, side: str, said: str) -> ResponseReturnValue:
    flash(say(said, present().language))
    return redirect(url_for("correspondence.one", number=number, side=side))
