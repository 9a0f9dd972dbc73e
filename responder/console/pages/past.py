"""Bringing past incidents in from a file, with their true dates: looked at first, then taken, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from responder import clock, flow
from responder.errors import BadInput
from responder.intake.past import read_past
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import services, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

past = Blueprint("past", __name__, url_prefix="/incidents/import")


@past.get("")
@deed("past.import")
def page() -> ResponseReturnValue:
    return render_template("past/page.html")


@past.post("")
@deed("past.import", back="past.page")
def bring() -> ResponseReturnValue:
    """Bring the file's incidents in; what was imported before is left as it is."""
    given, now = request.files.get("file"), clock.now()
    if given is None or not given.filename:
        raise BadInput(N_("Choose a file."), field="file")
    try:
        text = given.stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(N_("This file is not UTF-8 text."), field="file") from None
    entries = read_past(text, name=given.filename, now=now, zone=present().zone)
    with writing() as session:
        brought = flow.import_past(session, entries, name=given.filename, books=services(), by=by(), now=now)
        rows = [(one.incident.number, entry.title, one.known) for one, entry in zip(brought, entries, strict=True)]
    return render_template("past/done.html", rows=rows)
