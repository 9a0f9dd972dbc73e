"""Attaching evidence to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput, NotFound
from responder.intake.drill_time import time_at
from responder.response.actions.follow import follow
from responder.response.actions.saying import sealed_note, step_of, tell_of_step, unstopped
from responder.response.records import EvidenceAdded
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.response.plan import Plan
    from responder.response.queries import Running


def add_evidence(
    session: Session,
    running: Running,
    step_id: str,
    evidence_id: str,
    *,
    by: str,
    now: datetime,
    file_ref: str | None = None,
    note: str = "",
) -> Plan:
    """Attach a stored file, or say where it is kept.

    Args:
        session: The unit of work.
        running: The run.
        step_id: Which step asks for it.
        evidence_id: Which piece of evidence it is.
        by: Account id.
        now: The real instant.
        file_ref: Reference of a file that ``files`` keeps for this incident.
        note: Where it lies, its hash, who holds it.

    Raises:
        NotFound: the step asks for no such evidence.
        BadInput: neither a file nor a note.
    """
    step, note = step_of(running, step_id), note.strip()
    wanted = next((one for one in step.evidence if one.id == evidence_id), None)
    if wanted is None:
        raise NotFound(N_("The step asks for no such evidence"), field="evidence")
    if file_ref is None and not note:
        raise BadInput(N_("There is nothing to attach"), field="note", expected=N_("a file, or where it is kept"))
    row = EvidenceAdded(
        id=ids.new_id(),
        run_id=running.run.id,
        step_id=step_id,
        evidence_id=evidence_id,
        file_ref=file_ref,
        added_at=time_at(running.incident, now),
        added_by=by,
    )
    row.note_sealed = sealed_note(
        session, running.incident, note, table=EvidenceAdded.__tablename__, column="note_sealed", row_id=row.id
    )
    session.add(row)
    session.flush()
    tell_of_step(
        session,
        running,
        step,
        "evidence.added",
        N_("Evidence: {evidence}. {note}") if note else N_("Evidence: {evidence}"),
        by=by,
        now=now,
        data={"evidence": evidence_id, "file": file_ref, "id": row.id},
        evidence=unstopped(wanted.text),
        note=note,
    )
    return follow(session, running, now=now)
