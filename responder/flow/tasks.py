"""What somebody has to do, over all incidents, and how much everybody has. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.intake.drill_time import real_instant
from responder.intake.queries import list_incidents
from responder.oncall.queries.pages import list_standing_calls
from responder.oncall.records import Page
from responder.people.queries import list_accounts
from responder.response.queries import list_handovers, room
from responder.review.queries import list_actions
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.oncall.records import PageCall
    from responder.people.records import Account
    from responder.response.records import Handover
    from responder.response.room import RunView, StepView

MOST: Final = 1000
FAR: Final = "9999"


@dataclass(frozen=True)
class Task:
    """One thing to do. ``title`` holds its languages; ``due_at`` is a real instant; ``taken_by``: who is on it."""

    kind: str
    incident: Incident
    title: Mapping[str, str]
    due_at: datetime | None
    run_id: str = ""
    step_id: str = ""
    role: str = ""
    taken_by: str | None = None


@dataclass(frozen=True)
class Mine:
    """Everything that waits for one person: calls to answer and hand-overs to accept first."""

    calls: Sequence[tuple[PageCall, Page]]
    handovers: Sequence[tuple[Incident, Handover]]
    tasks: Sequence[Task]


@dataclass(frozen=True)
class Load:
    """How much one person has: open steps, those that are late, the earliest due time, and seats by incident."""

    account: Account
    steps: int
    late: int
    next_due: datetime | None
    seats: Sequence[tuple[str, str]]


def my_tasks(session: Session, me: Account, *, books: Books, now: datetime) -> Mine:
    """What waits for ``me`` in every incident that this session may see, the most urgent first."""
    tasks, handovers = [], []
    for incident in list_incidents(session, limit=MOST):
        tasks += _actions(session, incident, me)
        if incident.state == "closed":
            continue
        tasks += [
            _task(incident, view, each)
            for view, each in _current(session, incident, me, books, now)
            if each.mine or each.planned.remembered.taken_by == me.id
        ]
        handovers += [(incident, one) for one in list_handovers(session, incident, to=me.id)]
    calls = [(one, session.get_one(Page, one.page_id)) for one in list_standing_calls(session, [me.id])]
    return Mine(calls, handovers, sorted(tasks, key=_urgency))


def workload(session: Session, me: Account, *, books: Books, now: datetime) -> list[Load]:
    """How much everybody has, the busiest first. Drills do not count."""
    steps: Counter[str] = Counter()
    late: Counter[str] = Counter()
    due: dict[str, list[datetime]] = defaultdict(list)
    seats: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for incident in _going(session):
        if incident.kind != "real":
            continue
        for view, each in _current(session, incident, me, books, now):
            task = _task(incident, view, each)
            for account in {task.taken_by} if task.taken_by else set(each.owner.holders):
                steps[account] += 1
                if each.step.role:
                    seats[account].add((incident.number, each.step.role))
                if task.due_at is not None:
                    due[account].append(task.due_at)
                    late[account] += task.due_at < now
    loads = [
        Load(one, steps[one.id], late[one.id], min(due[one.id], default=None), sorted(seats[one.id]))
        for one in list_accounts(session, disabled=False)
    ]
    return sorted(loads, key=lambda load: (-load.steps, load.account.login))


def _actions(session: Session, incident: Incident, me: Account) -> list[Task]:
    """What was agreed after the incident, closed or not; nothing once its key is destroyed."""
    if not keystore_of(session).has(incident.id):
        return []
    return [
        Task("review_action", incident, {"en": action.what}, action.due_at)
        for action in list_actions(session, incident)
        if action.state == "open" and action.owner == me.id
    ]


def _going(session: Session) -> list[Incident]:
    return [incident for incident in list_incidents(session, limit=MOST) if incident.state != "closed"]


def _current(
    session: Session, incident: Incident, me: Account, books: Books, now: datetime
) -> Iterator[tuple[RunView, StepView]]:
    for view in room(session, incident, books.library, books.playbooks, me=me, now=now).runs:
        if not view.finished:
            yield from ((view, each) for each in view.current)


def _task(incident: Incident, view: RunView, each: StepView) -> Task:
    planned = each.planned
    at = min((at for at in (planned.due_at, planned.lost_at) if at is not None), default=None)
    return Task(
        "step",
        incident,
        _texts(each.step.title),
        None if at is None else real_instant(incident, at),
        view.id,
        each.step.id,
        each.step.role or "",
        planned.remembered.taken_by,
    )


def _texts(title: Any) -> Mapping[str, str]:
    return title if not isinstance(title, str) else {"en": title}


def _urgency(task: Task) -> tuple[str, str]:
    return (task.due_at.isoformat() if task.due_at is not None else FAR, task.incident.number)
