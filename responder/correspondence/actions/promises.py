"""What our own notices promise by a day: each gets an owner and reminders, until it is kept or said to be none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder import ids
from responder.agenda.actions import cancel_due, plan_due
from responder.agenda.reminders import FOR_OBLIGATIONS
from responder.correspondence.records import Promise
from responder.correspondence.sealing import opened, sealed
from responder.errors import BadInput, Conflict
from responder.intake.drill_time import minutes_from, real_instant, time_at
from responder.journal.append import append
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.correspondence.promises import Said
    from responder.intake.records import Incident

DUE: Final = "promise"


def keep_promises(
    session: Session, incident: Incident, notice_id: str, said: Sequence[Said], *, owner: str, by: str, now: datetime
) -> list[Promise]:
    """Keep what a notice that goes out promises; safe to repeat. What it no longer says leaves the list by itself.

    Returns:
        What is new.
    """
    rows = session.scalars(select(Promise).where(Promise.notice_id == notice_id)).all()
    known = {row.due_at: row for row in rows}
    days = {each.due_at for each in said}
    for row in rows:
        if row.state == "open" and row.due_at not in days:
            _close(session, incident, row, "dropped", "the notice no longer says it", by=by, now=now)
    made = []
    for each in said:
        if each.due_at in known:
            continue
        row_id = ids.new_id()
        row = Promise(
            id=row_id, incident_id=incident.id, notice_id=notice_id, state="open",
            sealed=sealed(session, incident.id, Promise, row_id, {"sentence": each.sentence}), owner=owner,
            due_at=each.due_at, found_at=now, closed_by=None, closed_at=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _plan(session, incident, row, now=now)
        until = each.due_at.date().isoformat()
        _tell(session, incident, row, "found", f"Promised by {until}: {each.sentence}", by=by, now=now)
        made.append(row)
    return made


def give_promise(session: Session, incident: Incident, row: Promise, *, owner: str, by: str, now: datetime) -> None:
    """Another owner; reminders go to them from now on."""
    _must_be_open(row)
    row.owner = owner
    session.flush()
    cancel_due(session, kind=DUE, subject=row.id)
    _plan(session, incident, row, now=now)
    _tell(session, incident, row, "given", "A promise has another owner", by=by, now=now)


def close_promise(
    session: Session, incident: Incident, row: Promise, *, kept: bool, reason: str, by: str, now: datetime
) -> None:
    """It is kept, and by what; or it is no promise, and why.

    Raises:
        BadInput: neither is said.
        Conflict: it is closed already.
    """
    _must_be_open(row)
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    _close(session, incident, row, "kept" if kept else "dropped", reason.strip(), by=by, now=now)


def _close(
    session: Session, incident: Incident, row: Promise, state: str, reason: str, *, by: str, now: datetime
) -> None:
    row.state, row.closed_by, row.closed_at = state, by, now
    session.flush()
    cancel_due(session, kind=DUE, subject=row.id)
    sentence = opened(session, incident.id, Promise, row.id, row.sealed)["sentence"]
    what = "Kept" if state == "kept" else "No promise"
    _tell(session, incident, row, state, f"{what} ({reason}): {sentence}", by=by, now=now)


def _plan(session: Session, incident: Incident, row: Promise, *, now: datetime) -> None:
    plan_due(
        session, stream=incident.id, kind=DUE, subject=row.id, at=real_instant(incident, row.due_at), now=now,
        offsets=FOR_OBLIGATIONS, minutes_from=minutes_from(incident, row.due_at),
        data={"owner": row.owner, "number": incident.number},
    )  # fmt: skip


def _must_be_open(row: Promise) -> None:
    if row.state != "open":
        raise Conflict(N_("It is closed already."))


def _tell(session: Session, incident: Incident, row: Promise, deed: str, what: str, *, by: str, now: datetime) -> None:
    append(
        session, incident.id, by=by, at=time_at(incident, now), tag=f"promise.{deed}", what=what,
        data={"promise": row.id, "notice": row.notice_id, "owner": row.owner, "due": row.due_at.isoformat()},
    )  # fmt: skip
