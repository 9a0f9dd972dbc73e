"""Handing over a seat or a step. Whoever has it stays responsible until the other has said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder import ids
from responder.agenda.actions import acknowledge_due, cancel_due, plan_due
from responder.errors import Conflict, NotFound, Refused
from responder.people.queries import get_account, name_of
from responder.response.actions.saying import sealed_note, step_of, tell
from responder.response.actions.seats import assign_seat, leave_seat
from responder.response.actions.taking import take_step
from responder.response.queries import get_running, list_handovers, memory_of, roles_of, seats_of
from responder.response.records import Handover
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook, Role
    from responder.intake.records import Incident
    from responder.people.records import Account
    from responder.response.queries import Running

HANDOVER: Final = "handover"
REMIND: Final = (0, 10, 30)
"""Minutes after the offer at which whoever was asked is written to."""


def offer_seat(
    session: Session,
    incident: Incident,
    role: Role,
    from_: Account,
    to: Account,
    *,
    by: str,
    now: datetime,
    note: str = "",
) -> Handover:
    """Offer a seat to somebody.

    Args:
        session: The unit of work.
        incident: Where.
        role: The seat.
        from_: Who sits on it.
        to: Who is asked.
        by: Who offers it.
        now: The real instant.
        note: What the other should know; kept sealed.

    Raises:
        Conflict: ``from_`` does not sit there, ``to`` does, is disabled or was asked already.
    """
    holders = seats_of(session, incident).get(role.id, [])
    if from_.id not in holders:
        raise Conflict(N_("They do not sit on this seat."))
    if to.id in holders:
        raise Conflict(N_("They sit on this seat already."))
    return _offer(session, incident, from_, to, by=by, now=now, note=note, role=role.id, what=role.name)


def offer_step(
    session: Session, running: Running, step_id: str, to: Account, *, by: str, now: datetime, note: str = ""
) -> Handover:
    """Offer a step that one is on to somebody.

    Raises:
        NotFound: the playbook has no such step.
        Conflict: nobody is on it, or ``to`` is, is disabled or was asked already.
    """
    step, remembered = step_of(running, step_id), memory_of(session, running.run).steps.get(step_id)
    holder = remembered.taken_by if remembered is not None else None
    if holder is None:
        raise Conflict(N_("Nobody is on it."))
    if holder == to.id:
        raise Conflict(N_("They are on it already."))
    from_ = get_account(session, holder)
    return _offer(
        session, running.incident, from_, to, by=by, now=now, note=note, what=step.title, run_id=running.run.id,
        step_id=step_id,
    )  # fmt: skip


def answer_handover(
    session: Session,
    incident: Incident,
    handover_id: str,
    takes: bool,
    *,
    library: Library,
    playbooks: Mapping[str, Playbook],
    by: str,
    now: datetime,
) -> None:
    """Accept what was offered, or decline: then it stays where it is.

    Raises:
        NotFound: no such offer stands open.
        Refused: it was made to somebody else.
        Conflict: it cannot be taken over any more.
    """
    row = next((one for one in list_handovers(session, incident) if one.id == handover_id), None)
    if row is None:
        raise NotFound(N_("There is no such offer, or it was answered already."), field="handover")
    if row.to_id != by:
        raise Refused(N_("It was offered to somebody else."))
    _close(session, row, "accepted" if takes else "declined", by=by, now=now)
    to = get_account(session, row.to_id)
    tell(
        session, incident, f"handover.{row.state}",
        N_("{name} accepts the hand-over") if takes else N_("{name} declines the hand-over: it stays where it is"),
        by=by, now=now, data=_about(row), name=name_of(session, to),
    )  # fmt: skip
    if not takes:
        return
    if row.role is not None:
        role = roles_of(playbooks)[row.role]
        assign_seat(session, incident, role, to, by=by, now=now)
        former = get_account(session, row.from_id)
        if former.id in seats_of(session, incident).get(row.role, []):
            leave_seat(session, incident, role, former, by=by, now=now)
        return
    running = get_running(session, incident, row.run_id or "", library, playbooks)
    take_step(session, running, row.step_id or "", by=by, now=now)


def withdraw_handover(session: Session, incident: Incident, handover_id: str, *, by: str, now: datetime) -> None:
    """Take an offer back.

    Raises:
        NotFound: no such offer stands open.
    """
    row = next((one for one in list_handovers(session, incident) if one.id == handover_id), None)
    if row is None:
        raise NotFound(N_("There is no such offer, or it was answered already."), field="handover")
    _close(session, row, "withdrawn", by=by, now=now)
    tell(session, incident, "handover.withdrawn", N_("A hand-over is taken back"), by=by, now=now, data=_about(row))


def _offer(  # noqa: PLR0913 -- who, to whom, and a seat or a step
    session: Session,
    incident: Incident,
    from_: Account,
    to: Account,
    *,
    by: str,
    now: datetime,
    note: str,
    what: Mapping[str, str] | str,
    role: str | None = None,
    run_id: str | None = None,
    step_id: str | None = None,
) -> Handover:
    if to.disabled_at is not None:
        raise Conflict(N_("This account is disabled."))
    standing = list_handovers(session, incident, to=to.id)
    if any((one.role, one.run_id, one.step_id) == (role, run_id, step_id) for one in standing):
        raise Conflict(N_("They were asked already."))
    row_id = ids.new_id()
    table = Handover.__tablename__
    row = Handover(
        id=row_id,
        incident_id=incident.id,
        role=role,
        run_id=run_id,
        step_id=step_id,
        from_id=from_.id,
        to_id=to.id,
        note_sealed=sealed_note(session, incident, note, table=table, column="note_sealed", row_id=row_id),
        asked_at=now,
        asked_by=by,
        state="open",
        answered_at=None,
    )
    session.add(row)
    session.flush()
    plan_due(
        session, stream=incident.id, kind=HANDOVER, subject=row_id, at=now, now=now, offsets=REMIND,
        data={"to": [to.id]},
    )  # fmt: skip
    tell(
        session, incident, "handover.offered",
        N_("{name} is asked to take over from {former}: {what}. Until then {former} stays responsible"),
        by=by, now=now, data=_about(row), name=name_of(session, to), former=name_of(session, from_), what=what,
    )  # fmt: skip
    return row


def _close(session: Session, row: Handover, state: str, *, by: str, now: datetime) -> None:
    row.state, row.answered_at = state, now
    session.flush()
    cancel_due(session, kind=HANDOVER, subject=row.id)
    acknowledge_due(session, kind=HANDOVER, subject=row.id, by=by, now=now)


def _about(row: Handover) -> dict[str, str | None]:
    what = {"handover": row.id, "role": row.role, "run": row.run_id, "step": row.step_id}
    return {**what, "from": row.from_id, "to": row.to_id}
