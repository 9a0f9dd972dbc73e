"""Reads of facts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder.facts.parse import facts_from_document
from responder.facts.records import Statement
from responder.facts.snapshot import fold
from responder.intake.queries import title_of
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.facts.model import Facts
    from responder.intake.records import Incident


@dataclass(frozen=True)
class Said:
    """One statement, opened."""

    id: str
    key: str
    value: Any
    reason: str
    said_by: str
    known_since: datetime
    recorded_at: datetime


def history(session: Session, incident: Incident, key: str | None = None) -> list[Said]:
    """Every statement on ``key``, or on all facts, oldest first."""
    statement = select(Statement).where(Statement.incident_id == incident.id).order_by(Statement.id)
    if key is not None:
        statement = statement.where(Statement.key == key)
    return list(_opened(session, incident, session.scalars(statement)))


def document(session: Session, incident: Incident) -> dict[str, Any]:
    """What is known now, as a facts file would have it."""
    said = ((statement.key, statement.value) for statement in history(session, incident))
    return fold(said, title=title_of(session, incident))


def snapshot(session: Session, incident: Incident, library: Library) -> Facts:
    """What is known now, and so what is unknown."""
    return facts_from_document(document(session, incident), name=incident.number, library=library, recorded=True)


def _opened(session: Session, incident: Incident, rows: Iterable[Statement]) -> Iterable[Said]:
    keys = keystore_of(session).of(incident.id)
    for row in rows:
        opened = json.loads(
            unseal(keys, row.value_sealed, table=Statement.__tablename__, column="value_sealed", row_id=row.id)
        )
        yield Said(row.id, row.key, opened["value"], opened["reason"], row.said_by, row.known_since, row.recorded_at)
