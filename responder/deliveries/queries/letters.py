"""Approved letters for the post: the frozen text of a notice in a person's language, made ready once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from responder.deliveries.letter import Letter as AnyLetter
from responder.errors import Conflict
from responder.notices.letter import Letter
from responder.notices.queries import find_valid_approval, open_text
from responder.notices.records import Notice, NoticeVersion
from responder.words import N_

if TYPE_CHECKING:
    from responder.books.letters import Letters as Shelf

# (session, notice id, the person's language, medium) → the approved letter in that language, or the notice's main one.
Letters = Callable[[Session, str, str, str], AnyLetter]
MAIN_LANGUAGE = "en"
SHORT, WHOLE = "sms", "letter"


def approved_letters(shelf: Callable[[], Shelf]) -> Letters:
    """The approved texts as the post wants them.

    Args:
        shelf: Gives the words of each language; asked when the first letter is made ready.
    """
    ready: dict[str, Letter] = {}

    def letter_for(session: Session, notice_id: str, language: str, medium: str) -> Letter:
        version = _version(session, notice_id, language, SHORT if medium == "sms" else WHOLE)
        if version.id not in ready:
            ready[version.id] = _made_ready(session, version, shelf())
        return ready[version.id]

    return letter_for


def _version(session: Session, notice_id: str, language: str, medium: str) -> NoticeVersion:
    """The approved version in the person's language, else in English, else in whichever comes first.

    Raises:
        Conflict: nothing of this notice is approved for the medium.
    """
    approval = find_valid_approval(session, notice_id)
    versions = session.scalars(
        select(NoticeVersion)
        .where(NoticeVersion.id.in_(approval.versions if approval else ()), NoticeVersion.medium == medium)
        .order_by(NoticeVersion.language)
    ).all()
    if not versions:
        raise Conflict(N_("No text of this notice is approved for this channel."))
    by_language = {version.language: version for version in versions}
    wanted = (language, language.partition("-")[0], MAIN_LANGUAGE)
    return next((by_language[name] for name in wanted if name in by_language), versions[0])


def _made_ready(session: Session, version: NoticeVersion, shelf: Shelf) -> Letter:
    notice = session.get_one(Notice, version.notice_id)
    text = open_text(session, notice, version)
    words = shelf.words[text.language.partition("-")[0]]
    return Letter(text.subject, text.text, words, plain=text.medium == SHORT, least_points=notice.least_points)
