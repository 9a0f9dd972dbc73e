"""Actions after an incident: owner, due time, done by one person and verified by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder import ids
from responder.agenda.actions import cancel_due, plan_due
from responder.errors import BadInput, Conflict, SecondPerson
from responder.journal.append import append
from responder.review.queries import get_action
from responder.review.records import Action
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

KIND = "review_action"
REMINDERS = (-10080, -1440, 0, 1440)  # a week and a day before, when it is due, a day after
TEXT_LENGTH = 2000


def add_action(
    session: Session, incident: Incident, what: str, *, owner: str, due_at: datetime, by: str, now: datetime
) -> Action:
    """Somebody shall do something until a time.

    Args:
        session: The unit of work.
        incident: What it follows from.
        what: One plain sentence.
        owner: Account id of who answers for it.
        due_at: Real instant.
        by: Account id.
        now: The real instant.

    Raises:
        BadInput: no text, too long a one, or a time that has passed.
    """
    what = " ".join(what.split())
    if not what or len(what) > TEXT_LENGTH:
        raise BadInput(
            N_("An action needs a text"), field="what", expected=N_("one sentence, at most 2,000 characters")
        )
    if due_at <= now:
        raise BadInput(N_("The due time has passed"), field="due", expected=N_("a time to come"))
    last = session.scalar(select(func.max(Action.number)).where(Action.incident_id == incident.id)) or 0
    action_id = ids.new_id()
    action = Action(
        id=action_id,
        incident_id=incident.id,
        number=last + 1,
        what_sealed=_sealed(session, incident.id, what, "what_sealed", action_id),
        owner=owner,
        due_at=due_at,
        state="open",
        made_at=now,
        made_by=by,
    )
    session.add(action)
    session.flush()
    plan_due(
        session,
        stream=incident.id,
        kind=KIND,
        subject=action_id,
        at=due_at,
        now=now,
        offsets=REMINDERS,
        data={"owner": owner, "number": action.number},
    )
    _say(session, action, "action.added", f"Action {action.number}: {what}", by, now)
    return action


def finish_action(session: Session, incident: Incident, number: int, *, by: str, now: datetime) -> Action:
    """It is done, says ``by``; it stays on the list until a second person has verified it.

    Raises:
        Conflict: it is not open.
    """
    action = _in_state(get_action(session, incident, number), "open")
    action.state, action.done_at, action.done_by = "done", now, by
    _say(session, action, "action.done", f"Action {number} done, to be verified", by, now)
    return action


def verify_action(session: Session, incident: Incident, number: int, *, by: str, now: datetime) -> Action:
    """A second person saw that it is done.

    Raises:
        SecondPerson: ``by`` owns it or did it.
        Conflict: it is not done.
    """
    action = _in_state(get_action(session, incident, number), "done")
    if by in {action.owner, action.done_by}:
        raise SecondPerson(N_("This needs a second person: who owns or did an action cannot verify it."))
    action.state, action.verified_at, action.verified_by = "verified", now, by
    cancel_due(session, kind=KIND, subject=action.id)
    _say(session, action, "action.verified", f"Action {number} verified", by, now)
    return action


def drop_action(session: Session, incident: Incident, number: int, *, reason: str, by: str, now: datetime) -> Action:
    """It is not to be done, for a reason that stays on the record.

    Raises:
        BadInput: no reason was given.
        Conflict: it is verified or dropped already.
    """
    action = _in_state(get_action(session, incident, number), "open", "done")
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    action.state, action.dropped_at, action.dropped_by = "dropped", now, by
    action.reason_sealed = _sealed(session, incident.id, reason, "reason_sealed", action.id)
    cancel_due(session, kind=KIND, subject=action.id)
    _say(session, action, "action.dropped", f"Action {number} dropped: {reason}", by, now)
    return action


def _in_state(action: Action, *states: str) -> Action:
    if action.state not in states:
        raise Conflict(N_("This action is {state}."), state=action.state)
    return action


def _sealed(session: Session, incident_id: str, text: str, column: str, row_id: str) -> bytes:
    keys = keystore_of(session).of(incident_id)
    return seal(keys, text, table=Action.__tablename__, column=column, row_id=row_id)


def _say(session: Session, action: Action, tag: str, what: str, by: str, now: datetime) -> None:
    data = {"action": action.id, "number": action.number}
    append(session, action.incident_id, by=by, at=now, tag=tag, what=what, data=data)
