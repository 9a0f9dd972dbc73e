"""Keeping how a clock ended with its proof, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder import ids
from responder.correspondence.records import ClockEnd
from responder.correspondence.sealing import sealed
from responder.errors import BadInput, Conflict
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.correspondence.ways import Ending, Subject
    from responder.intake.records import Incident

_SAID = {
    "by_other": "Told for us by {who}", "hold": "Waits: {who} asks for it",
    "extension_asked": "More time asked of {who}", "extension_granted": "More time granted by {who}",
    "exempted": "Exempted by {who}", "withdrawn": "Withdrawn",
}  # fmt: skip


def keep_end(
    session: Session,
    incident: Incident,
    identity: str,
    subject: Subject,
    ending: Ending,
    entries: Sequence[tuple[str, dict[str, Any]]],
    *,
    by: str,
    now: datetime,
) -> ClockEnd:
    """Keep an ending that was checked; ``entries`` are what it put among the facts."""
    row_id = ids.new_id()
    said = {
        "who": ending.who.strip(), "reference": ending.reference.strip(), "note": ending.note.strip(),
        "until": ending.until.isoformat() if ending.until else None, "ground": ending.ground, "form": ending.form,
        "entries": [[key, entry] for key, entry in entries],
    }  # fmt: skip
    row = ClockEnd(
        id=row_id, incident_id=incident.id, identity=identity, way=ending.way, at=ending.at, receipt=ending.receipt,
        sealed=sealed(session, incident.id, ClockEnd, row_id, said), recorded_by=by, recorded_at=now,
        taken_back_by=None, taken_back_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    words = _SAID.get(ending.way, "Done, " + ending.way).format(who=ending.who.strip())
    proof = " ".join(each for each in (ending.reference.strip(), ending.note.strip()) if each)
    append(
        session, incident.id, by=by, at=ending.at, tag=f"clock.{ending.way}",
        what=f"{words} ({subject.regime} {subject.duty} {subject.where})" + (f": {proof}" if proof else ""),
        data={
            "end": row.id, "regime": subject.regime, "duty": subject.duty, "where": subject.where,
            "until": said["until"], "receipt": ending.receipt,
        },
    )  # fmt: skip
    return row


def take_back(session: Session, row: ClockEnd, *, reason: str, by: str, now: datetime) -> None:
    """It was recorded wrongly, or no longer holds; the row stays to be read.

    Raises:
        BadInput: no reason.
        Conflict: it was taken back already.
    """
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    if row.taken_back_at is not None:
        raise Conflict(N_("It was taken back already."))
    row.taken_back_by, row.taken_back_at = by, now
    session.flush()
    append(
        session, row.incident_id, by=by, at=own_time(session, row.incident_id, now), tag="clock.taken_back",
        what=f"Taken back ({row.way}): {reason.strip()}", data={"end": row.id},
    )  # fmt: skip
