"""A notice as a document to take away, and counsel's edited document back as a proposal that a person accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import incident
from responder.errors import BadInput, NotFound
from responder.formats.docx import LARGEST, Returned
from responder.intake.queries import get_incident
from responder.notices import queries
from responder.notices.documents import SHAPES, made, proposal_of
from responder.notices.queries.outgoing import proposal_in, sent_text, source_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

documents = Blueprint("documents", __name__, url_prefix="/incidents/<number>/notices/<notice_id>")


@documents.get("/document.<shape>")
@deed("incident.read")
def document(number: str, notice_id: str, shape: str) -> ResponseReturnValue:
    """One text in a shape; ``archive`` asks for PDF/A-3a."""
    if shape not in SHAPES:
        raise NotFound(N_("There is no such kind of document"))
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_notice(session, found.id, notice_id)
    wanted = request.args.get("language", "")
    texts = [text for text in queries.list_texts(session, row) if text.medium == "letter"]
    text = next((text for text in texts if wanted in {"", text.language}), None)
    if text is None:
        raise NotFound(N_("The notice has no such text"))
    source = source_of(found, row, text, letters=services().letters, reader=present().language)
    content = made(source, shape, archive="archive" in request.args)
    headers = {"Content-Disposition": f'attachment; filename="{source.name}.{shape}"'}
    return Response(content, mimetype=SHAPES[shape], headers=headers)


@documents.post("/returned")
@deed("notice.draft", back="notices.one")
def returned(number: str, notice_id: str) -> ResponseReturnValue:
    """What a returned document changes, each change to be accepted or left; nothing is taken yet."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise BadInput(N_("Choose a file"), field="file")
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_notice(session, found.id, notice_id)
    proposal = proposal_in(session, row, given.stream.read(LARGEST + 1))
    return render_template("notices/returned.html", row=row, proposal=proposal)


@documents.post("/returned/take")
@deed("notice.draft", back="notices.one")
def take(number: str, notice_id: str) -> ResponseReturnValue:
    """Make the accepted changes in the draft; where somebody wrote meanwhile, both texts are kept."""
    form = Given.of_request()
    language, medium = form.text("language", most=20), form.text("medium", most=20)
    version = form.whole_number("version", least=1) or 0
    text, subject = form.text("returned", most=100_000), form.text("subject", required=False, most=400)
    takes_subject = form.ticked("take_subject")
    form.check()
    wanted = {int(word) for word in request.form.getlist("take") if word.isascii() and word.isdigit()}
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        sent = sent_text(session, row, language, medium, version)
        proposal = proposal_of(Returned(subject, text, (), ""), sent)
        edited = flow.edit_notice(
            session,
            row,
            language=language,
            medium=medium,
            subject=subject if takes_subject and subject else sent.subject,
            text=proposal.taken(wanted),
            expected=version,
            by=by(),
            now=clock.now(),
        )
        beside = edited.beside is not None
    said = N_("Taken into the draft.")
    if beside:
        said = N_("Somebody saved meanwhile: what you accepted is kept beside the newer text, in the history.")
    elif edited.voided:
        said = N_("Saved. Its approval no longer holds.")
    flash(say(said, present().language))
    return redirect(url_for("notices.one", number=number, notice_id=notice_id, language=language, medium=medium))
