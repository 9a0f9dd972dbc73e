"""Notices with every version of their texts, their approvals and filings, as the review keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.notices import queries as notices
from responder.review.matter import Approval, Filing, Notice, NoticeText

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.notices.records import Notice as Row


def list_notices(session: Session, incident: Incident) -> tuple[Notice, ...]:
    """Every notice of an incident, the oldest first."""
    return tuple(_notice(session, row) for row in notices.list_notices(session, incident.id))


def _notice(session: Session, row: Row) -> Notice:
    texts = notices.history(session, row)
    hashes = {text.id: text.sha256 for text in texts}
    return Notice(
        id=row.id,
        regime=row.regime,
        duty=row.duty,
        place=row.place,
        state=row.state,
        recipient_kind=row.recipient_kind,
        recipient_name=row.recipient_name,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        texts=tuple(
            NoticeText(text.number, text.language, text.medium, text.subject, text.text, text.sha256) for text in texts
        ),
        approvals=tuple(
            Approval(
                by=approval.approved_by,
                at=approval.approved_at,
                digest=approval.digest,
                bound=approval.bound,
                texts=tuple(hashes[version] for version in approval.versions),
                voided_at=approval.voided_at,
            )
            for approval in notices.list_approvals(session, row.id)
        ),
        filings=tuple(
            Filing(at=filing.filed_at, by=filing.recorded_by, reference=notices.reference_of(session, row, filing))
            for filing in notices.list_filings(session, row.id)
        ),
    )
