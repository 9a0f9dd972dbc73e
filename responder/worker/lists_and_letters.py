"""Long work that people asked for: lists are imported, letters printed, published pages looked at."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from responder import clock
from responder.affected.actions import import_list
from responder.affected.actions.requests import choices_of, end_request, note_rows, take_request
from responder.affected.rows import words_of
from responder.channels.page import fetch
from responder.deliveries.actions.substitutes import due_for_a_look, note_look
from responder.deliveries.printing_work import Press, print_part
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.printing import runs_at_work
from responder.deliveries.queries.substitutes import published
from responder.deliveries.records import Substitute
from responder.deliveries.substitute import stands_in
from responder.errors import NotConfigured, ResponderError

if TYPE_CHECKING:
    from datetime import datetime

    from responder.bootstrap import Services

LOOK_EVERY: Final = timedelta(hours=24)
SAY_ROWS_EVERY: Final = 20_000
COPY: Final = "publicpage"
_log = structlog.get_logger("lists and letters")


def import_lists(services: Services, now: datetime) -> None:
    """Import the next long list that somebody asked for."""
    with services.db.writing() as session:
        request = take_request(session, now=now)
        if request is None:
            return
        request_id, incident_id, ref, by = request.id, request.incident_id, request.file_ref, request.asked_by
        choices = choices_of(request.choices)
    said = 0

    def progress(rows: int) -> None:
        nonlocal said
        if rows - said >= SAY_ROWS_EVERY:
            said = rows
            with services.db.writing() as session:
                note_rows(session, request_id, rows, now=clock.now())

    list_id, why = None, ""
    try:
        report = import_list(
            services.db,
            incident_id,
            io.BytesIO(services.files.read(incident_id, ref)),
            name=services.files.describe(incident_id, ref).name,
            by=by,
            clock=clock.now,
            choices=choices,
            words=words_of(services.library),
            progress=progress,
        )
        list_id = report.list_id
    except ResponderError as error:
        why = str(error)
    with services.db.writing() as session:
        end_request(session, request_id, list_id=list_id, why=why, now=clock.now())


def print_letters(services: Services, now: datetime) -> None:
    """Print the next part of each run that was opened at the console."""
    del now
    with services.db.reading() as session:
        runs = [(run.campaign_id, run.number) for run in runs_at_work(session)]
    settings = services.settings
    press = Press(services.files, services.approved_letters, settings.sender_name, settings.posted_in or "")
    for campaign_id, number in runs:
        try:
            print_part(services.db, press, campaign_id, number, clock=clock.now)
        except NotConfigured:
            _log.warning("letters wait: PDF is not set up")


def watch_pages(services: Services, now: datetime) -> None:
    """Look at each published page from outside, once a day, and keep a copy of what was there."""
    if services.settings.public_url is None:
        return
    with services.db.reading() as session:
        due = [row.id for row in due_for_a_look(session, published(session), every=LOOK_EVERY, now=now)]
    for substitute_id in due:
        with services.db.reading() as session:
            row = session.get_one(Substitute, substitute_id)
            languages, texts, token, incident_id = sorted(row.texts), row.texts, row.token, row.incident_id
        held, said, seen = True, "", b""
        for language in languages:
            page = fetch(f"{services.settings.public_url.rstrip('/')}/notice/{token}?language={language}")
            seen += page.content
            if page.trouble or not stands_in(page.content.decode("utf-8", "replace"), texts[language]):
                held, said = False, page.trouble or "another text"
        copy_ref = services.files.put(incident_id, f"notice-{token}.html", seen, kind=COPY).ref if seen else None
        with services.db.writing() as session:
            row = session.get_one(Substitute, substitute_id)
            campaign = get_campaign(session, row.campaign_id)
            note_look(session, campaign, row, held=held, said=said, copy_ref=copy_ref, now=clock.now())
