"""Deeds of a playbook that is followed: take over a newer version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import NotFound
from responder.response import actions as response
from responder.response.queries import get_running, roles_of
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

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
