"""Drafting and editing. Nothing that somebody wrote is ever lost: an edit of an old version stands beside the newer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from responder import ids
from responder.errors import BadInput
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices import queries, states
from responder.notices.actions.unsaved import LONGEST, forget_typing
from responder.notices.compose import compose
from responder.notices.records import Attachment, Notice, NoticeVersion
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.affected.queries import Selection
    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.facts.model import Facts
    from responder.intake.records import Incident
    from responder.notices.compose import Composed, LetterSpec
    from responder.notices.queries import Text

SMS_FAMILY = "individual_sms"
TO_PEOPLE = frozenset({"individuals", "customers"})


@dataclass(frozen=True)
class Draft:
    """What is to be drafted. ``selection`` is given where people are told, not one recipient with a name."""

    spec: LetterSpec
    recipient_kind: str
    recipient_name: str
    languages: Sequence[str]
    sms_languages: Sequence[str] = ()
    selection: Selection | None = None
    follows: Notice | None = None
    follows_as: str | None = None


@dataclass(frozen=True)
class Edited:
    """What an edit came to. ``beside`` is the newer text that stood there first; the entrance then says Conflict.

    ``voided``: there was an approval, and it no longer holds.
    """

    version: NoticeVersion
    beside: NoticeVersion | None = None
    voided: bool = field(default=False)


def draft_notice(
    session: Session,
    incident: Incident,
    draft: Draft,
    *,
    facts: Facts,
    library: Library,
    letters: Letters,
    by: str,
    now: datetime,
) -> Notice:
    """Draft a notice in every language it is wanted in, from the facts as they are known now.

    Raises:
        BadInput: no language was named, or one that values cannot be said in.
    """
    spec = draft.spec
    unknown = [language for language in (*draft.languages, *draft.sms_languages) if language not in letters.languages]
    if unknown or not draft.languages:
        raise BadInput(
            N_("There are no letters in this language"), field="language", expected=", ".join(letters.languages)
        )
    notice = Notice(
        id=ids.new_id(),
        incident_id=incident.id,
        regime=spec.regime,
        duty=spec.duty,
        place=spec.where,
        family=spec.family,
        state="draft",
        recipient_kind=draft.recipient_kind,
        recipient_name=draft.recipient_name,
        asked=[content.id for content in spec.content],
        selection=draft.selection.to_document() if draft.selection else None,
        least_points=spec.least_points,
        follows=draft.follows.id if draft.follows else None,
        follows_as=draft.follows_as if draft.follows else None,
        drafted_by=by,
        drafted_at=now,
        submitted_by=None,
        submitted_at=None,
    )
    session.add(notice)
    session.flush()
    for language in draft.languages:
        made = compose(spec, facts, library, letters, language)
        _add_version(session, notice, "letter", made, number=1, by=by, now=now)
    for language in draft.sms_languages:
        made = compose(_short(spec), facts, library, letters, language)
        _add_version(session, notice, "sms", made, number=1, by=by, now=now)
    what = f"A notice to {draft.recipient_name} was drafted."
    data = {"notice": notice.id, "regime": spec.regime, "duty": spec.duty, "where": spec.where}
    append(
        session, incident.id, by=by, at=own_time(session, incident.id, now), tag="notice.drafted", what=what, data=data
    )
    return notice


def redraft(  # noqa: PLR0913 -- as draft_notice, for one text
    session: Session,
    notice: Notice,
    spec: LetterSpec,
    *,
    language: str,
    medium: str,
    facts: Facts,
    library: Library,
    letters: Letters,
    by: str,
    now: datetime,
) -> Edited:
    """Compose one text anew from the facts as they are now known. The former versions stay in its history."""
    made = compose(_short(spec) if medium == "sms" else spec, facts, library, letters, language)
    current = queries.find_version(session, notice.id, language, medium)
    number = current.number + 1 if current else 1
    voided = reopen(session, notice, by=by, now=now)
    version = _add_version(session, notice, medium, made, number=number, by=by, now=now)
    _say_edited(session, notice, version, by=by, now=now)
    return Edited(version, voided=voided)


def edit_draft(
    session: Session,
    notice: Notice,
    *,
    language: str,
    medium: str,
    subject: str,
    text: str,
    expected: int,
    by: str,
    now: datetime,
) -> Edited:
    """Keep an edit.

    Args:
        session: The unit of work.
        notice: Not sent or filed yet.
        language: Of the text.
        medium: ``letter`` or ``sms``.
        subject: The new subject line.
        text: The new text, its marks included.
        expected: Number of the version that the editor began with.
        by: Account id.
        now: The present instant.

    Returns:
        The version kept. Where somebody else had written a newer one meanwhile, the edit stands ``beside`` it: commit,
        then show both and answer Conflict.

    Raises:
        Conflict: the notice was sent, filed or withdrawn.
        BadInput: the text is empty or longer than any letter.
    """
    states.after("edit", notice.state)
    forget_typing(session, notice, language=language, medium=medium, by=by)
    text = text.replace("\r\n", "\n")
    if not text.strip() or len(text) > LONGEST:
        raise BadInput(N_("The text is empty or too long"), field="text", expected="1 to 100,000 characters")
    current = queries.get_version(session, notice.id, language, medium)
    if states.text_digest(subject, text) == current.sha256:
        return Edited(current)
    late = current.number != expected
    number = queries.last_number(session, notice.id, language, medium) + 1
    values = (language, medium, subject, text)
    composed = _still_said(queries.open_text(session, notice, current), text)
    version = _version(session, notice, values, composed=composed, number=number, by=by, now=now, beside=late)
    if late:
        _say_beside(session, notice, version, current, by=by, now=now)
        return Edited(version, beside=current)
    voided = reopen(session, notice, by=by, now=now)
    _say_edited(session, notice, version, by=by, now=now)
    return Edited(version, voided=voided)


def attach(session: Session, notice: Notice, reference: str, *, by: str, now: datetime) -> bool:
    """Add a file, by its reference in ``files``. Returns whether an approval was voided by it."""
    voided = reopen(session, notice, by=by, now=now)
    session.add(Attachment(id=ids.new_id(), notice_id=notice.id, reference=reference, added_by=by, added_at=now))
    data = {"notice": notice.id, "reference": reference}
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.attached",
        what="A file was attached.",
        data=data,
    )
    return voided


def submit(session: Session, notice: Notice, *, by: str, now: datetime) -> None:
    """Ask for approval.

    Raises:
        Conflict: it is not a draft.
    """
    notice.state = states.after("submit", notice.state)
    notice.submitted_by, notice.submitted_at = by, now
    what = f"The notice to {notice.recipient_name} was submitted for approval."
    data = {"notice": notice.id}
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.submitted",
        what=what,
        data=data,
    )


def withdraw(session: Session, notice: Notice, *, reason: str, by: str, now: datetime) -> None:
    """Take back a notice that was not sent.

    Raises:
        Conflict: it was sent or filed.
        BadInput: no reason was given.
    """
    leads_to = states.after("withdraw", notice.state)
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason")
    reopen(session, notice, by=by, now=now)
    notice.state = leads_to
    what = f"The notice to {notice.recipient_name} was withdrawn: {reason.strip()}"
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.withdrawn",
        what=what,
        data={"notice": notice.id},
    )


def _short(spec: LetterSpec) -> LetterSpec:
    """The short message that says that there is a letter, and nothing that the letter says."""
    return type(spec)(family=SMS_FAMILY, regime=spec.regime, duty=spec.duty, where=spec.where, places=spec.places)


def _add_version(
    session: Session, notice: Notice, medium: str, made: Composed, *, number: int, by: str, now: datetime
) -> NoticeVersion:
    composed = json.dumps(
        {
            "gaps": [gap.to_document() for gap in made.gaps],
            "statements": [asdict(statement) for statement in made.statements],
        },
        ensure_ascii=False,
    )
    values = (made.language, medium, made.subject, made.markdown)
    return _version(session, notice, values, composed=composed, number=number, by=by, now=now)


def _version(
    session: Session,
    notice: Notice,
    values: tuple[str, str, str, str],
    *,
    composed: str | None,
    number: int,
    by: str,
    now: datetime,
    beside: bool = False,
) -> NoticeVersion:
    keys = keystore_of(session).of(notice.incident_id)
    row_id = ids.new_id()
    language, medium, subject, text = values

    def sealed(column: str, value: str) -> bytes:
        return seal(keys, value, table=NoticeVersion.__tablename__, column=column, row_id=row_id)

    version = NoticeVersion(
        id=row_id,
        notice_id=notice.id,
        language=language,
        medium=medium,
        number=number,
        beside=beside,
        subject_sealed=sealed("subject_sealed", subject),
        text_sealed=sealed("text_sealed", text),
        composed_sealed=sealed("composed_sealed", composed) if composed else None,
        sha256=states.text_digest(subject, text),
        made_by=by,
        made_at=now,
    )
    session.add(version)
    session.flush()
    return version


def _still_said(former: Text, text: str) -> str:
    """What an edited text still says of facts, so that a later change of one can be set against it."""
    kept = [statement for statement in former.statements if statement["said"] and statement["said"] in text]
    return json.dumps({"statements": kept}, ensure_ascii=False)


def reopen(session: Session, notice: Notice, *, by: str, now: datetime) -> bool:
    """Back to a draft; an approval that stood is void from now on. Returns whether one was."""
    notice.state = states.after("edit", notice.state)
    notice.submitted_by = notice.submitted_at = None
    approval = queries.find_valid_approval(session, notice.id)
    if approval is None:
        return False
    approval.voided_at = now
    what = f"The approval of the notice to {notice.recipient_name} no longer holds: it was changed afterwards."
    data: dict[str, Any] = {"notice": notice.id, "approval": approval.id, "digest": approval.digest}
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.approval_voided",
        what=what,
        data=data,
    )
    return True


def _say_beside(
    session: Session, notice: Notice, version: NoticeVersion, current: NoticeVersion, *, by: str, now: datetime
) -> None:
    data = {"notice": notice.id, "version": version.number, "beside": current.number}
    what = "An edit was made on an older version; both texts are kept side by side."
    at = own_time(session, notice.incident_id, now)
    append(session, notice.incident_id, by=by, at=at, tag="notice.edited_beside", what=what, data=data)


def _say_edited(session: Session, notice: Notice, version: NoticeVersion, *, by: str, now: datetime) -> None:
    data = {
        "notice": notice.id,
        "language": version.language,
        "medium": version.medium,
        "version": version.number,
        "sha256": version.sha256,
    }
    what = f"The notice to {notice.recipient_name} was edited ({version.language}, version {version.number})."
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.edited",
        what=what,
        data=data,
    )
