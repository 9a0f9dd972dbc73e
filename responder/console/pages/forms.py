"""Authorities' forms: fields in their order, ready to copy into a portal; gaps lead to the facts that close them."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from responder import clock
from responder.console import incident
from responder.errors import NotFound
from responder.notices import form_documents
from responder.notices.queries.forms import filled_form, offered_forms
from responder.web.guard import deed
from responder.web.work import reading, services
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.notices.forms import FilledForm

forms = Blueprint("forms", __name__, url_prefix="/incidents/<number>/forms")

STAGES = {
    "initial": N_("First notification"),
    "intermediate": N_("Intermediate report"),
    "final": N_("Final report or follow-up"),
}
SHAPES = {"json": "application/json", "xml": "application/xml", "txt": "text/plain"}


@forms.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session, house = reading(), services()
    found = incident.enter(session, number)
    offered = offered_forms(session, found, forms=house.forms, library=house.library)
    others = [form for form in house.forms.by_id.values() if form not in offered]
    return render_template("forms/page.html", offered=offered, others=others)


@forms.get("/<form_id>")
@deed("incident.read")
def one(number: str, form_id: str) -> ResponseReturnValue:
    made = _filled(number, form_id)
    sections = [(name, list(fields)) for name, fields in groupby(made.fields, key=lambda one: one.field.section)]
    return render_template("forms/one.html", made=made, sections=sections, stages=STAGES,
                           label_of=form_documents.label_of)  # fmt: skip


@forms.get("/<form_id>/<shape>")
@deed("incident.read")
def download(number: str, form_id: str, shape: str) -> ResponseReturnValue:
    """The same as a file: JSON and XML for programs, text to be copied."""
    if shape not in SHAPES:
        raise NotFound(N_("There is no such page"))
    made = _filled(number, form_id)
    match shape:
        case "json":
            written = json.dumps(form_documents.to_document(made), ensure_ascii=False, indent=1)
        case "xml":
            written = form_documents.to_xml(made)
        case _:
            written = form_documents.to_text(made)
    name = f"{made.record.reference}-{made.form.id}-{made.record.stage}.{shape}"
    return Response(written, mimetype=SHAPES[shape], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _filled(number: str, form_id: str) -> FilledForm:
    session, house = reading(), services()
    found = incident.enter(session, number)
    form = house.forms.form(form_id)
    stage = request.args.get("stage", "")
    return filled_form(
        session,
        found,
        form,
        library=house.library,
        letters=house.letters,
        now=clock.now(),
        stage=stage if stage in form.stages else "",
    )
