"""The table of counterparties that goes with a notice, and what is wrong with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.notices.counterparties import Table, columns_in, foreign_values
from responder.notices.lint import Finding
from responder.notices.queries.texts import list_texts
from responder.notices.records import CounterpartyTable
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.notices.records import Notice


def find_table_row(session: Session, notice_id: str) -> CounterpartyTable | None:
    """The newest table of a notice, sealed."""
    newest = select(CounterpartyTable).where(CounterpartyTable.notice_id == notice_id)
    return session.scalars(newest.order_by(CounterpartyTable.id.desc()).limit(1)).one_or_none()


def find_table(session: Session, notice: Notice) -> Table | None:
    """The table of a notice; none where it goes to one recipient."""
    row = find_table_row(session, notice.id)
    if row is None:
        return None
    keys = keystore_of(session).of(notice.incident_id)
    name = CounterpartyTable.__tablename__
    return Table.of_document(
        json.loads(unseal(keys, row.table_sealed, table=name, column="table_sealed", row_id=row.id))
    )


def table_digest(session: Session, notice_id: str) -> str:
    """SHA-256 of the table, as an approval binds it; empty where there is none."""
    row = find_table_row(session, notice_id)
    return row.sha256 if row else ""


def wrong_in_table(session: Session, notice: Notice) -> list[Finding]:
    """Why no copy may be made: a column that is missing or empty, or a copy with a value of another row."""
    table = find_table(session, notice)
    found: list[Finding] = []
    for text in list_texts(session, notice):
        for column in columns_in(text.text):
            if table is None or not all(table.of(number).get(column) for number in range(len(table.rows))):
                message = N_("The text names the column “{column}”, which the table lacks or leaves empty")
                found.append(Finding("error", "table", message, {"column": column}))
        if table is not None:
            message = N_("The copy of row {row} holds “{column}” of row {of}")
            found.extend(
                Finding("error", "foreign", message, {"row": each.row + 1, "of": each.of + 1, "column": each.column})
                for each in foreign_values(text.text, table)
            )
    return found
