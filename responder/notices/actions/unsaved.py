"""What is typed in the editor is kept every few seconds, for its writer alone, until it becomes a version.

It is no version: an approval holds on while somebody types, and falls only when the text is saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput
from responder.notices import queries, states
from responder.notices.records import UnsavedEdit
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.records import Notice

LONGEST = 100_000


def keep_typing(
    session: Session,
    notice: Notice,
    *,
    language: str,
    medium: str,
    subject: str,
    text: str,
    expected: int,
    by: str,
    now: datetime,
) -> UnsavedEdit:
    """Keep what stands in the editor of ``by``, in place of what was kept before. ``expected``: as in ``edit_draft``.

    Raises:
        Conflict: the notice was sent, filed or withdrawn.
        NotFound: the notice has no such text.
        BadInput: it is longer than any letter.
    """
    states.after("edit", notice.state)
    queries.get_version(session, notice.id, language, medium)
    if len(text) > LONGEST:
        raise BadInput(N_("The text is empty or too long"), field="text", expected="1 to 100,000 characters")
    kept = queries.find_unsaved_row(session, notice.id, language, medium, by=by)
    row_id = kept.id if kept else ids.new_id()
    keys = keystore_of(session).of(notice.incident_id)

    def sealed(column: str, value: str) -> bytes:
        return seal(keys, value, table=UnsavedEdit.__tablename__, column=column, row_id=row_id)

    if kept is None:
        kept = UnsavedEdit(id=row_id, notice_id=notice.id, language=language, medium=medium, typed_by=by)
        session.add(kept)
    kept.subject_sealed, kept.text_sealed = sealed("subject_sealed", subject), sealed("text_sealed", text)
    kept.expected, kept.typed_at = expected, now
    session.flush()
    return kept


def forget_typing(session: Session, notice: Notice, *, language: str, medium: str, by: str) -> None:
    """What was typed became a version, or its writer gave it up."""
    kept = queries.find_unsaved_row(session, notice.id, language, medium, by=by)
    if kept is not None:
        session.delete(kept)
        session.flush()
