"""Printing a run: some hundred letters at a time become a PDF, are read back, compared, and stored sealed.

Memory stays flat however long the run is. A run that was cut off goes on where its last stored part ended.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from responder.channels.rehearsal import MARK
from responder.deliveries.actions.printing import finish_run, store_part
from responder.deliveries.printing import Place, compare, table_of, whole_page
from responder.deliveries.queries.campaigns import get_campaign
from responder.deliveries.queries.printing import (
    get_run,
    list_parts,
    list_waiting,
    make_sheets,
    sources_of,
)
from responder.deliveries.queries.proofs import as_listed
from responder.deliveries.records import PrintPart
from responder.formats.pdf import pdf
from responder.formats.pdf_text import read_pages
from responder.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from responder.deliveries.printing import Problem, Sheet
    from responder.deliveries.queries.letters import Letters
    from responder.files.store import FileStore
    from responder.storage.session import Database

LETTERS_A_PART: Final = 200
PRINT, TABLE = "print", "printtable"


@dataclass(frozen=True)
class Press:
    """What letters are printed with.

    Args:
        files: Where PDFs and tables are kept, sealed with the incident's key.
        letters: Where the approved texts come from.
        sender: The line above the address.
        posted_in: Country the letters are posted in (ISO 3166-1); empty names each country on the envelope.
        letters_a_part: How many are in one file, and in memory at a time.
    """

    files: FileStore
    letters: Letters
    sender: str
    posted_in: str = ""
    letters_a_part: int = LETTERS_A_PART


def print_run(
    database: Database,
    press: Press,
    campaign_id: str,
    run_number: int,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[int], object] | None = None,
) -> None:
    """Print a run to its end. Safe to repeat at any time.

    Raises:
        NotConfigured: no PDF can be made on this machine.
    """
    while (done := print_part(database, press, campaign_id, run_number, clock=clock)) is not None:
        if progress is not None:
            progress(done)


def print_part(
    database: Database, press: Press, campaign_id: str, run_number: int, *, clock: Callable[[], datetime]
) -> int | None:
    """Print the next letters of a run; how many letters it has now, None once it is finished.

    Raises:
        NotConfigured: no PDF can be made on this machine.
    """
    now = clock()
    with database.reading() as session:
        campaign = get_campaign(session, campaign_id)
        run = get_run(session, campaign.id, run_number)
        if run.state != "printing":
            return None
        run_id, scope, name = run.id, campaign.incident_id, f"{campaign.number}-{run.number}"
        sender = press.sender if campaign.kind == "real" else f"{MARK} {press.sender}"
        waiting = list_waiting(session, campaign.id, upto=run.made_at, limit=press.letters_a_part)
        number, first = len(list_parts(session, run.id)) + 1, run.letters + 1
        sheets, withheld = make_sheets(
            session, campaign, waiting, press.letters, now=now, posted_in=press.posted_in, first=first
        )
        before = as_listed(session, [sheet.source.recipient_id for sheet in sheets])
    if not waiting:
        with database.writing() as session:
            campaign = get_campaign(session, campaign_id)
            finish_run(session, campaign, get_run(session, campaign.id, run_number), now=clock())
        return None
    made = pdf(whole_page(sheets, sender=sender, title=f"{name}-{number}")) if sheets else b""
    places, problems = _read_back(database, scope, made, sheets, now=now, posted_in=press.posted_in)
    part = _stored(press.files, scope, made, sheets, places, run_id=run_id, number=number)
    with database.writing() as session:
        run = get_run(session, campaign_id, run_number)
        if run.state != "printing":
            return None
        store_part(session, run, part, sheets, places, problems, withheld, before, now=clock())
        return run.letters


def _read_back(
    database: Database, scope: str, made: bytes, sheets: Sequence[Sheet], *, now: datetime, posted_in: str
) -> tuple[list[Place], list[Problem]]:
    if not sheets:
        return [], []
    with database.reading() as session:
        ids = [sheet.source.recipient_id for sheet in sheets]
        rows = sources_of(session, scope, ids, now=now, posted_in=posted_in)
    places, problems = compare(read_pages(made), sheets, [rows[person] for person in ids if person in rows])
    nowhere = [Place(0, 0)] * (len(sheets) - len(places))  # the file ended early, and a problem says so
    return [*places[: len(sheets)], *nowhere], problems


def _stored(
    files: FileStore,
    scope: str,
    made: bytes,
    sheets: Sequence[Sheet],
    places: Sequence[Place],
    *,
    run_id: str,
    number: int,
) -> PrintPart:
    table = table_of(sheets, places, part=number).encode()
    name = f"part-{number:04d}"
    return PrintPart(
        id=new_id(),
        run_id=run_id,
        number=number,
        letters=len(sheets),
        pages=sum(place.pages for place in places),
        pdf_ref=files.put(scope, f"{name}.pdf", made, kind=PRINT).ref,
        pdf_sha256=hashlib.sha256(made).hexdigest(),
        table_ref=files.put(scope, f"{name}.csv", table, kind=TABLE).ref,
        table_sha256=hashlib.sha256(table).hexdigest(),
    )
