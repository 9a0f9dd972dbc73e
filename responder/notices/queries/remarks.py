"""Remarks on a notice, and whether counsel has read it as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.errors import NotFound
from responder.notices import states
from responder.notices.lint import Finding
from responder.notices.queries.tables import table_digest
from responder.notices.queries.texts import list_texts
from responder.notices.records import CounselReview, Remark
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.notices.records import Notice


@dataclass(frozen=True)
class RemarkSaid:
    """A remark, opened. ``quote``: the passage it speaks of; ``instead``: what a suggestion would put there."""

    row: Remark
    words: str
    quote: str
    instead: str
    answer: str

    @property
    def open(self) -> bool:
        return self.row.outcome is None


def list_remarks(session: Session, notice: Notice) -> list[RemarkSaid]:
    """Every remark, the oldest first."""
    rows = session.scalars(select(Remark).where(Remark.notice_id == notice.id).order_by(Remark.id))
    return [open_remark(session, notice, row) for row in rows]


def get_remark(session: Session, notice: Notice, remark_id: str) -> RemarkSaid:
    """One remark of a notice.

    Raises:
        NotFound: the notice has no such remark.
    """
    row = session.get(Remark, remark_id)
    if row is None or row.notice_id != notice.id:
        raise NotFound(N_("The notice has no such remark"))
    return open_remark(session, notice, row)


def open_remark(session: Session, notice: Notice, row: Remark) -> RemarkSaid:
    """A remark, unsealed."""
    keys = keystore_of(session).of(notice.incident_id)

    def opened(column: str) -> str:
        sealed = getattr(row, column)
        return unseal(keys, sealed, table=Remark.__tablename__, column=column, row_id=row.id) if sealed else ""

    return RemarkSaid(row, *(opened(f"{name}_sealed") for name in ("words", "quote", "instead", "answer")))


def texts_digest(session: Session, notice: Notice) -> str:
    """SHA-256 over the present texts alone: what counsel read."""
    texts = ((text.language, text.medium, text.sha256) for text in list_texts(session, notice))
    return states.digest_of(states.bound_by(texts, (), "", 0, table=table_digest(session, notice.id)))


def list_reviews(session: Session, notice_id: str) -> Sequence[CounselReview]:
    """Every time that counsel was asked or read, the oldest first."""
    return session.scalars(
        select(CounselReview).where(CounselReview.notice_id == notice_id).order_by(CounselReview.id)
    ).all()


def is_read_by_counsel(session: Session, notice: Notice) -> bool:
    """Whether counsel has read the texts as they stand now."""
    digest = texts_digest(session, notice)
    return any(review.digest == digest for review in list_reviews(session, notice.id))


def unanswered(session: Session, notice: Notice) -> list[Finding]:
    """What people said of the notice and nobody has settled: it stands in the way of an approval."""
    messages = {
        "objection": N_("An objection is not answered: {words}"),
        "change": N_("A change was asked for and is not made: {words}"),
    }
    found = [
        Finding("error", "remark", messages[said.row.kind], {"words": said.words})
        for said in list_remarks(session, notice)
        if said.open and said.row.kind in messages
    ]
    if list_reviews(session, notice.id) and not is_read_by_counsel(session, notice):
        message = N_("Counsel was asked to read this and has not read it as it stands")
        found.append(Finding("error", "review", message, {}))
    return found
