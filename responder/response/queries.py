"""Reads of response."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder.agenda.queries import ONE_DAY, list_upcoming
from responder.books.playbooks import read_stored
from responder.errors import NotFound
from responder.facts.queries import snapshot
from responder.intake.drill_time import time_at
from responder.intake.records import Incident
from responder.oncall.queries.people import next_called
from responder.oncall.queries.rotas import members_of
from responder.people.records import Account
from responder.response.knowledge import Knowledge
from responder.response.memory import Chosen, Memory, Remembered, Under
from responder.response.plan import Plan, make_plan
from responder.response.records import Choice, EvidenceAdded, Handover, Run, Seat, StepAssignee, StepState
from responder.response.room import Room, RunView, SeatView, seat_views, step_views
from responder.response.seats import ANSWERS, owner_of
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from responder.agenda.records import DueItem
    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook, Role

_kept: dict[str, Playbook] = {}
KEPT_PLAYBOOKS = 256
COMMANDER = "commander"
INJECT: Final = "inject"
"""The kind of due item by which an inject of a drill comes."""
PAGE = "page"


@dataclass(frozen=True)
class Running:
    """A run with all that a deed in it needs: its incident, its own text, and what is known."""

    incident: Incident
    run: Run
    playbook: Playbook
    knows: Knowledge


@dataclass(frozen=True)
class Firing:
    """A reminder to come. ``to`` are account ids; ``about`` is the id of the step or duty, where it has one."""

    sends_at: datetime
    due_at: datetime
    kind: str
    number: str
    code_name: str
    to: tuple[str, ...]
    about: str | None


def get_running(
    session: Session, incident: Incident, run_id: str, library: Library, playbooks: Mapping[str, Playbook]
) -> Running:
    """The run with this id.

    Raises:
        NotFound: it is none of this incident's.
    """
    run = session.scalars(select(Run).where(Run.id == run_id, Run.incident_id == incident.id)).one_or_none()
    if run is None:
        raise NotFound(N_("There is no such run in this incident"), field="run")
    knows = Knowledge(snapshot(session, incident, library), library)
    return Running(incident, run, _playbook_of(run, library, playbooks), knows)


def find_run(session: Session, run_id: str) -> Run | None:
    return session.get(Run, run_id)


def list_running(
    session: Session, incident: Incident, library: Library, playbooks: Mapping[str, Playbook]
) -> list[Running]:
    """Every run of the incident, the oldest first, finished ones too."""
    if not list_runs(session, incident):
        return []
    knows = Knowledge(snapshot(session, incident, library), library)
    return _running_with(session, incident, knows, library, playbooks)


def _running_with(
    session: Session, incident: Incident, knows: Knowledge, library: Library, playbooks: Mapping[str, Playbook]
) -> list[Running]:
    runs = list_runs(session, incident)
    return [Running(incident, run, _playbook_of(run, library, playbooks), knows) for run in runs]


def list_runs(session: Session, incident: Incident) -> Sequence[Run]:
    return session.scalars(select(Run).where(Run.incident_id == incident.id).order_by(Run.started_at, Run.id)).all()


def plan_of(session: Session, running: Running, now: datetime) -> Plan:
    """Which steps are current at the real instant ``now``, which wait, and why."""
    memory = memory_of(session, running.run)
    return make_plan(running.playbook, memory, running.knows, now=time_at(running.incident, now))


def memory_of(session: Session, run: Run) -> Memory:
    """What the rows of a run amount to."""
    attached: dict[str, set[str]] = defaultdict(set)
    for step_id, evidence_id in session.execute(
        select(EvidenceAdded.step_id, EvidenceAdded.evidence_id).where(EvidenceAdded.run_id == run.id)
    ):
        attached[step_id].add(evidence_id)
    states = {row.step_id: row for row in session.scalars(select(StepState).where(StepState.run_id == run.id))}
    steps = {
        step_id: _remembered(states.get(step_id), frozenset(attached[step_id])) for step_id in {*states, *attached}
    }
    choices = {
        (row.step_id, row.decision_id): Chosen(row.option_id, row.at)
        for row in session.scalars(select(Choice).where(Choice.run_id == run.id, Choice.replaced_at.is_(None)))
    }
    return Memory(run.started_at, steps, choices, finished=run.finished_at is not None, under=_under(session, run))


def _under(session: Session, run: Run) -> dict[str, tuple[Under, ...]]:
    """Step → the sub-playbooks it started that are not through."""
    found: dict[str, tuple[Under, ...]] = {}
    wanted = select(Run).where(Run.parent_run_id == run.id, Run.finished_at.is_(None), Run.over.is_(False))
    for child in session.scalars(wanted.order_by(Run.started_at, Run.id)):
        step = child.parent_step or ""
        found[step] = (*found.get(step, ()), Under(child.id, child.playbook))
    return found


def seats_of(session: Session, incident: Incident) -> dict[str, list[str]]:
    """Seat → the account ids on it now, in the order in which they sat down."""
    found: dict[str, list[str]] = defaultdict(list)
    for seat in list_seats(session, incident):
        found[seat.role].append(seat.account_id)
    return dict(found)


def holders_of(session: Session, incident: Incident, item: DueItem) -> tuple[str, ...]:
    """The account ids that a due item goes to: whom it names, else to whom the step was given, the seat, the opener."""
    if item.kind == PAGE:
        return next_called(session, item.subject_id, item.planned_at, seats=seats_of(session, incident))
    if item.data.get("to"):
        return tuple(item.data["to"])
    if item.data.get("owner"):
        return (str(item.data["owner"]),)
    given = assigned_in(session, item.data["run"]).get(item.data.get("step") or "") if item.data.get("run") else None
    if given:
        return given
    role = str(item.data.get("role") or ANSWERS.get(item.kind, COMMANDER))
    return owner_of(role, seats_of(session, incident)).holders or (incident.opened_by,)


def list_firing(
    session: Session, now: datetime, *, incident: Incident | None = None, within: timedelta = ONE_DAY
) -> list[Firing]:
    """What will be sent in the next hours and to whom, in order; of one incident, or of all."""
    found = []
    for item in list_upcoming(session, now, within=within, stream=incident.id if incident else None):
        if item.kind == INJECT:
            continue  # told by its coming, not before
        matter = incident or session.get(Incident, item.stream)
        if matter is None and item.kind == PAGE:
            called = next_called(session, item.subject_id, item.planned_at, seats={})
            found.append(Firing(item.planned_at, item.due_at, item.kind, "", "", called, None))
        elif matter is not None:
            found.append(
                Firing(
                    item.planned_at, item.due_at, item.kind, matter.number, matter.code_name,
                    holders_of(session, matter, item), item.data.get("step") or item.data.get("duty"),
                )
            )  # fmt: skip
    return found


def assigned_in(session: Session, run_id: str) -> dict[str, tuple[str, ...]]:
    """Step → the account ids it was given to, those of teams as the teams now are."""
    teams = members_of(session)
    found: dict[str, list[str]] = defaultdict(list)
    for row in list_assignees(session, run_id):
        found[row.step_id] += teams.get(row.who, []) if row.kind == "team" else [row.who]
    return {step: tuple(dict.fromkeys(people)) for step, people in found.items()}


def list_assignees(session: Session, run_id: str) -> Sequence[StepAssignee]:
    wanted = select(StepAssignee).where(StepAssignee.run_id == run_id).order_by(StepAssignee.given_at, StepAssignee.who)
    return session.scalars(wanted).all()


def list_handovers(session: Session, incident: Incident, *, to: str | None = None) -> Sequence[Handover]:
    """Offers that nobody has answered yet: to one person, or all."""
    wanted = select(Handover).where(Handover.incident_id == incident.id, Handover.state == "open")
    if to is not None:
        wanted = wanted.where(Handover.to_id == to)
    return session.scalars(wanted.order_by(Handover.asked_at)).all()


def list_seats(session: Session, incident: Incident, *, past: bool = False) -> Sequence[Seat]:
    """Who sits where; with ``past`` also who sat there before."""
    wanted = select(Seat).where(Seat.incident_id == incident.id).order_by(Seat.since, Seat.id)
    return session.scalars(wanted if past else wanted.where(Seat.until.is_(None))).all()


def room(
    session: Session,
    incident: Incident,
    library: Library,
    playbooks: Mapping[str, Playbook],
    *,
    me: Account,
    now: datetime,
) -> Room:
    """What to do now, for one person: their own current steps first, then the others', each with why it is here.

    Playbooks that nobody started offer themselves once what is known fits them.
    """
    seats = seats_of(session, incident)
    at = time_at(incident, now)
    views, named = [], {}
    knows = Knowledge(snapshot(session, incident, library), library)
    for running in _running_with(session, incident, knows, library, playbooks):
        plan = plan_of(session, running, now)
        named.update({role.id: role for role in running.playbook.roles})
        views.append(
            RunView(
                id=running.run.id,
                playbook=running.playbook,
                plan=plan,
                steps=step_views(
                    running.playbook, plan, seats, me=me.id, permission_set=me.permission_set, knows=running.knows,
                    given=assigned_in(session, running.run.id),
                ),
                finished=running.run.finished_at is not None,
                newer_version=_newer(running.run, playbooks),
                parent=(running.run.parent_run_id, running.run.parent_step or "")
                if running.run.parent_run_id
                else None,
            )
        )
    started = {view.playbook.name for view in views}
    fits = tuple(book for name, book in playbooks.items() if name not in started and fits_facts(book, knows))
    return Room(tuple(views), _seat_views(session, named, seats, views), at, fits)


def fits_facts(playbook: Playbook, knows: Knowledge) -> bool:
    """Whether a playbook offers itself: it says when it applies, and what is known says that this is so."""
    return playbook.applies_when is not None and knows.holds(playbook.applies_when) is True


def _seat_views(
    session: Session, roles: Mapping[str, Role], seats: Mapping[str, Sequence[str]], views: Sequence[RunView]
) -> tuple[SeatView, ...]:
    held = {account_id for holders in seats.values() for account_id in holders}
    accounts = session.scalars(select(Account).where(Account.id.in_(held)))
    sets = {account.id: account.permission_set for account in accounts}
    steps = [step for view in views if not view.finished for step in view.playbook.steps]
    return seat_views(roles, seats, steps, sets)


def _playbook_of(run: Run, library: Library, playbooks: Mapping[str, Playbook]) -> Playbook:
    """The text the run started with, read once: the shelf's where it is still the same."""
    on_shelf = playbooks.get(run.playbook)
    if on_shelf is not None and on_shelf.sha256 == run.sha256:
        return on_shelf
    if run.sha256 not in _kept:
        if len(_kept) >= KEPT_PLAYBOOKS:
            _kept.clear()
        _kept[run.sha256] = read_stored(run.playbook, run.sources, words=library.words, roles=roles_of(playbooks))
    return _kept[run.sha256]


def roles_of(playbooks: Mapping[str, Playbook]) -> dict[str, Role]:
    """Every seat that a playbook of the shelf names."""
    return {role.id: role for playbook in playbooks.values() for role in playbook.roles}


def _newer(run: Run, playbooks: Mapping[str, Playbook]) -> str | None:
    on_shelf = playbooks.get(run.playbook)
    known = {run.sha256, run.adopted_sha256}
    return on_shelf.version if on_shelf is not None and on_shelf.sha256 not in known else None


def _remembered(row: StepState | None, evidence: frozenset[str]) -> Remembered:
    if row is None:
        return Remembered(evidence=evidence)
    return Remembered(
        state=row.state,
        since=row.current_since,
        settled_at=row.settled_at,
        rounds=row.rounds,
        last_round_at=row.last_round_at,
        tasks=frozenset(row.tasks),
        evidence=evidence,
        carried=frozenset(row.carried),
        taken_by=row.taken_by,
        taken_at=row.taken_at,
    )
