"""Reads of obligations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder.obligations.records import ObligationVersion
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def present_versions(session: Session, incident_id: str) -> Sequence[ObligationVersion]:
    """The present version of every obligation, withdrawn ones included."""
    return session.scalars(
        select(ObligationVersion).where(
            ObligationVersion.incident_id == incident_id, ObligationVersion.replaced_at.is_(None)
        )
    ).all()


def current(session: Session, incident_id: str, *, state: str | None = None) -> Sequence[ObligationVersion]:
    """What is owed as derived last, soonest due first; undated ones after those with a date."""
    statement = (
        select(ObligationVersion)
        .where(
            ObligationVersion.incident_id == incident_id,
            ObligationVersion.replaced_at.is_(None),
            ObligationVersion.withdrawn_at.is_(None),
        )
        .order_by(
            ObligationVersion.due_at.is_(None),
            ObligationVersion.due_at,
            ObligationVersion.regime,
            ObligationVersion.duty,
        )
    )
    if state is not None:
        statement = statement.where(ObligationVersion.state == state)
    return session.scalars(statement).all()


def versions_of(session: Session, identity: str) -> Sequence[ObligationVersion]:
    """Every version of one obligation, oldest first."""
    return session.scalars(
        select(ObligationVersion).where(ObligationVersion.identity == identity).order_by(ObligationVersion.version)
    ).all()


def answer_of(session: Session, version: ObligationVersion) -> dict[str, Any]:
    """One entry of ``responder/obligations/1`` as it was derived then."""
    keys = keystore_of(session).of(version.incident_id)
    document: dict[str, Any] = json.loads(
        unseal(
            keys,
            version.answer_sealed,
            table=ObligationVersion.__tablename__,
            column="answer_sealed",
            row_id=version.id,
        )
    )
    return document
