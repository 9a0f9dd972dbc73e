"""Waves released under the approval of a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.notices.records import Wave
from responder.notices.waves import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.notices.records import Approval


def list_waves(session: Session, approval: Approval) -> Sequence[Wave]:
    """The waves of one approval, in order."""
    return session.scalars(select(Wave).where(Wave.approval_id == approval.id).order_by(Wave.number)).all()


def rule_of(approval: Approval) -> Rule | None:
    """What the approval lets follow in waves; none where it is for one list alone."""
    stored = approval.bound.get("rule")
    return Rule.of_document(stored) if stored else None
