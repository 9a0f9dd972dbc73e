"""Deeds of a playbook that is followed: take over a newer version, carry out what a step offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.errors import Conflict, NotFound
from responder.flow.notices import draft_notice
from responder.notices.queries import find_notice
from responder.obligations.queries import current
from responder.response import actions as response
from responder.response.queries import get_running, roles_of
from responder.review.actions import schedule_reviews
from responder.review.rounds import read_rounds
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.playbooks.values import Do
    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.response.queries import Running


def adopt_version(
    session: Session,
    incident: Incident,
    run_id: str,
    *,
    books: Books,
    by: str,
    now: datetime,
    steps: Sequence[str] | None = None,
) -> Running:
    """Let a run take over the shelf's version of its playbook, whole or step by step.

    Raises:
        NotFound: no such run, or the playbook is no longer on the shelf.
        Conflict, BadInput: as ``response.adopt``.
    """
    running = get_running(session, incident, run_id, books.library, books.playbooks)
    newer = books.playbooks.get(running.run.playbook)
    if newer is None:
        raise NotFound(N_("This playbook is no longer on the shelf"), field="playbook")
    roles = roles_of(books.playbooks) | {role.id: role for role in running.playbook.roles}
    return response.adopt(session, running, newer, library=books.library, roles=roles, by=by, now=now, steps=steps)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an action: ``made`` are the ids of what it made; where it made nothing, ``go`` names its page."""

    action: str
    made: tuple[str, ...] = ()
    go: bool = False


def carry_out(
    session: Session,
    incident: Incident,
    run_id: str,
    step_id: str,
    number: int,
    *,
    books: Books,
    by: str,
    now: datetime,
) -> Carried:
    """Let the toolkit do what a step's ``do`` block offers. What only people can do is answered with ``go``.

    Args:
        session: The unit of work.
        incident: The incident.
        run_id: The run.
        step_id: The step.
        number: Which of its actions, from 1.
        books: The shelves.
        by: Account id.
        now: The real instant.

    Raises:
        NotFound: no such run, step, action or sub-playbook.
        Conflict: the run is finished, the sub-playbook runs already, or nothing is there to draft.
    """
    running = get_running(session, incident, run_id, books.library, books.playbooks)
    do = response.action_of(running, step_id, number)
    if do.action == "page":
        response.page(session, running, step_id, number, by=by, now=now)
        return Carried(do.action)
    values: dict[str, object] = {}
    if do.action == "draft_notice":
        made = _draft(session, incident, do, books=books, by=by, now=now)
        sentence, values = N_("Drafted for this step: {count} notices"), {"count": len(made)}
    elif do.action == "open_review":
        made = _review(session, incident, str(do.given["kind"]), by=by, now=now)
        sentence = N_("The review was planned")
    elif do.action == "start_subplaybook":
        name = str(do.given["playbook"])
        made = (_start(session, running, step_id, name, books=books, by=by, now=now),)
        sentence, values = N_("Sub-playbook started: {name}"), {"name": books.playbooks[name].title}
    else:
        return Carried(do.action, go=True)
    response.note_carried(
        session, running, step_id, number, sentence, by=by, now=now, data={"made": list(made)}, **values
    )
    return Carried(do.action, made)


def _draft(session: Session, incident: Incident, do: Do, *, books: Books, by: str, now: datetime) -> tuple[str, ...]:
    """A draft for each duty of this recipient that is owed and has none; what no letter is for is told elsewhere."""
    made = []
    for duty in current(session, incident.id, state="required"):
        wanted = {"recipient": duty.recipient, "regime": duty.regime, "duty": duty.duty}
        place = duty.place or ""
        if duty.met or any(wanted.get(key, value) != value for key, value in do.given.items()):
            continue
        if find_notice(session, incident.id, duty.regime, duty.duty, place) is not None:
            continue
        try:
            made.append(draft_notice(session, incident, duty.regime, duty.duty, place, books=books, by=by, now=now).id)
        except NotFound:  # a form or a portal, no letter: the page of what is owed says which
            continue
    if not made:
        raise Conflict(N_("No duty of this kind is owed and without a draft. See what is owed."))
    return tuple(made)


def _review(session: Session, incident: Incident, kind: str, *, by: str, now: datetime) -> tuple[str, ...]:
    rounds = [entry for entry in read_rounds() if entry.id == kind]
    if not rounds:
        expected = ", ".join(entry.id for entry in read_rounds())
        raise NotFound(N_("There is no such review"), field="kind", expected=expected)
    return tuple(meeting.id for meeting in schedule_reviews(session, incident, rounds=rounds, by=by, now=now))


def _start(session: Session, running: Running, step_id: str, name: str, *, books: Books, by: str, now: datetime) -> str:
    playbook = books.playbooks.get(name)
    if playbook is None:
        raise NotFound(N_("There is no such playbook"), field="playbook", expected=", ".join(books.playbooks))
    parent = (running.run.id, step_id)
    started = response.start_run(session, running.incident, playbook, running.knows, by=by, now=now, parent=parent)
    return started.run.id
