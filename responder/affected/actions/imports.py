"""Importing a list: batches under a parent row that is invisible until it is ready.

No write transaction lasts long, so pages and the lease are served meanwhile. An import that dies leaves a list that
nobody sees; the next one sweeps it away. That, not one transaction, is what "nothing is half-saved" means.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import delete, select, update

from responder import ids
from responder.affected import queries
from responder.affected.actions.batch import Loader
from responder.affected.columns import map_columns
from responder.affected.matching import count_text
from responder.affected.records import Recipient, RecipientList, Rejection, SuggestedPair
from responder.affected.rows import Layout, ListWide, Words
from responder.errors import BadInput, Conflict
from responder.formats.lists import read_list
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash, seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.formats.table import Table
    from responder.storage.session import Database

BATCH = 400  # rows a write transaction; far below its 200 ms
ABANDONED_AFTER = timedelta(minutes=2)
_TRIAL_ROWS = 2_000
_LONG_LIST = 200


@dataclass(frozen=True)
class Choices:
    """What a person confirmed of a file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    whole: ListWide = field(default_factory=ListWide)
    again: bool = False
    keep_going: bool = False


@dataclass(frozen=True)
class ImportReport:
    """What became of a file. ``kept`` rows include the ``joined``; ``waiting`` rows come back as a file."""

    list_id: str
    rows: int
    kept: int
    joined: int
    refused: int
    empty: int
    warnings: int
    pairs: int


def import_list(
    database: Database,
    incident_id: str,
    file: BinaryIO,
    *,
    name: str,
    by: str,
    clock: Callable[[], datetime],
    choices: Choices | None = None,
    words: Words | None = None,
    progress: Callable[[int], object] | None = None,
) -> ImportReport:
    """Import the people in ``file`` as one list of the incident.

    Args:
        database: Opened with the key store; the import makes its own transactions.
        incident_id: Whose list; its key seals every personal value.
        file: CSV or XLSX, seekable, read from its start.
        name: The file's name.
        by: Account id.
        clock: Tells the present instant, since a long import outlives one.
        choices: What a person confirmed.
        words: Ids that cells may name.
        progress: Told the number of rows after each batch.

    Raises:
        BadInput: the file or the mapping cannot be taken, or most of its rows cannot; nothing is kept.
        Conflict: another import into this incident is at work.
    """
    choices, words = choices or Choices(), words or Words()
    digest = hashlib.sha256()
    table = read_list(
        file, name=name, encoding=choices.encoding, delimiter=choices.delimiter, sheet=choices.sheet, seen=digest.update
    )
    layout = Layout(
        table.header, map_columns(table.header, choices.columns, file=name), choices.whole, words, clock().date()
    )
    sweep_abandoned(database, incident_id, now=clock())
    with database.writing() as session:
        parent = _open_list(
            session,
            incident_id,
            table,
            layout,
            name=name,
            digest=digest.hexdigest(),
            by=by,
            now=clock(),
            again=choices.again,
        )
    loader = Loader(database, parent, layout)
    finished = False
    try:
        _load(loader, table, clock, progress, name=name, keep_going=choices.keep_going)
        with database.writing() as session:
            report = _finish(session, parent.id, loader, by=by, now=clock())
        finished = True
    finally:
        if not finished:
            discard_list(database, parent.id)
    return report


def _load(
    loader: Loader,
    table: Table,
    clock: Callable[[], datetime],
    progress: Callable[[int], object] | None,
    *,
    name: str,
    keep_going: bool,
) -> None:
    rows = iter(table.rows())
    tried = False
    while batch := list(itertools.islice(rows, BATCH)):
        loader.load(batch, now=clock())
        if progress is not None:
            progress(loader.tally["rows"])
        if not tried and loader.tally["rows"] >= _TRIAL_ROWS:
            tried = True
            _refuse_hopeless(loader, name, keep_going=keep_going)
    if not tried:
        _refuse_hopeless(loader, name, keep_going=keep_going)
    loader.link_guardians()


def _refuse_hopeless(loader: Loader, name: str, *, keep_going: bool) -> None:
    """Nothing kept, or more waiting than kept in a long list, means a wrong mapping rather than bad rows."""
    refused, kept = loader.tally["refused"], loader.tally["kept"]
    if kept == 0 and refused == 0:
        raise BadInput(N_("the file has a header and no people"), file=name)
    hopeless = not kept or (refused > kept and loader.tally["rows"] >= _LONG_LIST)
    if hopeless and not keep_going:
        number, column, reason = loader.first_refusal
        raise BadInput(
            N_("{refused} of {rows} rows cannot be taken, the first: {reason}"),
            file=name,
            line=number,
            field=column or None,
            refused=refused,
            rows=loader.tally["rows"],
            reason=reason,
            do="Look at the mapping with `responder recipients check FILE`; --keep-going imports the rest.",
        )


def _open_list(
    session: Session,
    incident_id: str,
    table: Table,
    layout: Layout,
    *,
    name: str,
    digest: str,
    by: str,
    now: datetime,
    again: bool,
) -> RecipientList:
    keys = keystore_of(session).of(incident_id)
    hashed = lookup_hash(keys, "file", digest)
    others = session.scalars(select(RecipientList).where(RecipientList.incident_id == incident_id)).all()
    if any(other.state == "loading" for other in others):
        raise Conflict(N_("Another list is being imported into this incident. Wait until it is ready."))
    if not again and any(other.state == "ready" and other.digest == hashed for other in others):
        raise BadInput(N_("this very file was imported already"), file=name, do="If it must be, say --again.")
    row_id = ids.new_id()
    parent = RecipientList(
        id=row_id,
        incident_id=incident_id,
        state="loading",
        name_sealed=seal(keys, name, table=RecipientList.__tablename__, column="name_sealed", row_id=row_id),
        digest=hashed,
        mapping={
            "header": list(table.header),
            "columns": layout.mapping.describe(table.header),
            "whole": asdict(layout.whole),
            "delimiter": table.delimiter,
        },
        encoding=table.encoding,
        started_at=now,
        started_by=by,
        touched_at=now,
        finished_at=None,
    )
    session.add(parent)
    return parent


def _finish(session: Session, list_id: str, loader: Loader, *, by: str, now: datetime) -> ImportReport:
    tally = loader.tally
    counted = {column: tally[column] for column in ("rows", "kept", "joined", "refused", "empty")}
    won = session.scalar(
        update(RecipientList)
        .where(RecipientList.id == list_id, RecipientList.state == "loading")
        .values(state="ready", finished_at=now, touched_at=now, **counted)
        .returning(RecipientList.incident_id)
    )
    if won is None:
        raise Conflict(N_("This import was taken for abandoned and swept away. Start it again."))
    report = ImportReport(list_id, **counted, warnings=tally["warnings"], pairs=tally["pairs"])
    places = count_text(queries.count_by_place(session, won))
    append(
        session,
        won,
        by=by,
        at=own_time(session, won, now),
        tag="recipients.imported",
        what=f"A list was imported: {report.kept} rows kept, {report.joined} of known people; {report.refused} wait."
        f" In all now: {places}.",
        data={"list": list_id, **counted},
    )
    return report


def sweep_abandoned(database: Database, incident_id: str, *, now: datetime) -> int:
    """Remove lists whose import died. Returns how many there were."""
    with database.reading() as session:
        stale = session.scalars(
            select(RecipientList.id).where(
                RecipientList.incident_id == incident_id,
                RecipientList.state == "loading",
                RecipientList.touched_at < now - ABANDONED_AFTER,
            )
        ).all()
    for list_id in stale:
        discard_list(database, list_id)
    return len(stale)


def discard_list(database: Database, list_id: str) -> None:
    """Take back a list that never became ready, batch by batch. Its row stays, as rejected, for the record."""
    with database.writing() as session:
        session.execute(
            update(RecipientList)
            .where(RecipientList.id == list_id, RecipientList.state == "loading")
            .values(state="rejected")
        )
        if session.scalar(select(RecipientList.state).where(RecipientList.id == list_id)) != "rejected":
            return
    for table in (SuggestedPair, Rejection, Recipient):
        while True:
            with database.writing() as session:
                some = session.scalars(select(table.id).where(table.list_id == list_id).limit(2_000)).all()
                session.execute(delete(table).where(table.id.in_(some)))
            if len(some) < 2_000:
                break


__all__ = ["Choices", "ImportReport", "discard_list", "import_list", "sweep_abandoned"]
