"""Alarms of notices that say otherwise than what is known by now: raise, acknowledge, answer, clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput, Conflict
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices import queries
from responder.notices.records import NoticeAlarm
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.drift import Change
    from responder.notices.records import Notice


def note_changes(
    session: Session, notice: Notice, language: str, changes: Collection[Change], *, by: str, now: datetime
) -> list[NoticeAlarm]:
    """Raise an alarm for each change that has none, and clear those whose fact is again as the notice says.

    Returns:
        The alarms newly raised. Safe to repeat: the same change raises one alarm only.
    """
    standing = {
        alarm.row.fact: alarm
        for alarm in queries.list_alarms(session, notice.incident_id)
        if (alarm.row.notice_id, alarm.row.language) == (notice.id, language)
    }
    raised = []
    for change in changes:
        former = standing.pop(change.fact, None)
        if former is not None and former.now == change.now and former.row.state != "cleared":
            continue
        if former is not None and former.row.state == "open":
            former.row.state, former.row.closed_at, former.row.closed_by = "cleared", now, by
        raised.append(_raise(session, notice, language, change, by=by, now=now))
    for alarm in standing.values():
        if alarm.row.state == "open":
            alarm.row.state, alarm.row.closed_at, alarm.row.closed_by = "cleared", now, by
            what = f"The notice to {notice.recipient_name} says again what is known."
            _say(session, notice, alarm.row, "notice.alarm_cleared", what, by=by, now=now)
    session.flush()
    return raised


def _raise(session: Session, notice: Notice, language: str, change: Change, *, by: str, now: datetime) -> NoticeAlarm:
    keys = keystore_of(session).of(notice.incident_id)
    row_id = ids.new_id()
    table = NoticeAlarm.__tablename__
    alarm = NoticeAlarm(
        id=row_id,
        notice_id=notice.id,
        incident_id=notice.incident_id,
        language=language,
        fact=change.fact,
        said_sealed=seal(keys, change.said, table=table, column="said_sealed", row_id=row_id),
        now_sealed=seal(keys, change.now, table=table, column="now_sealed", row_id=row_id),
        state="open",
        raised_at=now,
    )
    session.add(alarm)
    session.flush()
    what = f"The notice to {notice.recipient_name} says otherwise than what is known by now of {change.fact}."
    _say(session, notice, alarm, "notice.alarm_raised", what, by=by, now=now)
    return alarm


def acknowledge_alarm(
    session: Session, notice: Notice, alarm: NoticeAlarm, *, reason: str, by: str, now: datetime
) -> None:
    """Let the notice stand as it is, for a reason.

    Raises:
        Conflict: the alarm is closed already.
        BadInput: no reason was given.
    """
    if alarm.state != "open":
        raise Conflict(N_("This alarm is closed already"))
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason")
    keys = keystore_of(session).of(notice.incident_id)
    table = NoticeAlarm.__tablename__
    alarm.reason_sealed = seal(keys, reason.strip(), table=table, column="reason_sealed", row_id=alarm.id)
    alarm.state, alarm.closed_at, alarm.closed_by = "acknowledged", now, by
    what = f"The notice to {notice.recipient_name} stands although {alarm.fact} changed: {reason.strip()}"
    _say(session, notice, alarm, "notice.alarm_acknowledged", what, by=by, now=now)


def answer_alarms(
    session: Session, notice: Notice, *, answered_by: Notice, by: str, now: datetime
) -> list[NoticeAlarm]:
    """Close every open alarm of ``notice``: a supplement or correction says what changed."""
    answered = [
        alarm.row for alarm in queries.list_alarms(session, notice.incident_id, state="open")
        if alarm.row.notice_id == notice.id
    ]  # fmt: skip
    for alarm in answered:
        alarm.state, alarm.closed_at, alarm.closed_by = "answered", now, by
        what = f"The change of {alarm.fact} is told by a {answered_by.follows_as} to {notice.recipient_name}."
        _say(session, notice, alarm, "notice.alarm_answered", what, by=by, now=now)
    return answered


def _say(session: Session, notice: Notice, alarm: NoticeAlarm, tag: str, what: str, *, by: str, now: datetime) -> None:
    data = {"notice": notice.id, "alarm": alarm.id, "fact": alarm.fact, "language": alarm.language}
    append(
        session, notice.incident_id, by=by, at=own_time(session, notice.incident_id, now), tag=tag, what=what, data=data
    )
