"""When a fact changes after a notice was approved: alarms, and the supplement or correction that tells the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.agenda.actions import cancel_due, plan_due
from responder.errors import Conflict
from responder.facts.queries import snapshot
from responder.notices import actions as notices
from responder.notices import queries as notices_queries
from responder.notices.compose import compose
from responder.notices.drift import changes, mark_changed
from responder.notices.specs import concerning, spec_of
from responder.words import N_, say

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.facts.model import Facts
    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.notices.compose import LetterSpec
    from responder.notices.records import Notice

ALARM = "notice_alarm"
_SAID = frozenset({"approved", "sent", "filed"})
_SUBJECTS = {"supplement": N_("Supplement: {subject}"), "correction": N_("Correction: {subject}")}


def watch_notices(session: Session, incident: Incident, known: Facts, *, books: Books, by: str, now: datetime) -> None:
    """Set what approved notices say against what is known; each difference is an alarm that falls due at once.

    A notice that a later one supplements or corrects is silent: the later one speaks for it. Safe to repeat.
    """
    rows = notices_queries.list_notices(session, incident.id)
    followed = {row.follows for row in rows if row.follows and row.state in _SAID}
    for notice in rows:
        if notice.state not in _SAID or notice.id in followed:
            continue
        spec = _spec(notice, known, books)
        for text in notices_queries.list_texts(session, notice):
            if text.medium != "letter":
                continue
            present = compose(spec, known, books.library, books.letters, text.language).statements
            found = changes(text.statements, present)
            for alarm in notices.note_changes(session, notice, text.language, found, by=by, now=now):
                data = {"notice": notice.id, "number": incident.number}
                plan_due(session, stream=incident.id, kind=ALARM, subject=alarm.id, at=now, now=now, data=data)
    for closed in notices_queries.list_alarms(session, incident.id):
        if closed.row.state != "open":
            cancel_due(session, kind=ALARM, subject=closed.row.id)


def supplement_notice(
    session: Session,
    incident: Incident,
    notice: Notice,
    *,
    books: Books,
    by: str,
    now: datetime,
    follows_as: str = "supplement",
) -> Notice:
    """Draft what tells a change after a notice: the letter as it would be written now, what is new in it in bold.

    Args:
        session: The unit of work.
        incident: Whose notice.
        notice: Approved, sent or filed.
        books: The shelves.
        by: Account id.
        now: The present instant.
        follows_as: ``supplement`` (more is known) or ``correction`` (what was said was wrong).

    Raises:
        Conflict: the notice is still a draft, or a supplement of it is being drafted.
    """
    if notice.state not in _SAID:
        raise Conflict(N_("This notice was not approved yet: edit its draft"))
    rows = notices_queries.list_notices(session, incident.id)
    if any(row.follows == notice.id and row.state in {"draft", "submitted"} for row in rows):
        raise Conflict(N_("A supplement or correction of this notice is being drafted already"))
    known = snapshot(session, incident, books.library)
    texts = notices_queries.list_texts(session, notice)
    draft = notices.Draft(
        spec=_spec(notice, known, books),
        recipient_kind=notice.recipient_kind,
        recipient_name=notice.recipient_name,
        languages=[text.language for text in texts if text.medium == "letter"],
        sms_languages=[text.language for text in texts if text.medium == "sms"],
        selection=notices_queries.selection_of(notice),
        follows=notice,
        follows_as=follows_as,
    )
    made = notices.draft_notice(
        session, incident, draft, facts=known, library=books.library, letters=books.letters, by=by, now=now
    )
    former = {(text.language, text.medium): text.text for text in texts}
    for text in notices_queries.list_texts(session, made):
        if text.medium == "letter":
            notices.edit_draft(
                session,
                made,
                language=text.language,
                medium=text.medium,
                subject=say(_SUBJECTS[follows_as], text.language, subject=text.subject),
                text=mark_changed(former[text.language, text.medium], text.text),
                expected=text.number,
                by=by,
                now=now,
            )
    for alarm in notices.answer_alarms(session, notice, answered_by=made, by=by, now=now):
        cancel_due(session, kind=ALARM, subject=alarm.id)
    return made


def acknowledge_alarm(session: Session, incident: Incident, name: str, *, reason: str, by: str, now: datetime) -> None:
    """Let a notice stand although a fact changed, for a reason.

    Raises:
        NotFound: no such alarm.
        Conflict: it is closed already.
        BadInput: no reason was given.
    """
    alarm = notices_queries.get_alarm(session, incident.id, name)
    notice = notices_queries.get_notice(session, incident.id, alarm.notice_id)
    notices.acknowledge_alarm(session, notice, alarm, reason=reason, by=by, now=now)
    cancel_due(session, kind=ALARM, subject=alarm.id)


def _spec(notice: Notice, known: Facts, books: Books) -> LetterSpec:
    spec = spec_of(books.library, books.letters, notice.regime, notice.duty, notice.place)
    return concerning(spec, known, books.library)
