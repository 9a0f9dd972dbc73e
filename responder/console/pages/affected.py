"""People affected: lists imported from files, what waits to be mended, who may be one person, counts into facts."""

from __future__ import annotations

import io
from itertools import islice
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.affected import queries
from responder.affected.actions import imports, pairs, requests
from responder.affected.columns import KNOWN, suggest
from responder.affected.records import Recipient
from responder.affected.rows import ListWide, words_of
from responder.console import incident
from responder.errors import BadInput
from responder.formats.lists import read_list
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.affected.person import Person
    from responder.affected.records import SuggestedPair
    from responder.formats.table import Table

affected = Blueprint("affected", __name__, url_prefix="/incidents/<number>/affected")

KIND = "upload"
COLUMN = "column:"
LONG_FILE = 256 * 1024  # bytes: some thousand people, about a second; what is longer is the worker's
PREVIEW_ROWS = 5
PAIRS = 20
REJECTIONS = 50
PLAIN_ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "gb18030", "utf-16")


@affected.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    lists = queries.list_lists(session, found.id)
    return render_template(
        "affected/page.html",
        lists=[(row, queries.name_of(session, row)) for row in reversed(lists) if row.state == "ready"],
        by_place=sorted(queries.count_by_place(session, found.id).items(), key=lambda place: -place[1]),
        total=queries.count_recipients(session, found.id),
        importing=requests.list_requests(session, found.id, now=clock.now()),
        pairs=len(queries.list_pairs(session, found.id, limit=PAIRS)),
    )


@affected.post("")
@deed("recipients.import", back="affected.page")
def upload(number: str) -> ResponseReturnValue:
    """Keep the file, sealed, and show how it would be read; nothing is imported yet."""
    found = incident.enter(reading(), number)
    given = request.files.get("file")
    if given is None or not given.filename:
        raise BadInput(N_("Choose a file: CSV or XLSX."), field="file")
    stored = services().files.put(found.id, given.filename, given.stream, kind=KIND)
    return redirect(url_for("affected.mapping", number=number, ref=stored.ref))


@affected.get("/import/<path:ref>")
@deed("recipients.import")
def mapping(number: str, ref: str) -> ResponseReturnValue:
    found = incident.enter(reading(), number)
    encoding = request.values.get("encoding") or None
    name = services().files.describe(found.id, ref).name
    try:
        table: Table | None = read_list(_content(found.id, ref), name=name, encoding=encoding)
        wrong = None
    except BadInput as unreadable:
        table, wrong = None, unreadable
    return render_template(
        "affected/mapping.html",
        ref=ref,
        name=name,
        table=table,
        wrong=wrong,
        encoding=encoding or "",
        encodings=PLAIN_ENCODINGS,
        rows=list(islice(table.rows(), PREVIEW_ROWS)) if table is not None else [],
        suggested={column: known for known, column in suggest(table.header).items()} if table is not None else {},
        known=KNOWN,
    )


@affected.post("/import/<path:ref>")
@deed("recipients.import", back="affected.mapping")
def confirm(number: str, ref: str) -> ResponseReturnValue:
    """Import as confirmed. The file is read to its end; good rows are kept, the others wait with their reasons."""
    found = incident.enter(reading(), number)
    incident_id, house = found.id, services()
    form = Given.of_request()
    chosen = ((name.removeprefix(COLUMN), known) for name, known in request.form.items() if name.startswith(COLUMN))
    columns = {known: name for name, known in chosen if known}
    data = tuple(part.strip() for part in form.text("data", required=False).split(",") if part.strip())
    country, language = form.text("country", required=False, most=2), form.text("language", required=False, most=8)
    form.check()
    choices = imports.Choices(
        columns={**dict.fromkeys(set(KNOWN) - set(columns), ""), **columns},
        encoding=request.form.get("encoding") or None,
        whole=ListWide(data=data, country=country.upper(), language=language),
        again=form.ticked("again"),
        keep_going=form.ticked("keep_going"),
    )
    stored = house.files.describe(incident_id, ref)
    if stored.size > LONG_FILE:
        with writing() as session:
            requests.ask_import(session, incident_id, ref, choices, by=by(), now=clock.now())
        flash(say(N_("The list is being imported. This page shows how far it is."), present().language))
        return redirect(url_for("affected.page", number=number))
    report = imports.import_list(
        house.db,
        incident_id,
        _content(incident_id, ref),
        name=stored.name,
        by=by(),
        clock=clock.now,
        choices=choices,
        words=words_of(house.library),
    )
    said = N_("Imported. People kept: {kept}, joined with others: {joined}, waiting to be mended: {refused}.")
    flash(say(said, present().language, kept=report.kept, joined=report.joined, refused=report.refused))
    return redirect(url_for("affected.one", number=number, list_id=report.list_id))


@affected.get("/lists/<list_id>")
@deed("incident.read")
def one(number: str, list_id: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_list(session, found.id, list_id)
    return render_template(
        "affected/list.html",
        row=row,
        name=queries.name_of(session, row),
        rejections=queries.list_rejections(session, row.id, limit=REJECTIONS),
    )


@affected.get("/lists/<list_id>/waiting.csv")
@deed("recipients.import")
def waiting(number: str, list_id: str) -> ResponseReturnValue:
    """The rows that wait, with reasons, to be mended and imported again."""
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_list(session, found.id, list_id)
    lines = "".join(queries.waiting_rows(session, row, list(row.mapping["columns"].values())))
    headers = {"Content-Disposition": f'attachment; filename="{found.number}-waiting.csv"'}
    return Response("\ufeff" + lines, mimetype="text/csv", headers=headers)


@affected.get("/pairs")
@deed("recipients.import")
def same_person(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    suggested = queries.list_pairs(session, found.id, limit=PAIRS)
    return render_template("affected/pairs.html", pairs=[_opened(session, pair) for pair in suggested])


@affected.post("/pairs/<pair_id>")
@deed("recipients.import", back="affected.same_person")
def decide(number: str, pair_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    same = form.choice("same", ("yes", "no")) == "yes"
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        pairs.decide_pair(session, found.id, pair_id, same=same, by=by(), now=clock.now())
    return redirect(url_for("affected.same_person", number=number))


@affected.post("/counts")
@deed("fact.record", back="affected.page")
def counts(number: str) -> ResponseReturnValue:
    """Take the counts of the lists over into the facts, by a person's word."""
    with writing() as session:
        found = incident.enter(session, number)
        said = {"people": queries.people_rows(session, found.id)}
        reason = "counted from the imported lists"
        flow.record_facts(session, found, said, books=services(), by=by(), now=clock.now(), reason=reason)
    flash(say(N_("The counts stand in the facts now. What is owed was worked out anew."), present().language))
    return redirect(url_for("facts.page", number=number))


def _opened(session: Session, pair: SuggestedPair) -> tuple[SuggestedPair, list[Person]]:
    """A pair with the two people it may be."""
    rows = [session.get_one(Recipient, row_id) for row_id in (pair.first_id, pair.second_id)]
    return pair, [queries.person_of(session, row).person for row in rows]


def _content(incident_id: str, ref: str) -> io.BytesIO:
    return io.BytesIO(services().files.read(incident_id, ref))
