"""Sitting down and standing up. A seat says who answers; what somebody may do, the permissions alone say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder import ids
from responder.errors import Conflict
from responder.intake.drill_time import time_at
from responder.intake.queries.sight import may_see
from responder.oncall.actions.answering import answer_about
from responder.people.queries import get_account, name_of
from responder.response.actions.doing import page_subject
from responder.response.actions.saying import tell
from responder.response.records import Seat
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Role
    from responder.intake.records import Incident
    from responder.people.records import Account


def take_seat(session: Session, incident: Incident, role: Role, *, by: str, now: datetime) -> Seat:
    """Sit down oneself.

    Raises:
        Conflict: one sits there already.
    """
    return assign_seat(session, incident, role, get_account(session, by), by=by, now=now)


def assign_seat(session: Session, incident: Incident, role: Role, account: Account, *, by: str, now: datetime) -> Seat:
    """Put somebody on a seat; others may share it.

    Raises:
        Conflict: they sit there already, their account is disabled, or they may not see this incident.
    """
    if not may_see(session, incident, account.id, now):
        raise Conflict(N_("This person may not see this incident: name them first."))
    if account.disabled_at is not None:
        raise Conflict(N_("This account is disabled."))
    if _held(session, incident, role.id, account.id) is not None:
        raise Conflict(N_("They sit on this seat already."))
    seat = Seat(
        id=ids.new_id(),
        incident_id=incident.id,
        role=role.id,
        account_id=account.id,
        since=time_at(incident, now),
        assigned_by=by,
        until=None,
        ended_by=None,
    )
    session.add(seat)
    session.flush()
    if by == account.id:  # whoever is put on a seat by another has not answered yet
        answer_about(session, incident.id, page_subject(incident.id, role.id), by=by, now=now)
    own = by == account.id
    tell(
        session,
        incident,
        "seat.taken" if own else "seat.assigned",
        N_("{name} takes the seat: {role}") if own else N_("{name} is given the seat: {role}"),
        by=by,
        now=now,
        data={"role": role.id, "account": account.id},
        name=name_of(session, account),
        role=role.name,
    )
    return seat


def leave_seat(session: Session, incident: Incident, role: Role, account: Account, *, by: str, now: datetime) -> None:
    """Stand up. An empty seat falls to the deputy, then to the commander.

    Raises:
        Conflict: they do not sit there.
    """
    seat = _held(session, incident, role.id, account.id)
    if seat is None:
        raise Conflict(N_("They do not sit on this seat."))
    seat.until, seat.ended_by = time_at(incident, now), by
    session.flush()
    empty = session.scalars(
        select(Seat.id).where(Seat.incident_id == incident.id, Seat.role == role.id, Seat.until.is_(None))
    ).first()
    tell(
        session,
        incident,
        "seat.left",
        N_("{name} leaves the seat: {role}") if empty else N_("{name} leaves the seat, which is empty now: {role}"),
        by=by,
        now=now,
        data={"role": role.id, "account": account.id, "empty": empty is None},
        name=name_of(session, account),
        role=role.name,
    )


def _held(session: Session, incident: Incident, role: str, account_id: str) -> Seat | None:
    wanted = select(Seat).where(
        Seat.incident_id == incident.id, Seat.role == role, Seat.account_id == account_id, Seat.until.is_(None)
    )
    return session.scalars(wanted).one_or_none()
