"""Notices with every version of their texts, their approvals and filings, opened."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder.journal import chain
from responder.notices import records as rows
from responder.review.matter import Approval, Filing, Notice, NoticeText
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.vault.seal import Keys


def list_notices(session: Session, incident: Incident) -> tuple[Notice, ...]:
    """Every notice of an incident, the oldest first."""
    keys = keystore_of(session).of(incident.id)
    wanted = select(rows.Notice).where(rows.Notice.incident_id == incident.id).order_by(rows.Notice.id)
    return tuple(_notice(session, row, keys) for row in session.scalars(wanted))


def _notice(session: Session, row: rows.Notice, keys: Keys) -> Notice:
    versions = select(rows.NoticeVersion).where(rows.NoticeVersion.notice_id == row.id).order_by(rows.NoticeVersion.id)
    texts = {version.id: _text(version, keys) for version in session.scalars(versions)}
    approvals = select(rows.Approval).where(rows.Approval.notice_id == row.id).order_by(rows.Approval.id)
    filings = select(rows.Filing).where(rows.Filing.notice_id == row.id).order_by(rows.Filing.filed_at, rows.Filing.id)
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
        texts=tuple(texts.values()),
        approvals=tuple(_approval(session, approval, texts) for approval in session.scalars(approvals)),
        filings=tuple(_filing(filing, keys) for filing in session.scalars(filings)),
    )


def _text(row: rows.NoticeVersion, keys: Keys) -> NoticeText:
    def opened(sealed: bytes, column: str) -> str:
        return unseal(keys, sealed, table=rows.NoticeVersion.__tablename__, column=column, row_id=row.id)

    return NoticeText(
        version=row.number,
        language=row.language,
        medium=row.medium,
        subject=opened(row.subject_sealed, "subject_sealed"),
        text=opened(row.text_sealed, "text_sealed"),
        sha256=row.sha256,
    )


def _approval(session: Session, row: rows.Approval, texts: dict[str, NoticeText]) -> Approval:
    """The approval with what it bound, rebuilt: if that is no more, a voided one stands without."""
    attached = select(rows.Attachment.reference).where(
        rows.Attachment.notice_id == row.notice_id, rows.Attachment.added_at <= row.approved_at
    )
    approved = [texts[version] for version in row.versions if version in texts]
    bound: dict[str, Any] = {
        "attachments": sorted(session.scalars(attached)),
        "count": row.count,
        "recipients": row.recipients,
        "texts": sorted([text.language, text.medium, text.sha256] for text in approved),
    }
    rebuilt = hashlib.sha256(chain.canonical(bound)).hexdigest() == row.digest
    return Approval(
        by=row.approved_by,
        at=row.approved_at,
        digest=row.digest,
        bound=bound if rebuilt or row.voided_at is None else {},
        texts=tuple(text.sha256 for text in approved),
        voided_at=row.voided_at,
    )


def _filing(row: rows.Filing, keys: Keys) -> Filing:
    table = rows.Filing.__tablename__
    sealed = row.reference_sealed
    reference = "" if sealed is None else unseal(keys, sealed, table=table, column="reference_sealed", row_id=row.id)
    return Filing(at=row.filed_at, by=row.recorded_by, reference=reference)
