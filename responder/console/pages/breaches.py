"""The register of breaches (GDPR, art. 33(5)): every incident, told of or not; as a page and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template

from responder.formats.written import csv_text
from responder.obligations.queries import register_entries
from responder.obligations.register import COLUMNS, cell, register_row
from responder.web.guard import deed
from responder.web.viewer import present
from responder.web.work import reading
from responder.words import say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

breaches = Blueprint("breaches", __name__, url_prefix="/law/breaches")


@breaches.get("")
@deed("report.read")
def page() -> ResponseReturnValue:
    return render_template("breaches/page.html", rows=_rows())


@breaches.get("/register.csv")
@deed("report.read")
def table() -> ResponseReturnValue:
    header = [say(text, present().language) for text in COLUMNS.values()]
    text = csv_text(header, [[cell(row[name]) for name in COLUMNS] for row in _rows()])
    headers = {"Content-Disposition": 'attachment; filename="register-of-breaches.csv"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


def _rows() -> list[dict[str, Any]]:
    """Drills are left out; an incident that the reader need not know of is not there, as everywhere in the console."""
    return [register_row(entry) for entry in register_entries(reading())]
