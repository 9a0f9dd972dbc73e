"""Remarks on a draft, and counsel's reading of it.

A remark changes no text and voids no approval; taking a suggestion over is an edit like any other, and does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput, Conflict, SecondPerson
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices import queries
from responder.notices.actions.drafting import edit_draft, reopen
from responder.notices.records import CounselReview, Remark
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.actions.drafting import Edited
    from responder.notices.queries import Text
    from responder.notices.queries.remarks import RemarkSaid
    from responder.notices.records import Notice

KINDS = ("comment", "suggestion", "objection")
_MOST = 4000


@dataclass(frozen=True)
class Remarked:
    """What is said of one text: ``quote`` and ``instead`` for a suggestion, the quote alone if a passage is meant."""

    kind: str
    words: str
    quote: str = ""
    instead: str = ""


def remark(session: Session, notice: Notice, text: Text, said: Remarked, *, by: str, now: datetime) -> Remark:
    """Say something of a text.

    Raises:
        Conflict: the notice was withdrawn.
        BadInput: nothing is said, or a passage is quoted that does not stand in the text exactly once.
    """
    if notice.state == "void":
        raise Conflict(N_("This notice was withdrawn"))
    if not said.words.strip() and said.kind != "suggestion":
        raise BadInput(N_("Say what is meant"), field="words")
    if max(len(said.words), len(said.quote), len(said.instead)) > _MOST:
        raise BadInput(N_("This is too long"), field="words", expected="4,000 characters at most")
    if (said.quote or said.kind == "suggestion") and (not said.quote or text.text.count(said.quote) != 1):
        raise BadInput(N_("Quote a passage that stands in the text exactly once"), field="quote")
    row = _kept(session, notice, text, said, by=by, now=now)
    _say(session, notice, f"notice.{said.kind}", _REMARKED[said.kind], row, said.words.strip(), by=by, now=now)
    return row


_REMARKED = {
    "comment": "A comment was made on the notice to {recipient}.",
    "suggestion": "A change of the notice to {recipient} was suggested.",
    "objection": "OBJECTION to the notice to {recipient}: {words}",
    "change": "The notice to {recipient} went back: it would be approved with this change: {words}",
}


def resolve(
    session: Session, notice: Notice, said: RemarkSaid, *, outcome: str, answer: str, by: str, now: datetime
) -> None:
    """Close a remark. Whoever objected may withdraw it; another answers it with words.

    Raises:
        Conflict: it is closed already.
        BadInput: an objection or a change that was asked for is closed without a word.
    """
    row = said.row
    if row.outcome is not None:
        raise Conflict(N_("This remark is closed already"))
    if row.kind in {"objection", "change"} and by != row.made_by and not answer.strip():
        raise BadInput(N_("Say what the answer is"), field="answer")
    row.outcome, row.resolved_by, row.resolved_at = outcome, by, now
    if answer.strip():
        row.answer_sealed = _sealed(session, notice, row.id, "answer_sealed", answer.strip())
    session.flush()
    what = "A remark on the notice to {recipient} was settled: {words}"
    _say(session, notice, "notice.remark_settled", what, row, answer.strip() or outcome, by=by, now=now)


def take_suggestion(session: Session, notice: Notice, said: RemarkSaid, *, by: str, now: datetime) -> Edited:
    """Put what was suggested into the text: an edit, by whoever takes it over.

    Raises:
        Conflict: it is closed already, or the passage stands in the text no more.
    """
    row = said.row
    if row.kind != "suggestion" or row.outcome is not None:
        raise Conflict(N_("This remark is closed already"))
    version = queries.get_version(session, notice.id, row.language, row.medium)
    text = queries.open_text(session, notice, version)
    if text.text.count(said.quote) != 1:
        raise Conflict(N_("The passage that this speaks of was changed meanwhile"))
    edited = edit_draft(
        session,
        notice,
        language=row.language,
        medium=row.medium,
        subject=text.subject,
        text=text.text.replace(said.quote, said.instead),
        expected=text.number,
        by=by,
        now=now,
    )
    resolve(session, notice, said, outcome="taken", answer="", by=by, now=now)
    return edited


def send_back(session: Session, notice: Notice, text: Text, words: str, *, by: str, now: datetime) -> Remark:
    """Approve with this change: back to its author, who makes the change; then it is approved anew, by its hash.

    Raises:
        Conflict: it does not wait for an approval.
        SecondPerson: whoever wrote it makes the change at once instead.
        BadInput: nothing is said.
    """
    if notice.state != "submitted":
        raise Conflict(N_("This notice was not submitted yet"))
    if by in {notice.drafted_by, notice.submitted_by}:
        raise SecondPerson
    if not words.strip():
        raise BadInput(N_("Say which change"), field="change")
    reopen(session, notice, by=by, now=now)
    row = _kept(session, notice, text, Remarked("change", words), by=by, now=now)
    _say(session, notice, "notice.sent_back", _REMARKED["change"], row, words.strip(), by=by, now=now)
    return row


def ask_counsel(session: Session, notice: Notice, *, by: str, now: datetime) -> CounselReview:
    """Ask counsel to read the notice. From now on it is approved only as counsel has read it.

    Raises:
        Conflict: it is no draft and waits for no approval, or counsel is asked already.
    """
    if notice.state not in {"draft", "submitted"}:
        raise Conflict(N_("Counsel reads drafts, and what waits for approval"))
    if any(review.read_at is None for review in queries.list_reviews(session, notice.id)):
        raise Conflict(N_("Counsel is asked already"))
    review = CounselReview(id=ids.new_id(), notice_id=notice.id, asked_by=by, asked_at=now)
    session.add(review)
    session.flush()
    _say_read(session, notice, "notice.counsel_asked", "Counsel was asked to read the notice to {recipient}.", by, now)
    return review


def note_counsel(session: Session, notice: Notice, *, by: str, now: datetime) -> CounselReview:
    """Counsel has read the texts as they stand. An opinion, no approval; any later edit asks for it anew.

    Raises:
        Conflict: nothing is to be read, or these texts were read already.
    """
    if notice.state not in {"draft", "submitted"}:
        raise Conflict(N_("Counsel reads drafts, and what waits for approval"))
    if queries.is_read_by_counsel(session, notice):
        raise Conflict(N_("Counsel has read these texts already"))
    waiting = (review for review in queries.list_reviews(session, notice.id) if review.read_at is None)
    review = next(waiting, None) or CounselReview(id=ids.new_id(), notice_id=notice.id, asked_by=by, asked_at=now)
    review.digest, review.read_by, review.read_at = queries.texts_digest(session, notice), by, now
    session.add(review)
    session.flush()
    _say_read(session, notice, "notice.counsel_read", "Counsel has read the notice to {recipient}.", by, now)
    return review


def _kept(session: Session, notice: Notice, text: Text, said: Remarked, *, by: str, now: datetime) -> Remark:
    row_id = ids.new_id()
    row = Remark(
        id=row_id,
        notice_id=notice.id,
        language=text.language,
        medium=text.medium,
        number=text.number,
        kind=said.kind,
        words_sealed=_sealed(session, notice, row_id, "words_sealed", said.words.strip()),
        quote_sealed=_sealed(session, notice, row_id, "quote_sealed", said.quote) if said.quote else None,
        instead_sealed=_sealed(session, notice, row_id, "instead_sealed", said.instead) if said.instead else None,
        made_by=by,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _sealed(session: Session, notice: Notice, row_id: str, column: str, value: str) -> bytes:
    keys = keystore_of(session).of(notice.incident_id)
    return seal(keys, value, table=Remark.__tablename__, column=column, row_id=row_id)


def _say(
    session: Session, notice: Notice, tag: str, what: str, row: Remark, words: str, *, by: str, now: datetime
) -> None:
    data = {"notice": notice.id, "remark": row.id, "language": row.language, "version": row.number}
    said = what.format(recipient=notice.recipient_name, words=words)
    at = own_time(session, notice.incident_id, now)
    append(session, notice.incident_id, by=by, at=at, tag=tag, what=said, data=data)


def _say_read(session: Session, notice: Notice, tag: str, what: str, by: str, now: datetime) -> None:
    data = {"notice": notice.id, "texts": queries.texts_digest(session, notice)}
    said = what.format(recipient=notice.recipient_name)
    at = own_time(session, notice.incident_id, now)
    append(session, notice.incident_id, by=by, at=at, tag=tag, what=said, data=data)
