"""Erasing the text of a line (GDPR art. 17, PIPL art. 47): the line stays, its text goes, and a line says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import BadInput, Conflict, Gone, Refused
from responder.journal.append import Entry, append, open_body
from responder.journal.queries import get_row
from responder.vault.keystore import keystore_of
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

ERASED = "line.erased"


def erase_line(session: Session, stream: str, seq: int, *, reason: str, by: str, now: datetime) -> Entry:
    """Take author, tag, text, data and salt out of one line for good; the chain still verifies.

    Older backups still hold the text until they are replaced: docs/threat-model.md.

    Raises:
        BadInput: no reason was given.
        NotFound: there is no such line.
        Conflict: it was erased already.
        Refused: it is itself the word that another line was erased.
        Gone: the key of the whole chain was destroyed.
    """
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    row = get_row(session, stream, seq)
    keystore = keystore_of(session)
    if not keystore.has(stream):
        raise Gone
    body = open_body(row, keystore.of(stream))
    if body is None:
        raise Conflict(N_("Line {seq} was erased already."), seq=seq)
    if body["tag"] == ERASED:
        raise Refused(N_("Line {seq} says that another was erased: it stays."), seq=seq)
    row.sealed = None
    what = f"Line {seq} erased: {reason.strip()}"
    return append(session, stream, by=by, at=now, tag=ERASED, what=what, data={"seq": seq}, privileged=row.privileged)
