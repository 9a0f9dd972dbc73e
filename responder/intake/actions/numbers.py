"""Numbers that people say: counted by series and year, given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.intake.records import NumberCount

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def next_number(session: Session, series: str, now: datetime) -> str:
    """The next number of ``series`` in the year of ``now``, such as INC-2026-0007."""
    key = f"{series}-{now.year}"
    count = session.scalars(select(NumberCount).where(NumberCount.series == key).with_for_update()).one_or_none()
    if count is None:
        count = NumberCount(series=key, last=0)
        session.add(count)
    count.last += 1
    return f"{key}-{count.last:04d}"
