"""Review's own rows, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.errors import NotFound
from responder.review import matter as values
from responder.review.records import Action, Meeting, Remark
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident


def list_meetings(session: Session, incident: Incident) -> Sequence[Meeting]:
    return session.scalars(
        select(Meeting).where(Meeting.incident_id == incident.id).order_by(Meeting.starts_at, Meeting.kind)
    ).all()


def get_meeting(session: Session, incident: Incident, kind: str) -> Meeting:
    """The meeting of this kind.

    Raises:
        NotFound: none is planned.
    """
    meetings = {meeting.kind: meeting for meeting in list_meetings(session, incident)}
    if kind not in meetings:
        raise NotFound(
            N_("There is no meeting {kind}"),
            kind=kind,
            expected=", ".join(meetings) or N_("a meeting that was scheduled"),
            do=N_("`responder review schedule` plans them."),
        )
    return meetings[kind]


def meeting_values(session: Session, incident: Incident) -> tuple[values.Meeting, ...]:
    """The meetings as values."""
    return tuple(
        values.Meeting(
            id=row.id,
            kind=row.kind,
            title=row.title,
            due_at=row.due_at,
            starts_at=row.starts_at,
            minutes=row.minutes,
            sequence=row.sequence,
            state=row.state,
            changed_at=row.changed_at,
            held_at=row.held_at,
        )
        for row in list_meetings(session, incident)
    )


def get_action(session: Session, incident: Incident, number: int) -> Action:
    """The action with this number.

    Raises:
        NotFound: there is none.
    """
    wanted = select(Action).where(Action.incident_id == incident.id, Action.number == number)
    action = session.scalars(wanted).one_or_none()
    if action is None:
        raise NotFound(
            N_("There is no action {number}"), number=number, do=N_("`responder review actions` lists them all.")
        )
    return action


def list_actions(session: Session, incident: Incident) -> tuple[values.Action, ...]:
    """The actions as values, by number."""
    keys = keystore_of(session).of(incident.id)
    rows = session.scalars(select(Action).where(Action.incident_id == incident.id).order_by(Action.number))

    def opened(row: Action, sealed: bytes | None, column: str) -> str:
        return "" if sealed is None else unseal(keys, sealed, table=Action.__tablename__, column=column, row_id=row.id)

    return tuple(
        values.Action(
            number=row.number,
            what=opened(row, row.what_sealed, "what_sealed"),
            owner=row.owner,
            due_at=row.due_at,
            state=row.state,
            done_by=row.done_by,
            done_at=row.done_at,
            verified_by=row.verified_by,
            verified_at=row.verified_at,
            reason=opened(row, row.reason_sealed, "reason_sealed"),
        )
        for row in rows
    )


def list_remarks(session: Session, incident: Incident, *, closed: bool = False) -> tuple[values.Remark, ...]:
    """The texts that may stand in the report; with ``closed`` those that counsel has not opened, too."""
    keys = keystore_of(session).of(incident.id)
    wanted = select(Remark).where(Remark.incident_id == incident.id).order_by(Remark.id)
    if not closed:
        wanted = wanted.where(Remark.opened_at.is_not(None))
    return tuple(
        values.Remark(
            section=row.section,
            text=unseal(keys, row.text_sealed, table=Remark.__tablename__, column="text_sealed", row_id=row.id),
            by=row.written_by,
            at=row.written_at,
        )
        for row in session.scalars(wanted)
    )
