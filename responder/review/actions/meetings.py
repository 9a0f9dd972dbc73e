"""Meetings: scheduled from containment, moved, held, cancelled; each change counts for the calendars that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import ids
from responder.agenda.actions import cancel_due, plan_due
from responder.errors import BadInput, Conflict
from responder.intake.drill_time import real_instant
from responder.journal.append import append
from responder.review.queries import contained_at, get_meeting, list_meetings
from responder.review.records import Meeting
from responder.review.rounds import proposed
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.review.rounds import Proposed, Round

KIND = "review"
REMINDERS = (-1440, 0)  # minutes from the start: the day before, and when it begins


def schedule_reviews(
    session: Session,
    incident: Incident,
    *,
    rounds: Sequence[Round],
    by: str,
    now: datetime,
    since: datetime | None = None,
) -> list[Meeting]:
    """Plan the meetings that follow containment; planning again moves those that nobody moved by hand.

    Args:
        session: The unit of work.
        incident: Contained, or ``since`` says when it was.
        rounds: The kinds of meeting.
        by: Account id.
        now: The real instant.
        since: Containment, as the incident's own time; from the facts and the timeline if left out.

    Raises:
        Conflict: it is not contained, as far as is known.
    """
    contained = since or contained_at(session, incident)
    if contained is None:
        raise Conflict(N_("The incident is not contained yet: reviews are counted from its containment."))
    present = {meeting.kind: meeting for meeting in list_meetings(session, incident)}
    wanted = proposed(rounds, since=real_instant(incident, contained), now=now, zone=incident.zone)
    changed = [kept for meeting in wanted if (kept := _keep(session, incident, present, meeting, by, now)) is not None]
    session.flush()
    for meeting in changed:
        _remind(session, meeting, now)
    if changed:
        said = ", ".join(f"{meeting.title['en']} {meeting.starts_at:%Y-%m-%d %H:%M} UTC" for meeting in changed)
        data = {meeting.kind: meeting.id for meeting in changed}
        append(session, incident.id, by=by, at=now, tag="review.scheduled", what=f"Reviews planned: {said}", data=data)
    return list(list_meetings(session, incident))


def _keep(
    session: Session, incident: Incident, present: dict[str, Meeting], wanted: Proposed, by: str, now: datetime
) -> Meeting | None:
    meeting = present.get(wanted.round.id)
    if meeting is None:
        meeting = Meeting(
            id=ids.derived_id("review", incident.id, wanted.round.id),
            incident_id=incident.id,
            kind=wanted.round.id,
            title=dict(wanted.round.title),
            due_at=wanted.due_at,
            starts_at=wanted.starts_at,
            minutes=wanted.round.minutes,
            sequence=0,
            state="planned",
            by_hand=False,
            held_at=None,
            changed_at=now,
            changed_by=by,
        )
        session.add(meeting)
        return meeting
    if meeting.by_hand or meeting.state != "planned" or meeting.due_at == wanted.due_at:
        return None
    meeting.due_at, meeting.starts_at = wanted.due_at, wanted.starts_at
    _changed(meeting, by, now)
    return meeting


def move_meeting(session: Session, incident: Incident, kind: str, at: datetime, *, by: str, now: datetime) -> Meeting:
    """Hold it at another time; scheduling again leaves it there.

    Raises:
        BadInput: the time has passed.
        Conflict: it was held or cancelled already.
    """
    meeting = _planned(session, incident, kind)
    if at <= now:
        raise BadInput(N_("A meeting cannot be moved into the past"), field="at", expected=N_("a time to come"))
    meeting.starts_at, meeting.by_hand = at, True
    _changed(meeting, by, now)
    _remind(session, meeting, now)
    _say(
        session, meeting, "review.moved", f"{meeting.title['en']} moved to {at.isoformat(timespec='minutes')}", by, now
    )
    return meeting


def hold_meeting(
    session: Session, incident: Incident, kind: str, *, held_at: datetime, by: str, now: datetime
) -> Meeting:
    """Note that it was held.

    Raises:
        BadInput: the time is to come.
        Conflict: it was held or cancelled already.
    """
    meeting = _planned(session, incident, kind)
    if held_at > now:
        raise BadInput(
            N_("A meeting cannot have been held in the future"), field="at", expected=N_("a time that has passed")
        )
    meeting.state, meeting.held_at = "held", held_at
    _changed(meeting, by, now)
    cancel_due(session, kind=KIND, subject=meeting.id)
    _say(session, meeting, "review.held", f"{meeting.title['en']} held", by, now)
    return meeting


def cancel_meeting(session: Session, incident: Incident, kind: str, *, reason: str, by: str, now: datetime) -> Meeting:
    """Leave it out, with the reason.

    Raises:
        BadInput: no reason was given.
        Conflict: it was held or cancelled already.
    """
    meeting = _planned(session, incident, kind)
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    meeting.state = "cancelled"
    _changed(meeting, by, now)
    cancel_due(session, kind=KIND, subject=meeting.id)
    _say(session, meeting, "review.cancelled", f"{meeting.title['en']} cancelled: {reason.strip()}", by, now)
    return meeting


def _planned(session: Session, incident: Incident, kind: str) -> Meeting:
    meeting = get_meeting(session, incident, kind)
    if meeting.state != "planned":
        raise Conflict(N_("This meeting is {state} already."), state=meeting.state)
    return meeting


def _changed(meeting: Meeting, by: str, now: datetime) -> None:
    meeting.sequence += 1
    meeting.changed_at, meeting.changed_by = now, by


def _remind(session: Session, meeting: Meeting, now: datetime) -> None:
    plan_due(
        session,
        stream=meeting.incident_id,
        kind=KIND,
        subject=meeting.id,
        at=meeting.starts_at,
        now=now,
        offsets=REMINDERS,
        data={"review": meeting.kind},
    )


def _say(session: Session, meeting: Meeting, tag: str, what: str, by: str, now: datetime) -> None:
    append(session, meeting.incident_id, by=by, at=now, tag=tag, what=what, data={"meeting": meeting.id})
