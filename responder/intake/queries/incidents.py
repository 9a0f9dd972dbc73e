"""Incidents by number, in lists, and by title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from responder.errors import Broken, NotFound
from responder.intake.records import Incident
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def find_incident(session: Session, reference: str) -> Incident | None:
    """The incident with this number (as people say it, in any case) or id."""
    wanted = reference.strip()
    statement = select(Incident).where(or_(Incident.number == wanted.upper(), Incident.id == wanted.lower()))
    return session.scalars(statement).one_or_none()


def get_incident(session: Session, reference: str) -> Incident:
    incident = find_incident(session, reference)
    if incident is None:
        raise NotFound(
            "There is no incident {reference}",
            reference=reference,
            expected="a number such as INC-2026-0007",
            do="`responder incident list` shows them all.",
        )
    return incident


def list_incidents(
    session: Session, *, state: str | None = None, kind: str | None = None, limit: int = 50, offset: int = 0
) -> Sequence[Incident]:
    """Incidents, the newest first."""
    statement = select(Incident).order_by(Incident.opened_at.desc(), Incident.id.desc()).limit(limit).offset(offset)
    if state is not None:
        statement = statement.where(Incident.state == state)
    if kind is not None:
        statement = statement.where(Incident.kind == kind)
    return session.scalars(statement).all()


def title_of(session: Session, incident: Incident) -> str:
    """Its title; its code name once its key is destroyed, and where it cannot be read (``unreadable``)."""
    keystore = keystore_of(session)
    if not keystore.has(incident.id) or unreadable(session, incident):
        return incident.code_name
    return unseal(
        keystore.of(incident.id),
        incident.title_sealed,
        table=Incident.__tablename__,
        column="title_sealed",
        row_id=incident.id,
    )


def unreadable(session: Session, incident: Incident) -> bool:
    """Whether the file with its keys is damaged, so that nothing in it opens until that file is put back."""
    keystore = keystore_of(session)
    if not keystore.has(incident.id):
        return False
    try:
        keystore.of(incident.id)
    except Broken:
        return True
    return False
