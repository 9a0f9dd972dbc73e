"""Notices and their texts, opened."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.affected.queries import Selection
from responder.errors import NotFound
from responder.notices.records import Attachment, Notice, NoticeVersion
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Text:
    """One version of a text, opened. ``gaps`` are its composing's; ``statements`` what it still says of facts."""

    id: str
    language: str
    medium: str
    number: int
    beside: bool
    subject: str
    text: str
    sha256: str
    made_by: str
    made_at: datetime
    gaps: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)


def list_notices(session: Session, incident_id: str) -> Sequence[Notice]:
    """Every notice of the incident, the oldest first."""
    return session.scalars(select(Notice).where(Notice.incident_id == incident_id).order_by(Notice.id)).all()


def get_notice(session: Session, incident_id: str, name: str) -> Notice:
    """A notice by its id, the end of it, or its duty (DUTY, DUTY@PLACE, REGIME/DUTY@PLACE) where only one is for it.

    Raises:
        NotFound: none, or more than one, is called so.
    """
    notices = list_notices(session, incident_id)
    found = [notice for notice in notices if notice.id == name or (len(name) >= 4 and notice.id.endswith(name))]
    found = found or [notice for notice in notices if name.removeprefix(f"{notice.regime}/") in _called(notice)]
    if len(found) != 1:
        known = ", ".join(f"{notice.regime}/{notice.duty}@{notice.place}" for notice in notices)
        raise NotFound(N_("There is no such notice"), field="notice", expected=known or None)
    return found[0]


def _called(notice: Notice) -> set[str]:
    return {notice.duty, f"{notice.duty}@{notice.place}"}


def find_notice(session: Session, incident_id: str, regime: str, duty: str, place: str) -> Notice | None:
    """The notice for an obligation, the newest that was not withdrawn; none if nobody drafted it."""
    return session.scalars(
        select(Notice)
        .where(Notice.incident_id == incident_id, Notice.regime == regime, Notice.duty == duty)
        .where(Notice.place == place, Notice.state != "void")
        .order_by(Notice.id.desc())
    ).first()


def selection_of(notice: Notice) -> Selection | None:
    """Which people the notice is for; none where it has one named recipient."""
    if notice.selection is None:
        return None
    return Selection(tuple(notice.selection["places"]), tuple(notice.selection["languages"]))


def _newest(session: Session, notice_id: str) -> Sequence[NoticeVersion]:
    newest = (
        select(
            NoticeVersion.language,
            NoticeVersion.medium,
            func.max(NoticeVersion.number).label("number"),
            func.min(NoticeVersion.id).label("first"),
        )
        .where(NoticeVersion.notice_id == notice_id, NoticeVersion.beside.is_(False))
        .group_by(NoticeVersion.language, NoticeVersion.medium)
        .subquery()
    )
    return session.scalars(
        select(NoticeVersion)
        .join(newest, (NoticeVersion.language == newest.c.language) & (NoticeVersion.medium == newest.c.medium))
        .where(NoticeVersion.notice_id == notice_id, NoticeVersion.number == newest.c.number)
        .order_by(NoticeVersion.medium, newest.c.first)
    ).all()


def list_texts(session: Session, notice: Notice) -> list[Text]:
    """The present text in each language and medium: letters first, in the order in which they were drafted."""
    return [open_text(session, notice, version) for version in _newest(session, notice.id)]


def find_version(session: Session, notice_id: str, language: str, medium: str) -> NoticeVersion | None:
    found = (
        version for version in _newest(session, notice_id) if (version.language, version.medium) == (language, medium)
    )
    return next(found, None)


def get_version(session: Session, notice_id: str, language: str, medium: str) -> NoticeVersion:
    """The present version of one text.

    Raises:
        NotFound: the notice has no text in that language and medium.
    """
    found = find_version(session, notice_id, language, medium)
    if found is None:
        languages = ", ".join(sorted({version.language for version in _newest(session, notice_id)}))
        raise NotFound(N_("The notice has no such text"), field="language", expected=languages)
    return found


def last_number(session: Session, notice_id: str, language: str, medium: str) -> int:
    """The highest number of a text's versions, those beside included."""
    return (
        session.scalar(
            select(func.max(NoticeVersion.number)).where(
                NoticeVersion.notice_id == notice_id, NoticeVersion.language == language, NoticeVersion.medium == medium
            )
        )
        or 0
    )


def history(session: Session, notice: Notice) -> list[Text]:
    """Every version of every text, the oldest first."""
    rows = session.scalars(select(NoticeVersion).where(NoticeVersion.notice_id == notice.id).order_by(NoticeVersion.id))
    return [open_text(session, notice, version) for version in rows]


def open_text(session: Session, notice: Notice, version: NoticeVersion) -> Text:
    """A version, unsealed."""
    keys = keystore_of(session).of(notice.incident_id)

    def opened(column: str) -> str:
        return unseal(
            keys, getattr(version, column), table=NoticeVersion.__tablename__, column=column, row_id=version.id
        )

    composed = json.loads(opened("composed_sealed")) if version.composed_sealed else {}
    return Text(
        version.id,
        version.language,
        version.medium,
        version.number,
        version.beside,
        opened("subject_sealed"),
        opened("text_sealed"),
        version.sha256,
        version.made_by,
        version.made_at,
        composed.get("gaps", []),
        composed.get("statements", []),
    )


def list_attachments(session: Session, notice_id: str) -> Sequence[Attachment]:
    return session.scalars(select(Attachment).where(Attachment.notice_id == notice_id).order_by(Attachment.id)).all()
