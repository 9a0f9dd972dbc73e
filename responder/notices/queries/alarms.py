"""Alarms of notices, opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.errors import NotFound
from responder.notices.records import NoticeAlarm
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Alarm:
    """An alarm with what the notice said and what would be said when it was raised."""

    row: NoticeAlarm
    said: str
    now: str


def list_alarms(session: Session, incident_id: str, *, state: str | None = None) -> list[Alarm]:
    """Alarms of the incident's notices, the oldest first; of one ``state`` only, where it is named."""
    wanted = select(NoticeAlarm).where(NoticeAlarm.incident_id == incident_id).order_by(NoticeAlarm.id)
    rows = session.scalars(wanted if state is None else wanted.where(NoticeAlarm.state == state))
    return [_opened(session, row) for row in rows]


def get_alarm(session: Session, incident_id: str, name: str) -> NoticeAlarm:
    """An alarm by its id or the end of it.

    Raises:
        NotFound: none, or more than one, is called so.
    """
    found = [
        alarm.row for alarm in list_alarms(session, incident_id)
        if alarm.row.id == name or (len(name) >= 4 and alarm.row.id.endswith(name))
    ]  # fmt: skip
    if len(found) != 1:
        raise NotFound(N_("There is no such alarm"), field="alarm")
    return found[0]


def _opened(session: Session, row: NoticeAlarm) -> Alarm:
    keys = keystore_of(session).of(row.incident_id)
    said, now = (
        unseal(keys, getattr(row, column), table=NoticeAlarm.__tablename__, column=column, row_id=row.id)
        for column in ("said_sealed", "now_sealed")
    )
    return Alarm(row, said, now)
