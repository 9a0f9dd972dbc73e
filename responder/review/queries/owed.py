"""Obligations, every version, as the review keeps them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.obligations.records import ObligationVersion
from responder.review.matter import Owed
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident


def list_owed(session: Session, incident: Incident) -> tuple[Owed, ...]:
    """Every version of every obligation of an incident, in the order in which they were derived."""
    keys = keystore_of(session).of(incident.id)
    table = ObligationVersion.__tablename__
    rows = session.scalars(
        select(ObligationVersion)
        .where(ObligationVersion.incident_id == incident.id)
        .order_by(ObligationVersion.derived_at, ObligationVersion.id)
    )
    return tuple(
        Owed(
            version=row.version,
            answer=json.loads(unseal(keys, row.answer_sealed, table=table, column="answer_sealed", row_id=row.id)),
            rule_sha256=row.rule_sha256,
            derived_at=row.derived_at,
            replaced_at=row.replaced_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    )
