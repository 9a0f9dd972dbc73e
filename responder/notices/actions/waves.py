"""Releasing a wave: the short act of one approver within a rule that was approved in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import ids
from responder.errors import Conflict, Refused, SecondPerson
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices import queries
from responder.notices.records import Wave
from responder.notices.waves import beyond
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.records import Approval, Notice
    from responder.notices.waves import NextWave


def release_wave(
    session: Session, notice: Notice, approval: Approval, wave: NextWave, *, by: str, now: datetime
) -> Wave:
    """Freeze the next list and let it be written to under an approval that holds.

    Raises:
        Conflict: the approval fell, or has no rule for waves, or nobody is new.
        SecondPerson: whoever wrote the notice cannot release it.
        Refused: the wave goes beyond what was approved; the message says where.
    """
    rule = queries.rule_of(approval)
    if approval.voided_at is not None or rule is None:
        raise Conflict(N_("No approval of this notice lets further waves follow"))
    if wave.count < 1:
        raise Conflict(N_("Nobody is new on the lists"))
    if by in {notice.drafted_by, *(text.made_by for text in queries.list_texts(session, notice))}:
        raise SecondPerson
    waves = queries.list_waves(session, approval)
    over = beyond(rule, wave, released=sum(former.count for former in waves))
    if over:
        raise Refused(
            N_("This needs a full approval again: {why}"), why="; ".join(finding.said("en") for finding in over)
        )
    return keep_wave(session, notice, approval, wave, number=len(waves) + 1, by=by, now=now)


def keep_wave(
    session: Session, notice: Notice, approval: Approval, wave: NextWave, *, number: int, by: str, now: datetime
) -> Wave:
    """Write a wave down. The first one is the list that the approval itself was bound to."""
    row = Wave(
        id=ids.new_id(),
        notice_id=notice.id,
        approval_id=approval.id,
        number=number,
        lists=sorted(wave.lists),
        digest=wave.digest,
        count=wave.count,
        released_by=by,
        released_at=now,
    )
    session.add(row)
    session.flush()
    data = {"notice": notice.id, "wave": number, "approval": approval.id, "count": wave.count, "digest": wave.digest}
    what = f"Wave {number} of the notice to {notice.recipient_name} was released: {wave.count} people."
    at = own_time(session, notice.incident_id, now)
    append(session, notice.incident_id, by=by, at=at, tag="notice.wave_released", what=what, data=data)
    return row
