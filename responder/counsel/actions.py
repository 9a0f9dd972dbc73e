"""Deeds in counsel's workspace: keeping a paper, releasing it, naming who may read."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from responder import ids
from responder.counsel.queries import find_reader, opened
from responder.counsel.records import CounselPaper, CounselReader
from responder.errors import BadInput, Conflict
from responder.journal.append import append
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.people.records import Account

MOST_TEXT = 20_000


def keep_paper(
    session: Session, incident: Incident, *, kind: str, title: str, text: str, by: str, now: datetime
) -> CounselPaper:
    """Keep a piece of advice, prepared for counsel. Nothing of it is said anywhere else, not even that it was written.

    Raises:
        BadInput: it has no title or no text, or is longer than ``MOST_TEXT`` characters.
    """
    if not title.strip():
        raise BadInput(N_("Give it a title."), field="title")
    if not text.strip() or len(text) > MOST_TEXT:
        raise BadInput(N_("Write between one and {most} characters."), field="text", most=MOST_TEXT)
    row_id = ids.new_id()
    sealed = seal(
        keystore_of(session).of(incident.id), json.dumps({"title": title.strip(), "text": text.strip()}),
        table=CounselPaper.__tablename__, column="sealed", row_id=row_id,
    )  # fmt: skip
    row = CounselPaper(
        id=row_id, incident_id=incident.id, kind=kind, sealed=sealed, written_at=now, written_by=by,
        released_at=None, released_by=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def release_paper(session: Session, row: CounselPaper, *, reason: str, by: str, now: datetime) -> None:
    """Let a paper out: from now on its text stands in the timeline, and so in bundle and report. Not to be undone.

    Raises:
        BadInput: no reason.
        Conflict: it is released already.
    """
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    if row.released_at is not None:
        raise Conflict(N_("It is released already."))
    row.released_at, row.released_by = now, by
    paper = opened(session, row)
    session.flush()
    append(
        session, row.incident_id, by=by, at=now, tag="counsel.released",
        what=f"Released by counsel ({reason.strip()}): {paper.title}\n{paper.text}",
        data={
            "paper": row.id, "kind": row.kind, "written_by": row.written_by,
            "sha256": hashlib.sha256(paper.text.encode()).hexdigest(),
        },
    )  # fmt: skip


def name_reader(session: Session, incident: Incident, account: Account, *, by: str, now: datetime) -> CounselReader:
    """Let somebody read the workspace of this incident. The line about it is privileged.

    Raises:
        Conflict: they may already, or their account is disabled.
    """
    if account.disabled_at is not None:
        raise Conflict(N_("This account is disabled."))
    if find_reader(session, incident.id, account.id) is not None:
        raise Conflict(N_("They may read it already."))
    row = CounselReader(
        id=ids.new_id(), incident_id=incident.id, account_id=account.id, named_at=now, named_by=by, ended_at=None
    )
    session.add(row)
    session.flush()
    append(
        session, incident.id, by=by, at=now, tag="counsel.reader_named", privileged=True,
        what="Somebody was named to read counsel's workspace", data={"account": account.id},
    )  # fmt: skip
    return row


def end_reader(session: Session, incident: Incident, account_id: str, *, by: str, now: datetime) -> None:
    """Take the workspace from somebody again; what they have read they have read."""
    row = find_reader(session, incident.id, account_id)
    if row is None:
        return
    row.ended_at = now
    session.flush()
    append(
        session, incident.id, by=by, at=now, tag="counsel.reader_ended", privileged=True,
        what="Somebody may no longer read counsel's workspace", data={"account": account_id},
    )  # fmt: skip
