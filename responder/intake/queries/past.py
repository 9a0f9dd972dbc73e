"""Which past incidents were brought in already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.intake.queries.incidents import title_of
from responder.intake.records import Incident

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def find_imported(session: Session, title: str, opened_at: datetime) -> Incident | None:
    """The imported incident with this title and opening."""
    same_time = select(Incident).where(Incident.opened_at == opened_at, Incident.imported_at.is_not(None))
    wanted = " ".join(title.split())
    return next((found for found in session.scalars(same_time) if title_of(session, found) == wanted), None)
