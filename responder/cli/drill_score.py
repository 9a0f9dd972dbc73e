"""``responder drill score`` and ``lead-times``: how a drill went, and what it showed for the next time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.cli.acting import opened, reading_as
from responder.errors import NotFound
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.review.drilled import told
from responder.review.lead_times import lead_times_file
from responder.review.queries.drills import questions_of, score_of
from responder.review.scoring import LATE, MISSED
from responder.review.voice import Voice
from responder.words import LANGUAGES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.intake.records import Incident
    from responder.review.scoring import Score

FORMAT = "responder/drill-score/1"
_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.command()
@click.argument("number", metavar="DRILL")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The drill's own language if left out.")
@_JSON
def score(number: str, lang: str | None, *, as_json: bool) -> None:
    """Say how the drill went: what was late, missed or decided otherwise. Exit 1 where something was."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "report.read")
        incident = get_incident(session, number)
        found = _score(session, services, incident)
        voice = Voice(lang or incident.language, incident.zone)
        questions = questions_of(services.library)
    click.echo(
        json.dumps(_score_document(number, found), ensure_ascii=False, indent=2)
        if as_json
        else told(found, voice, questions)
    )
    if any(mark.verdict in {LATE, MISSED} for mark in found.marks) or found.differed:
        sys.exit(1)


@click.command("lead-times")
@click.argument("number", metavar="DRILL")
@click.option("--to", "to", type=click.Path(path_type=Path, dir_okay=False), help="Write it there: a new file.")
def lead_times(number: str, to: Path | None) -> None:
    """Offer the lead times that the drill showed, as `_shared/lead_times.yaml` of your own shelf takes them."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "report.read")
        incident = get_incident(session, number)
        text = lead_times_file(services.library.lead_times, _score(session, services, incident).leads, number)
    if to is None:
        click.echo(text, nl=False)
        return
    with to.open("x", encoding="utf-8") as file:
        file.write(text)
    click.echo(f"{to} is written. Read it, then put it on your shelf as _shared/lead_times.yaml.", err=True)


def _score(session: Session, services: Services, incident: Incident) -> Score:
    found = score_of(
        session, incident, library=services.library, playbooks=services.playbooks, at=time_at(incident, clock.now())
    )
    if found is None:
        raise NotFound(
            "Nothing was expected here: it is no drill, or one without a scenario",
            do="`responder incident show` says where it stands.",
        )
    return found


def _score_document(number: str, found: Score) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "drill": number,
        "over": found.over,
        "counts": dict(found.counts),
        "marks": [
            {
                "id": mark.expected.id,
                "kind": mark.expected.kind,
                "name": mark.expected.name,
                "due_at": mark.due_at.isoformat(),
                "done_at": mark.done_at.isoformat() if mark.done_at else None,
                "verdict": mark.verdict,
                "wanted": mark.expected.option,
                "chosen": dict(mark.chosen),
                "leads_to": dict(mark.leads_to),
                "why": dict(mark.expected.why),
            }
            for mark in found.marks
        ],
        "late_steps": [step.id for step in found.late_steps],
        "left_steps": [step.id for step in found.left_steps],
        "leads": [
            {"step": lead.step, "recipient": lead.recipient, "minutes": int(lead.lead.total_seconds()) // 60}
            for lead in found.leads
        ],
    }
