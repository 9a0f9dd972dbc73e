"""Incidents, as ``responder incident list --json`` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, jsonify, request

from responder.intake import queries
from responder.web.guard import deed
from responder.web.work import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

api = Blueprint("api", __name__, url_prefix="/api")


@api.get("/incidents")
@deed("incident.read")
def incidents() -> ResponseReturnValue:
    session = reading()
    kind = request.args.get("kind", "real")  # drills only when asked for
    found = queries.list_incidents(session, kind=None if kind == "all" else kind, limit=200)
    rows = [
        {
            "number": incident.number,
            "kind": incident.kind,
            "state": incident.state,
            "severity": incident.severity,
            "code_name": incident.code_name,
            "opened_at": incident.opened_at.isoformat(),
        }
        for incident in found
    ]
    return jsonify(rows)
