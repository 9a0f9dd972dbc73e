"""What people typed in the editor and have not saved as a version yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.notices.records import UnsavedEdit
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.records import Notice


@dataclass(frozen=True)
class Unsaved:
    """Typed by one person on version ``expected``, opened."""

    subject: str
    text: str
    expected: int
    typed_at: datetime


def find_unsaved_row(session: Session, notice_id: str, language: str, medium: str, *, by: str) -> UnsavedEdit | None:
    return session.scalars(
        select(UnsavedEdit).where(
            UnsavedEdit.notice_id == notice_id,
            UnsavedEdit.language == language,
            UnsavedEdit.medium == medium,
            UnsavedEdit.typed_by == by,
        )
    ).one_or_none()


def find_unsaved(session: Session, notice: Notice, language: str, medium: str, *, by: str) -> Unsaved | None:
    """What ``by`` typed in this text last; nobody else ever sees it."""
    row = find_unsaved_row(session, notice.id, language, medium, by=by)
    if row is None:
        return None
    keys = keystore_of(session).of(notice.incident_id)

    def opened(column: str) -> str:
        return unseal(keys, getattr(row, column), table=UnsavedEdit.__tablename__, column=column, row_id=row.id)

    return Unsaved(opened("subject_sealed"), opened("text_sealed"), row.expected, row.typed_at)
