"""What a counterpart asks: an owner, the time they set, a draft, a second person's yes, the answer as sent."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from responder import ids
from responder.agenda.actions import cancel_due, plan_due
from responder.agenda.reminders import FOR_OBLIGATIONS
from responder.correspondence.actions.exchange import note_letter
from responder.correspondence.records import Counterpart, Question
from responder.correspondence.sealing import opened, sealed
from responder.errors import BadInput, Conflict, SecondPerson
from responder.intake.drill_time import minutes_from, real_instant, time_at
from responder.journal.append import append
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.correspondence.records import Letter
    from responder.intake.records import Incident

DUE: Final = "question"
_OPEN: Final = frozenset({"open", "drafted", "approved"})


def note_question(
    session: Session,
    incident: Incident,
    counterpart: Counterpart,
    *,
    asked: str,
    owner: str,
    due_at: datetime | None,
    by: str,
    now: datetime,
) -> Question:
    """Note what they ask; until it is answered its owner is reminded of the time that they set.

    Raises:
        BadInput: nothing is asked.
        Conflict: their file is closed.
    """
    if not asked.strip():
        raise BadInput(N_("It is not said what is asked"), field="asked", expected=N_("the question in their words"))
    if counterpart.closed_at is not None:
        raise Conflict(N_("It is closed already."))
    row_id = ids.new_id()
    row = Question(
        id=row_id, counterpart_id=counterpart.id, incident_id=incident.id, state="open",
        sealed=sealed(session, incident.id, Question, row_id, {"asked": asked.strip(), "answer": ""}), owner=owner,
        due_at=due_at, asked_by=by, asked_at=now, sha256=None, drafted_by=None, approved_by=None, approved_at=None,
        answered_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _plan(session, incident, row, now=now)
    name = opened(session, incident.id, Counterpart, counterpart.id, counterpart.sealed)["name"]
    until = f", to be answered by {due_at.isoformat(timespec='minutes')}" if due_at else ""
    _tell(session, incident, row, "asked", f"{name} asks{until}: {asked.strip()}", by=by, now=now)
    return row


def give_question(
    session: Session, incident: Incident, row: Question, *, owner: str, due_at: datetime | None, by: str, now: datetime
) -> None:
    """Another owner, or another time that they set."""
    _must_be_open(row)
    row.owner, row.due_at = owner, due_at
    session.flush()
    cancel_due(session, kind=DUE, subject=row.id)
    _plan(session, incident, row, now=now)
    until = due_at.isoformat(timespec="minutes") if due_at else "no time set"
    _tell(session, incident, row, "given", f"A question has its owner and time: {until}", by=by, now=now)


def draft_answer(session: Session, incident: Incident, row: Question, text: str, *, by: str, now: datetime) -> None:
    """Write the answer, or write it anew: an approval of another text no longer holds.

    Raises:
        BadInput: it is empty.
        Conflict: it was answered or withdrawn.
    """
    _must_be_open(row)
    if not text.strip():
        raise BadInput(N_("The answer is empty"), field="answer")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest == row.sha256:
        return
    said = opened(session, incident.id, Question, row.id, row.sealed)
    row.sealed = sealed(session, incident.id, Question, row.id, {**said, "answer": text})
    row.sha256, row.drafted_by, row.state = digest, by, "drafted"
    row.approved_by = row.approved_at = None
    session.flush()
    _tell(session, incident, row, "drafted", "An answer was drafted", by=by, now=now)


def approve_answer(session: Session, incident: Incident, row: Question, sha256: str, *, by: str, now: datetime) -> None:
    """A second person's yes to the answer whose hash they read.

    Raises:
        SecondPerson: the one who wrote it.
        Conflict: there is no draft, or it was changed since it was read.
    """
    if row.state != "drafted":
        raise Conflict(N_("This is not open to be approved."))
    if row.drafted_by == by:
        raise SecondPerson(N_("This needs a second person: who wrote it cannot approve it."))
    if row.sha256 != sha256:
        raise Conflict(N_("It was changed since you read it. Read it again, then approve."))
    row.state, row.approved_by, row.approved_at = "approved", by, now
    session.flush()
    _tell(session, incident, row, "approved", "The answer was approved by a second person", by=by, now=now)


def note_answered(
    session: Session, incident: Incident, row: Question, *, channel: str, at: datetime, by: str, now: datetime
) -> Letter:
    """Note that the approved answer went out; it stands among the letters as sent, and reminders end.

    Raises:
        Conflict: it is not approved as it stands.
        BadInput: the time lies in the future.
    """
    if row.state != "approved":
        raise Conflict(N_("A second person approves the answer before it goes out."))
    counterpart = session.get_one(Counterpart, row.counterpart_id)
    said = opened(session, incident.id, Question, row.id, row.sealed)
    subject = "Answer: " + said["asked"].partition("\n")[0][:120]
    letter = note_letter(
        session, incident, counterpart, direction="out", channel=channel, at=at, subject=subject, text=said["answer"],
        by=by, now=now,
    )  # fmt: skip
    row.state, row.answered_at = "answered", at
    session.flush()
    cancel_due(session, kind=DUE, subject=row.id)
    return letter


def withdraw_question(
    session: Session, incident: Incident, row: Question, *, reason: str, by: str, now: datetime
) -> None:
    """They no longer ask, or it was noted wrongly.

    Raises:
        BadInput: no reason.
        Conflict: it was answered or withdrawn.
    """
    _must_be_open(row)
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    row.state = "withdrawn"
    session.flush()
    cancel_due(session, kind=DUE, subject=row.id)
    _tell(session, incident, row, "question_withdrawn", f"No longer asked: {reason.strip()}", by=by, now=now)


def _plan(session: Session, incident: Incident, row: Question, *, now: datetime) -> None:
    if row.due_at is None:
        return
    data: dict[str, Any] = {"owner": row.owner, "number": incident.number}
    plan_due(
        session, stream=incident.id, kind=DUE, subject=row.id, at=real_instant(incident, row.due_at), now=now,
        offsets=FOR_OBLIGATIONS, minutes_from=minutes_from(incident, row.due_at), data=data,
    )  # fmt: skip


def _must_be_open(row: Question) -> None:
    if row.state not in _OPEN:
        raise Conflict(N_("This question is answered or withdrawn."))


def _tell(session: Session, incident: Incident, row: Question, deed: str, what: str, *, by: str, now: datetime) -> None:
    append(
        session, incident.id, by=by, at=time_at(incident, now), tag=f"correspondence.{deed}", what=what,
        data={
            "question": row.id, "counterpart": row.counterpart_id, "owner": row.owner, "sha256": row.sha256,
            "due": row.due_at.isoformat() if row.due_at else None,
        },
    )  # fmt: skip
