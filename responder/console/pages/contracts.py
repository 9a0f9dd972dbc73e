"""Contracts with clauses on being told: the shelf, its blanks and contradictions, an import with a look before it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.books.clauses import NEEDED, merged, read_clauses, remarks
from responder.books.contracts import COLUMNS
from responder.console.clauses import by_period
from responder.errors import BadInput, NotFound
from responder.flow.contracts import UPLOAD
from responder.formats.lists import read_list
from responder.vault.keystore import HOUSE
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import services
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.books.clauses import Rejected
    from responder.books.contracts import Contract

contracts = Blueprint("contracts", __name__, url_prefix="/law/contracts")

ENCODINGS: Final = ("utf-8", "windows-1252", "iso-8859-1", "gb18030", "utf-16")


@contracts.get("")
@deed("contracts.read")
def page() -> ResponseReturnValue:
    held = services().library.contracts
    return render_template(
        "contracts/page.html", contracts=by_period(held), remarks=remarks(held), columns=COLUMNS, needed=NEEDED
    )


@contracts.get("/<name>")
@deed("contracts.read")
def one(name: str) -> ResponseReturnValue:
    held = services().library.contracts
    found = next((each for each in held if each.id == name), None)
    if found is None:
        raise NotFound(N_("There is no such contract on the shelf"), do=N_("The page of contracts lists them all."))
    odd = [each for each in remarks(held) if each.contract in {found.id, found.party}]
    return render_template("contracts/one.html", contract=found, remarks=odd, columns=COLUMNS)


@contracts.post("")
@deed("contracts.import", back="contracts.page")
def upload() -> ResponseReturnValue:
    """Keep the file, sealed, and show what it would change; nothing is imported yet."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise BadInput(N_("Choose a file: CSV or XLSX."), field="file")
    stored = services().files.put(HOUSE, given.filename, given.stream, kind=UPLOAD)
    return redirect(url_for("contracts.look", ref=stored.ref))


@contracts.get("/import/<ref>")
@deed("contracts.import")
def look(ref: str) -> ResponseReturnValue:
    """What the import would take, refuse and leave to be settled."""
    house, encoding = services(), request.values.get("encoding") or None
    wrong: BadInput | None = None
    taken: list[Contract] = []
    rejected: list[Rejected] = []
    try:
        taken, rejected = _read(ref, encoding)
    except NotFound:
        raise
    except BadInput as unreadable:
        wrong = unreadable
    held = {each.id: each for each in house.library.contracts}
    return render_template(
        "contracts/look.html", ref=ref, name=house.files.describe(HOUSE, ref).name, encoding=encoding or "",
        encodings=ENCODINGS, wrong=wrong, taken=taken, rejected=rejected,
        replaced={each.id for each in taken if each.id in held and each.written != held[each.id].written},
        known={each.id for each in taken if each.id in held},
        remarks=[each for each in remarks(merged(held.values(), taken)) if each.contract in _names(taken)],
    )  # fmt: skip


@contracts.post("/import/<ref>")
@deed("contracts.import", back="contracts.look")
def confirm(ref: str) -> ResponseReturnValue:
    """Take the good rows; every open incident is judged anew by them."""
    house, now = services(), clock.now()
    taken, _ = _read(ref, request.form.get("encoding") or None)
    if not taken:
        raise BadInput(N_("No row of it can be taken."), field="file")
    whole = merged(house.library.contracts, taken)
    with house.db.writing() as session:
        flow.keep_contracts(session, house.own_shelf, whole, taken=len(taken), by=by(), now=now)
    house.files.delete(HOUSE, ref)
    house.look_at_contracts()
    walked = flow.walk_all(house.db, books=house, by=by(), now=now)
    said = N_("{count} contracts taken. Open incidents judged anew: {walked}.")
    flash(say(said, present().language, count=len(taken), walked=walked))
    return redirect(url_for("contracts.page"))


def _read(ref: str, encoding: str | None) -> tuple[list[Contract], list[Rejected]]:
    house = services()
    name = house.files.describe(HOUSE, ref).name
    table = read_list(io.BytesIO(house.files.read(HOUSE, ref)), name=name, encoding=encoding)
    return read_clauses(table, name=name, library=house.library)


def _names(taken: list[Contract]) -> set[str]:
    return {each.id for each in taken} | {each.party for each in taken}
