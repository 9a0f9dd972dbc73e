"""Reads of lists: what was imported, what waits, which two rows may be one person."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from responder.affected.records import RecipientList, Rejection, SuggestedPair
from responder.errors import NotFound
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session


def list_lists(session: Session, incident_id: str) -> Sequence[RecipientList]:
    """Every list of the incident, the oldest first."""
    return session.scalars(
        select(RecipientList).where(RecipientList.incident_id == incident_id).order_by(RecipientList.id)
    ).all()


def get_list(session: Session, incident_id: str, list_id: str) -> RecipientList:
    """One list, by its id or the start of it.

    Raises:
        NotFound: no list, or more than one, begins so.
    """
    found = [row for row in list_lists(session, incident_id) if row.id.startswith(list_id)]
    if len(found) != 1:
        raise NotFound(N_("There is no such list"), field="list")
    return found[0]


def name_of(session: Session, row: RecipientList) -> str:
    """The file's name."""
    keys = keystore_of(session).of(row.incident_id)
    return unseal(keys, row.name_sealed, table=RecipientList.__tablename__, column="name_sealed", row_id=row.id)


def list_pairs(
    session: Session, incident_id: str, *, state: str = "suggested", limit: int = 200
) -> Sequence[SuggestedPair]:
    """Pairs of recipients who may be one person."""
    ready = exists().where(RecipientList.id == SuggestedPair.list_id, RecipientList.state == "ready")
    statement = select(SuggestedPair).where(
        SuggestedPair.incident_id == incident_id, SuggestedPair.state == state, ready
    )
    return session.scalars(statement.order_by(SuggestedPair.id).limit(limit)).all()


def list_rejections(session: Session, list_id: str, *, limit: int | None = None) -> Sequence[Rejection]:
    """What could not be taken, by row."""
    return session.scalars(
        select(Rejection).where(Rejection.list_id == list_id).order_by(Rejection.row, Rejection.id).limit(limit)
    ).all()


def waiting_rows(session: Session, row: RecipientList, header: Sequence[str]) -> Iterator[str]:
    """The rows that wait, as CSV with the reasons beside them, ready to be mended and imported again."""
    keys = keystore_of(session).of(row.incident_id)
    line = io.StringIO(newline="")
    csv.writer(line).writerow([*header, "row", "reason"])
    yield line.getvalue()
    for rejection in list_rejections(session, row.id):
        if rejection.row_sealed is None:
            continue
        cells = next(
            csv.reader(
                io.StringIO(
                    unseal(
                        keys,
                        rejection.row_sealed,
                        table=Rejection.__tablename__,
                        column="row_sealed",
                        row_id=rejection.id,
                    )
                )
            )
        )
        line = io.StringIO(newline="")
        csv.writer(line).writerow([*map(_guarded, cells), rejection.row, rejection.reason])
        yield line.getvalue()


def _guarded(cell: str) -> str:
    """A spreadsheet must not take a stranger's cell for a formula; importing takes the apostrophe away again."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
