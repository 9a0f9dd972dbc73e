"""The report: as a page, for print, as PDF, and the proof bundle beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from responder import clock
from responder.console import incident
from responder.intake.drill_time import time_at
from responder.prose.render import render
from responder.review.actions import export_bundle
from responder.review.marks import marks
from responder.review.page import page as whole_page
from responder.review.pdf import pdf
from responder.review.picture import panels
from responder.review.queries import gather
from responder.review.report import PICTURE
from responder.review.report import report as written
from responder.review.voice import Voice
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import database, reading, services
from responder.words import LANGUAGES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.review.matter import Matter

report = Blueprint("report", __name__, url_prefix="/incidents/<number>/report")


@report.get("")
@deed("report.read")
def page(number: str) -> ResponseReturnValue:
    matter, voice = _matter(number), _voice()
    shown, _ = marks(matter, voice)
    drawn = "\n".join(panels(shown, voice, name=matter.number)) if shown else ""
    body = render(written(matter, voice)).replace(f"<p>{PICTURE}</p>", f'<div class="picture">{drawn}</div>')
    body = body.replace("<table>", '<div class="table-frame" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )
    return render_template("report/page.html", body=Markup(body), languages=LANGUAGES, chosen=voice.language)  # noqa: S704 -- prose sanitises last


@report.get("/whole.html")
@deed("report.read")
def whole(number: str) -> ResponseReturnValue:
    """The report by itself: one file that needs nothing else."""
    matter = _matter(number)
    headers = {"Content-Disposition": f'attachment; filename="{matter.number}.html"'}
    return Response(whole_page(matter, _voice()), mimetype="text/html", headers=headers)


@report.get("/report.pdf")
@deed("report.read")
def as_pdf(number: str) -> ResponseReturnValue:
    matter = _matter(number)
    headers = {"Content-Disposition": f'attachment; filename="{matter.number}.pdf"'}
    return Response(pdf(whole_page(matter, _voice())), mimetype="application/pdf", headers=headers)


@report.post("/bundle.zip")
@deed("bundle.export", fresh=True, back="report.page")
def bundle(number: str) -> ResponseReturnValue:
    """The proof bundle; its id stands in the timeline from now on."""
    house = services()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "proof.zip"
        exported = export_bundle(
            database(), number, target, library=house.library, playbooks=house.playbooks, by=by(), now=clock.now()
        )
        content = target.read_bytes()
    name = f"{number.upper()}-{exported.id[:12]}.proof.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Bundle-Id": exported.id}
    return Response(content, mimetype="application/zip", headers=headers)


def _matter(number: str) -> Matter:
    session, house = reading(), services()
    found = incident.enter(session, number)
    return gather(session, found, library=house.library, playbooks=house.playbooks, now=time_at(found, clock.now()))


def _voice() -> Voice:
    wanted = request.args.get("language")
    return Voice(wanted if wanted in LANGUAGES else present().language, present().zone)
