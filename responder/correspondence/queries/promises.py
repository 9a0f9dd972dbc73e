"""Reads of promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.correspondence.records import Promise
from responder.correspondence.sealing import opened
from responder.errors import NotFound
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Promised:
    """A promise, opened."""

    id: str
    notice_id: str
    sentence: str
    state: str
    owner: str
    due_at: datetime


def list_promises(session: Session, incident_id: str, *, states: Collection[str] | None = None) -> list[Promised]:
    """What our notices promise, soonest first."""
    statement = select(Promise).where(Promise.incident_id == incident_id).order_by(Promise.due_at, Promise.id)
    if states is not None:
        statement = statement.where(Promise.state.in_(states))
    return [
        Promised(
            row.id, row.notice_id, opened(session, incident_id, Promise, row.id, row.sealed)["sentence"], row.state,
            row.owner, row.due_at,
        )
        for row in session.scalars(statement)
    ]  # fmt: skip


def get_promise(session: Session, incident_id: str, promise_id: str) -> Promise:
    """Raises NotFound where the notices of this incident made no such promise."""
    row = session.get(Promise, promise_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound(N_("There is no such promise"), field="promise")
    return row
