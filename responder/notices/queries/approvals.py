"""Approvals and filings of a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.notices.records import Approval, Filing, Notice
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def list_approvals(session: Session, notice_id: str) -> Sequence[Approval]:
    """Every approval, the oldest first, void ones included."""
    return session.scalars(select(Approval).where(Approval.notice_id == notice_id).order_by(Approval.id)).all()


def find_valid_approval(session: Session, notice_id: str) -> Approval | None:
    """The approval that holds, if one does."""
    return next((approval for approval in list_approvals(session, notice_id) if approval.voided_at is None), None)


def list_filings(session: Session, notice_id: str) -> Sequence[Filing]:
    return session.scalars(select(Filing).where(Filing.notice_id == notice_id).order_by(Filing.id)).all()


def reference_of(session: Session, notice: Notice, filing: Filing) -> str:
    """The authority's reference; empty while it has not come."""
    if filing.reference_sealed is None:
        return ""
    keys = keystore_of(session).of(notice.incident_id)
    table = Filing.__tablename__
    return unseal(keys, filing.reference_sealed, table=table, column="reference_sealed", row_id=filing.id)
