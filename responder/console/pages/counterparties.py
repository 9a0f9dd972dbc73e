"""One text to many counterparties: its table, what is wrong with it, and each copy as its counterparty gets it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from responder import clock
from responder.console import incident
from responder.console.pages.notices import shown
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.notices import actions, queries, render
from responder.notices.counterparties import copy_for, read_table
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.console.pages.notices import Shown

counterparties = Blueprint("counterparties", __name__, url_prefix="/incidents/<number>/notices/<notice_id>/table")

MOST = 2_000_000


@counterparties.get("")
@deed("incident.read")
def page(number: str, notice_id: str) -> ResponseReturnValue:
    session = reading()
    seen = shown(session, incident.enter(session, number), notice_id)
    return render_template(
        "notices/table.html",
        seen=seen,
        table=queries.find_table(session, seen.row),
        wrong=queries.wrong_in_table(session, seen.row),
        digest=queries.table_digest(session, seen.row.id),
    )


@counterparties.post("")
@deed("notice.draft", back="counterparties.page")
def put(number: str, notice_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    given = request.files.get("file")
    typed = form.text("table", required=not (given and given.filename), most=MOST)
    form.check()
    content = given.stream.read(MOST).decode("utf-8-sig", "replace") if given and given.filename else typed
    table = read_table(content)
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        voided = actions.set_table(session, row, table, by=by(), now=clock.now())
    said = N_("Saved. Its approval no longer holds.") if voided else N_("Saved.")
    flash(say(said, present().language))
    return redirect(url_for("counterparties.page", number=number, notice_id=notice_id))


@counterparties.get("/<int:place>")
@deed("incident.read")
def copy(number: str, notice_id: str, place: int) -> ResponseReturnValue:
    """One counterparty's copy, counted from 1."""
    session = reading()
    name, made = _copied(shown(session, incident.enter(session, number), notice_id), place)
    return render_template("notices/copy.html", seen=made, name=name, place=place)


@counterparties.get("/<int:place>.txt")
@deed("incident.read")
def plain(number: str, notice_id: str, place: int) -> ResponseReturnValue:
    session = reading()
    _, made = _copied(shown(session, incident.enter(session, number), notice_id), place)
    words = services().letters.words_of(made.text.language)
    body = f"{made.text.subject}\n\n{render.to_text(made.text.text, words)}"
    headers = {"Content-Disposition": f'attachment; filename="{number}-{place}.txt"'}
    return Response(body, mimetype="text/plain", headers=headers)


def _copied(seen: Shown, place: int) -> tuple[str, Shown]:
    """The name and the copy of the counterparty at ``place``.

    Raises:
        NotFound: the table has no such row.
        BadInput: the text names a column that is missing or empty.
    """
    table = queries.find_table(reading(), seen.row)
    if table is None or not 1 <= place <= len(table.rows):
        raise NotFound(N_("The table has no such row"))
    row = table.of(place - 1)
    text = replace(seen.text, subject=copy_for(seen.text.subject, row), text=copy_for(seen.text.text, row))
    return table.names[place - 1], replace(seen, text=text)
