"""Letting unanswered reminders climb, each step of the way a line of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.agenda.actions import climb_due, escalate_due
from responder.agenda.queries import list_of_subject, list_unanswered
from responder.intake.drill_time import lasting
from responder.intake.records import Incident
from responder.obligations.queries import OPEN, current
from responder.oncall.actions.paging import call
from responder.response.actions.saying import tell
from responder.response.climbing import CLIMBS, PATIENCE, next_up
from responder.response.queries import holders_of, seats_of
from responder.response.records import Run, StepState
from responder.words import N_, say

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.agenda.records import DueItem

CLOCK = "system"
_WHAT = {
    "step": N_("a step"),
    "evidence": N_("evidence that is being overwritten"),
    "obligation": N_("something the law asks for"),
    "notice_alarm": N_("a notice that says otherwise"),
}
_ACCOUNTABLE = N_("whoever is accountable for it")
_WHO = {"commander": N_("the commander"), "deputy": N_("the deputy"), "opener": N_("whoever opened the incident")}


def climb(session: Session, now: datetime) -> int:
    """Send up what was due ``PATIENCE`` ago and nobody answered. How many reminders went up. Safe to repeat."""
    gone_up = 0
    seen: set[tuple[str, str]] = set()
    for item in list_unanswered(session, sent_before=now, due_by=now, kinds=CLIMBS):
        incident = session.get(Incident, item.stream)
        if incident is not None and max(item.sent_at or now, item.due_at) > now - lasting(incident, PATIENCE):
            continue
        if incident is None or not _still_open(session, incident, item):
            escalate_due(session, item, now=now)
        elif (item.kind, item.subject_id) not in seen:
            seen.add((item.kind, item.subject_id))
            gone_up += _up(session, incident, item, now)
    return gone_up


def _up(session: Session, incident: Incident, item: DueItem, now: datetime) -> int:
    """To the next who was not told; whoever was told last has ``PATIENCE`` to answer before that."""
    sent = [
        one for one in list_of_subject(session, kind=item.kind, subject=item.subject_id) if one.due_at == item.due_at
    ]
    climbs = [one for one in sent if one.data.get("to") and one.state in {"planned", "claimed", "sent"}]
    if any(one.sent_at is None or one.sent_at > now - lasting(incident, PATIENCE) for one in climbs):
        return 0
    told = {who for one in sent if one.sent_at is not None for who in holders_of(session, incident, one)}
    accountable = item.data.get("accountable") or ()
    following = next_up(told, seats_of(session, incident), incident.opened_by, accountable=accountable)
    for one in sent:
        escalate_due(session, one, now=now)
    what = say(_WHAT[item.kind], incident.language)
    if following is None:
        tell(
            session, incident, "reminder.unanswered", N_("Nobody answered about {what}; a call goes out"),
            by=CLOCK, now=now, data={"item": item.id, "kind": item.kind}, what=what,
        )  # fmt: skip
        call(session, stream=incident.id, about=item.subject_id, why="unanswered", first=(), by=CLOCK, now=now)
        return 0
    seat, accounts = following
    climb_due(session, item, now=now, data={**item.data, "to": list(accounts)})
    tell(
        session, incident, "reminder.escalated", N_("No answer about {what}: it goes up to {who}"),
        by=CLOCK, now=now, data={"item": item.id, "kind": item.kind, "to": list(accounts), "seat": seat},
        what=what, who=say(_WHO.get(seat, _ACCOUNTABLE), incident.language),
    )  # fmt: skip
    return 1


def _still_open(session: Session, incident: Incident, item: DueItem) -> bool:
    """What was settled, ruled out or met meanwhile troubles nobody."""
    if item.kind == "obligation":
        owed = current(session, incident.id)
        return any(duty.identity == item.subject_id and duty.state in OPEN and not duty.met for duty in owed)
    if incident.state == "closed":
        return False
    row = session.get(StepState, item.subject_id)
    if row is None or row.state != "open":
        return False
    return session.scalars(select(Run.finished_at).where(Run.id == row.run_id)).one() is None
