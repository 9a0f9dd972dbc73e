"""The list of incidents, and opening one: a kind, a few words, one tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console.showing import text_of
from responder.intake import queries
from responder.obligations.queries import next_due_by_incident
from responder.web.given import Given, number_in
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from responder.intake.records import Incident

incidents = Blueprint("incidents", __name__)

PAGE = 50
STATES = ("open", "contained", "closed")


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    incident: Incident
    title: str
    due_at: datetime | None
    damaged: bool

    def has(self, wanted: str) -> bool:
        return wanted.casefold() in f"{self.incident.number} {self.incident.code_name} {self.title}".casefold()


@incidents.get("/")
@deed(SIGNED_IN)
def page() -> ResponseReturnValue:
    if not present().may("incident.read"):  # a printer, who has files and no incident
        return redirect(url_for("printing.page"))
    state = request.args.get("state", "")
    start = request.args.get("from", "0")
    offset = number_in(start) or 0
    wanted = request.args.get("q", "").strip()
    session = reading()
    found = queries.list_incidents(
        session, kind="real", state=state if state in STATES else None, limit=PAGE + 1, offset=offset
    )
    due = next_due_by_incident(session, [incident.id for incident in found])
    rows = [
        Row(each, queries.title_of(session, each), due.get(each.id), damaged=queries.unreadable(session, each))
        for each in found[:PAGE]
    ]
    if wanted:
        rows = [row for row in rows if row.has(wanted)]
    following = offset + PAGE if len(found) > PAGE else None
    return render_template(
        "incidents/page.html", rows=rows, state=state, wanted=wanted, following=following, offset=offset, states=STATES
    )


@incidents.get("/incidents/new")
@deed("incident.open")
def new() -> ResponseReturnValue:
    choices = [(name, text_of(book.title)) for name, book in services().playbooks.items()]
    return render_template("incidents/new.html", playbook_choices=choices)


@incidents.post("/incidents/new")
@deed("incident.open", back="incidents.new")
def open_incident() -> ResponseReturnValue:
    form = Given.of_request()
    title, kind = form.text("title", most=200), form.choice("kind", ("real", "drill"), default="real")
    playbook = form.choice("playbook", ("", *services().playbooks), default="") or None
    form.check()
    viewer = present()
    with writing() as session:
        incident = flow.open_incident(
            session,
            title=title,
            kind=kind,
            playbook=playbook,
            language=viewer.language,
            zone=viewer.zone,
            books=services(),
            by=by(),
            now=clock.now(),
        )
    return redirect(url_for("room.page", number=incident.number))
