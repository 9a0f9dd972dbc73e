"""Reads of counsel's workspace."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.counsel.records import CounselPaper, CounselReader
from responder.errors import NotFound
from responder.people.permissions import may
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Paper:
    """A piece of advice, opened."""

    id: str
    kind: str
    title: str
    text: str
    written_at: datetime
    written_by: str
    released_at: datetime | None
    released_by: str | None


def may_read(session: Session, incident_id: str, account_id: str, permission_set: str) -> bool:
    """Whether somebody sees the workspace of this incident: counsel, and those whom counsel named for it."""
    return may(permission_set, "advice.read") or find_reader(session, incident_id, account_id) is not None


def find_reader(session: Session, incident_id: str, account_id: str) -> CounselReader | None:
    statement = select(CounselReader).where(
        CounselReader.incident_id == incident_id,
        CounselReader.account_id == account_id,
        CounselReader.ended_at.is_(None),
    )
    return session.scalars(statement).first()


def list_readers(session: Session, incident_id: str) -> Sequence[CounselReader]:
    """Whom counsel named and who may still read, in the order of naming."""
    statement = (
        select(CounselReader)
        .where(CounselReader.incident_id == incident_id, CounselReader.ended_at.is_(None))
        .order_by(CounselReader.id)
    )
    return session.scalars(statement).all()


def list_papers(session: Session, incident_id: str) -> list[Paper]:
    """Everything in the workspace, the newest first."""
    statement = select(CounselPaper).where(CounselPaper.incident_id == incident_id).order_by(CounselPaper.id.desc())
    return [opened(session, row) for row in session.scalars(statement)]


def get_paper(session: Session, incident_id: str, paper_id: str) -> CounselPaper:
    """Raises NotFound where this incident has no such paper."""
    row = session.get(CounselPaper, paper_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound(N_("There is no such paper in the workspace"))
    return row


def opened(session: Session, row: CounselPaper) -> Paper:
    keys = keystore_of(session).of(row.incident_id)
    told = json.loads(unseal(keys, row.sealed, table=CounselPaper.__tablename__, column="sealed", row_id=row.id))
    return Paper(
        row.id, row.kind, told["title"], told["text"], row.written_at, row.written_by, row.released_at, row.released_by
    )
