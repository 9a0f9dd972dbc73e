"""What a printer sees: the released files of the incident they are invited to, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from responder.deliveries.queries.campaigns import list_campaigns
from responder.deliveries.queries.printing import list_parts, list_runs
from responder.intake.queries import list_incidents
from responder.web.guard import deed
from responder.web.work import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

printing = Blueprint("printing", __name__)

TAKEN = frozenset({"released", "handed_over", "mailed"})
MOST_INCIDENTS = 100


@printing.get("/printing")
@deed("printing.read")
def page() -> ResponseReturnValue:
    session = reading()
    rows = [
        (incident, campaign, run, list_parts(session, run.id))
        for incident in list_incidents(session, limit=MOST_INCIDENTS)
        for campaign in list_campaigns(session, incident.id)
        for run in list_runs(session, campaign.id)
        if run.state in TAKEN
    ]
    return render_template("printing/page.html", rows=rows)
