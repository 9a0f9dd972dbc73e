"""Deeds of notices: draft, edit, approve (and so write the outbox), file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from responder.affected.queries import Selection, count_by_language, digest_of
from responder.deliveries.actions.campaigns import Plan, halt_campaign, make_campaign
from responder.deliveries.canary import Canary
from responder.deliveries.ladder import ladder_for
from responder.deliveries.queries import list_campaigns
from responder.errors import Conflict, NotFound
from responder.facts.queries import snapshot
from responder.flow.advancing import record_filing
from responder.flow.promises import note_promises
from responder.flow.waves import keep_first_wave, rule_for
from responder.intake.drill_time import real_instant
from responder.notices import actions as notices
from responder.notices import queries as notices_queries
from responder.notices import states
from responder.notices.languages import languages_for
from responder.notices.specs import concerning, spec_of
from responder.obligations.queries import current
from responder.obligations.reasons import Speaker
from responder.obligations.recipients import told_at
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign
    from responder.flow.books import Books
    from responder.intake.records import Incident
    from responder.notices.actions import Edited
    from responder.notices.queries import RemarkSaid
    from responder.notices.records import Approval, Filing, Notice
    from responder.obligations.queries import Present


def draft_notice(
    session: Session,
    incident: Incident,
    regime: str,
    duty: str,
    where: str,
    *,
    books: Books,
    by: str,
    now: datetime,
    languages: Sequence[str] = (),
) -> Notice:
    """Draft the notice of a duty from what is known: to people in their languages with a short message beside.

    Raises:
        NotFound: no such duty, or one that tells nobody by letter.
        Conflict: it is drafted already.
    """
    if notices_queries.find_notice(session, incident.id, regime, duty, where) is not None:
        raise Conflict(N_("This notice is drafted already"))
    known = snapshot(session, incident, books.library)
    spec = concerning(spec_of(books.library, books.letters, regime, duty, where), known, books.library)
    words = books.library.words
    place = words.place(where)
    told = books.library.regimes[regime].duty_at(duty, place.within if place else frozenset())
    if told is None:
        raise NotFound(N_("There is no duty {duty} in {regime}"), duty=duty, regime=regime)
    people = told.recipient in notices.TO_PEOPLE
    selection = Selection(places=(where,)) if people else None
    spoken = count_by_language(session, incident.id, selection=selection) if selection else ()
    languages = languages or languages_for(spec, books.letters, spoken=spoken, own=incident.language)
    draft = notices.Draft(
        spec=spec,
        recipient_kind=told.recipient,
        recipient_name=told_at(told, where, Speaker(words, incident.language)).name,
        languages=languages,
        sms_languages=languages if people else (),
        selection=selection,
    )
    return notices.draft_notice(
        session, incident, draft, facts=known, library=books.library, letters=books.letters, by=by, now=now
    )


def edit_notice(
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
    """Keep an edit. Where it voids an approval, what that approval had prepared to send is halted."""
    edited = notices.edit_draft(
        session,
        notice,
        language=language,
        medium=medium,
        subject=subject,
        text=text,
        expected=expected,
        by=by,
        now=now,
    )
    _halt_if_voided(session, notice, edited, by=by, now=now)
    return edited


def redraft_notice(
    session: Session,
    incident: Incident,
    notice: Notice,
    *,
    books: Books,
    language: str,
    medium: str,
    by: str,
    now: datetime,
) -> Edited:
    """Write one text anew from what is known now; as after an edit, what an approval had prepared is halted."""
    known = snapshot(session, incident, books.library)
    spec = concerning(
        spec_of(books.library, books.letters, notice.regime, notice.duty, notice.place), known, books.library
    )
    edited = notices.redraft(
        session,
        notice,
        spec,
        language=language,
        medium=medium,
        facts=known,
        library=books.library,
        letters=books.letters,
        by=by,
        now=now,
    )
    _halt_if_voided(session, notice, edited, by=by, now=now)
    return edited


def take_suggestion(session: Session, notice: Notice, said: RemarkSaid, *, by: str, now: datetime) -> Edited:
    """Put a suggested change into the text; as after an edit, what an approval had prepared is halted."""
    edited = notices.take_suggestion(session, notice, said, by=by, now=now)
    _halt_if_voided(session, notice, edited, by=by, now=now)
    return edited


def _halt_if_voided(session: Session, notice: Notice, edited: Edited, *, by: str, now: datetime) -> None:
    if not edited.voided:
        return
    for campaign in list_campaigns(session, notice.incident_id):
        if campaign.notice_id == notice.id and campaign.state in {"prepared", "running", "paused"}:
            halt_campaign(session, campaign, by=by, now=now, why="its notice was changed")


def approve_notice(  # noqa: PLR0913 -- what is approved, accepted with it, and how it goes out
    session: Session,
    incident: Incident,
    notice: Notice,
    *,
    books: Books,
    by: str,
    now: datetime,
    undo_seconds: int,
    canary_seconds: int,
    accepted: Collection[str] = (),
    media: Collection[str] = ("email", "sms", "letter"),
    emergency: str = "",
    seen: str = "",
    ceiling: int = 0,
) -> tuple[Approval, Campaign | None]:
    """Approve, and write the outbox in the same unit of work: nothing is approved and lost, or queued and unapproved.

    Args:
        session: The unit of work.
        incident: Whose notice.
        notice: Submitted.
        books: The shelves.
        by: The second person.
        now: The present instant.
        undo_seconds: Time between starting and the first letter.
        canary_seconds: How long the first part is watched.
        accepted: Paragraphs that nobody has reviewed, accepted by name.
        media: Which are set up.
        emergency: Why the rules are passed over; loud.
        seen: ``digest_to_approve`` of what the second person read, where a page showed it.
        ceiling: How many people at most may follow in later waves of the same kind; 0 approves this list alone.

    Raises:
        Conflict: what stands there now is not what was seen.
    """
    selection = notices_queries.selection_of(notice)
    if seen and digest_to_approve(session, incident, notice) != seen:
        raise Conflict(N_("It was changed since you read it. Read it again, then approve."))
    recipients = _recipients(session, incident, selection, ceiling)
    known = snapshot(session, incident, books.library)
    kept = notices_queries.forbidden_in(session, notice, known, library=books.library, letters=books.letters)
    approval = notices.approve(
        session, notice, letters=books.letters, by=by, now=now, recipients=recipients, accepted=accepted,
        suspected=known.value("incident.status") == "suspected", kept=kept, emergency=emergency,
    )  # fmt: skip
    note_promises(session, incident, notice, by=by, now=now)
    if selection is None:
        return approval, None
    if ceiling:
        selection = keep_first_wave(session, incident, notice, approval, by=by, now=now)
    plan = _plan(incident, approval, selection, _owed_for(session, incident, notice), media=media)
    plan = replace(plan, undo_seconds=undo_seconds, canary=Canary(seconds=canary_seconds))
    return approval, make_campaign(session, incident, plan, by=by, now=now)


def _recipients(
    session: Session, incident: Incident, selection: Selection | None, ceiling: int
) -> notices.Recipients:
    if selection is None:
        return notices.Recipients("", 1)
    rule = rule_for(session, incident, selection, ceiling) if ceiling else None
    return notices.Recipients(*digest_of(session, incident.id, selection=selection), rule)


def _owed_for(session: Session, incident: Incident, notice: Notice) -> Present | None:
    return next((found for found in current(session, incident.id) if _is_for(found, notice)), None)


def file_notice(  # noqa: PLR0913 -- when, where, under which reference, with which receipt
    session: Session,
    incident: Incident,
    notice: Notice,
    *,
    books: Books,
    filed_at: datetime,
    channel: str,
    by: str,
    now: datetime,
    reference: str = "",
    receipt: str | None = None,
) -> Filing:
    """Record that an authority has it. The filing becomes a fact, and so the clock of its duty stops."""
    filing = notices.file_notice(
        session,
        notice,
        filed_at=filed_at,
        channel=channel,
        by=by,
        now=now,
        reference=reference,
        receipt=receipt,
    )
    record_filing(session, incident, notice, filed_at, books=books, reason="the notice was filed", by=by, now=now)
    note_promises(session, incident, notice, by=by, now=now)
    return filing


def digest_to_approve(session: Session, incident: Incident, notice: Notice) -> str:
    """What an approval of the notice as it stands now would be bound to: texts, attachments and recipients."""
    selection = notices_queries.selection_of(notice)
    recipients = ("", 1) if selection is None else digest_of(session, incident.id, selection=selection)
    texts = ((text.language, text.medium, text.sha256) for text in notices_queries.list_texts(session, notice))
    attached = [attachment.reference for attachment in notices_queries.list_attachments(session, notice.id)]
    return states.digest_of(
        states.bound_by(texts, attached, *recipients, table=notices_queries.table_digest(session, notice.id))
    )


def _plan(
    incident: Incident, approval: Approval, selection: Selection, owed: Present | None, *, media: Collection[str]
) -> Plan:
    """How an approved notice goes out: by the channels that its duty counts, to the list that was approved."""
    ladder = ladder_for(owed.answer.get("channels") or () if owed else (), available=media)
    return Plan(
        notice_id=approval.notice_id,
        selection=selection,
        digest=approval.bound["recipients"],
        count=approval.bound["count"],
        texts={language: sha256 for language, medium, sha256 in approval.bound["texts"] if medium == "letter"},
        ladder=[rung.to_document() for rung in ladder],
        undo_seconds=0,
        due_at=real_instant(incident, owed.due_at) if owed and owed.due_at else None,
    )


def _is_for(duty: Present, notice: Notice) -> bool:
    return (duty.regime, duty.duty, duty.place or "") == (notice.regime, notice.duty, notice.place)
