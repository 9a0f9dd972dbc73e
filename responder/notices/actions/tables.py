"""The table of counterparties: another table is another notice, so an approval falls with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices.actions.drafting import reopen
from responder.notices.records import CounterpartyTable
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.counterparties import Table
    from responder.notices.records import Notice


def set_table(session: Session, notice: Notice, table: Table, *, by: str, now: datetime) -> bool:
    """Give a notice its table of counterparties, in place of the former one. Returns whether an approval was voided.

    Raises:
        Conflict: the notice was sent, filed or withdrawn.
        BadInput: it goes to people, who have lists of their own.
    """
    if notice.selection is not None:
        raise BadInput(N_("A notice to people takes its recipients from the lists of people"), field="table")
    voided = reopen(session, notice, by=by, now=now)
    row_id, keys = ids.new_id(), keystore_of(session).of(notice.incident_id)
    content = json.dumps(table.to_document(), ensure_ascii=False)
    name = CounterpartyTable.__tablename__
    row = CounterpartyTable(
        id=row_id,
        notice_id=notice.id,
        table_sealed=seal(keys, content, table=name, column="table_sealed", row_id=row_id),
        sha256=table.sha256,
        rows=len(table.rows),
        made_by=by,
        made_at=now,
    )
    session.add(row)
    session.flush()
    data = {"notice": notice.id, "rows": row.rows, "sha256": row.sha256}
    what = f"A table of {row.rows} counterparties was put to the notice to {notice.recipient_name}."
    at = own_time(session, notice.incident_id, now)
    append(session, notice.incident_id, by=by, at=at, tag="notice.table", what=what, data=data)
    return voided
