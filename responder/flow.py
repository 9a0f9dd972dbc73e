"""What happens to an incident, in order; the file to read first.

A deed that needs two rooms is a verb here, one function each; entrances call these or one room, never two. ``advance``
walks one incident through the rooms after a deed that changed what is known, in the same unit of work. It is safe to
repeat: what was derived, planned or drafted already is found again and left alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from responder.affected.queries import Selection, count_by_language, digest_of
from responder.agenda.actions import cancel_due, plan_due
from responder.agenda.reminders import FOR_OBLIGATIONS
from responder.deliveries.actions.campaigns import Plan, halt_campaign, make_campaign
from responder.deliveries.canary import Canary
from responder.deliveries.ladder import ladder_for
from responder.deliveries.queries import list_campaigns
from responder.errors import Conflict, NotFound
from responder.facts import actions as facts
from responder.facts.queries import document as facts_document
from responder.facts.queries import snapshot
from responder.intake import actions as intake
from responder.intake.drill_time import real_instant, time_at
from responder.notices import actions as notices
from responder.notices import queries as notices_queries
from responder.notices.languages import languages_for
from responder.notices.specs import spec_of
from responder.obligations import actions as obligations
from responder.obligations.derive import derive
from responder.obligations.queries import current
from responder.response import actions as response
from responder.response.knowledge import Knowledge
from responder.response.queries import get_running, list_running
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.deliveries.records import Campaign
    from responder.intake.records import Incident
    from responder.notices.actions import Edited
    from responder.notices.records import Approval, Filing, Notice
    from responder.obligations.queries import Present
    from responder.response.queries import Running

OWED = frozenset({"required", "advisable", "suspended", "undetermined"})


class Books(Protocol):
    """The shelves as read: law, letters, playbooks."""

    @property
    def library(self) -> Library: ...

    @property
    def letters(self) -> Letters: ...

    @property
    def playbooks(self) -> Mapping[str, Playbook]: ...


def open_incident(  # noqa: PLR0913 -- what is known at the first moment
    session: Session,
    *,
    books: Books,
    title: str,
    by: str,
    now: datetime,
    kind: str = "real",
    severity: str = "unrated",
    playbook: str | None = None,
    language: str = "en",
    zone: str = "UTC",
    restricted: bool = False,
    drill_speed: int | None = None,
) -> Incident:
    """Open an incident and start its playbook."""
    incident = intake.open_incident(
        session,
        title=title,
        by=by,
        now=now,
        kind=kind,
        severity=severity,
        playbook=playbook,
        language=language,
        zone=zone,
        restricted=restricted,
        drill_speed=drill_speed,
    )
    advance(session, incident, books=books, by=by, now=now)
    if playbook is not None:
        start_playbook(session, incident, playbook, books=books, by=by, now=now)
    return incident


def start_playbook(
    session: Session, incident: Incident, name: str, *, books: Books, by: str, now: datetime
) -> Running:
    """Follow a playbook in this incident, with its text as it now is.

    Raises:
        NotFound: there is no such playbook on the shelf.
        Conflict: it runs in this incident already.
    """
    playbook = books.playbooks.get(name)
    if playbook is None:
        raise NotFound(N_("There is no such playbook"), field="playbook", expected=", ".join(books.playbooks))
    knows = Knowledge(snapshot(session, incident, books.library), books.library)
    return response.start_run(session, incident, playbook, knows, by=by, now=now)


def decide(  # noqa: PLR0913 -- which option of which decision, and why
    session: Session,
    incident: Incident,
    run_id: str,
    step_id: str,
    decision_id: str,
    option_id: str,
    *,
    books: Books,
    by: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Choose an option of a playbook's decision, and record the facts that the choice amounts to."""
    running = get_running(session, incident, run_id, books.library, books.playbooks)
    said = response.decide(session, running, step_id, decision_id, option_id, by=by, now=now, reason=reason)
    if said:
        record_facts(session, incident, said, books=books, by=by, now=now, reason=reason)


def record_facts(
    session: Session,
    incident: Incident,
    said: Mapping[str, Any],
    *,
    books: Books,
    by: str,
    now: datetime,
    since: datetime | None = None,
    reason: str = "",
) -> bool:
    """Record what somebody says, and work out anew what follows from it. Whether anything changed."""
    changed = facts.record_facts(
        session, incident, said, library=books.library, by=by, now=now, since=since, reason=reason
    )
    if changed:
        advance(session, incident, books=books, by=by, now=now)
    return changed


def close_incident(
    session: Session,
    incident: Incident,
    *,
    books: Books,
    reason: str,
    despite_open: bool,
    by: str,
    now: datetime,
) -> list[Present]:
    """Close the response, unless something is still owed and nobody said ``despite_open``.

    Returns:
        What is still owed; empty where there is nothing. The incident stays as it is when this is what stopped it.
    """
    advance(session, incident, books=books, by=by, now=now)
    still = [
        duty
        for duty in current(session, incident.id, state="required")
        if duty.recipient != "internal" and not duty.met
    ]
    if still and not despite_open:
        return still
    if still:
        reason = f"{reason} (closed although {len(still)} duties were still open)"
    intake.change_state(session, incident, "closed", reason=reason, by=by, now=now)
    return []


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
    spec = spec_of(books.library, books.letters, regime, duty, where)
    told = next(found for found in books.library.regimes[regime].duties if found.id == duty)
    people = told.recipient in notices.TO_PEOPLE
    selection = Selection(places=(where,)) if people else None
    spoken = count_by_language(session, incident.id, selection=selection) if selection else ()
    languages = languages or languages_for(spec, books.letters, spoken=spoken, own=incident.language)
    draft = notices.Draft(
        spec=spec,
        recipient_kind=told.recipient,
        recipient_name=told.recipient_name.get(incident.language) or told.recipient_name["en"],
        languages=languages,
        sms_languages=languages if people else (),
        selection=selection,
    )
    known = snapshot(session, incident, books.library)
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
    if edited.voided:
        for campaign in list_campaigns(session, notice.incident_id):
            if campaign.notice_id == notice.id and campaign.state in {"prepared", "running", "paused"}:
                halt_campaign(session, campaign, by=by, now=now, why="its notice was changed")
    return edited


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
    media: Collection[str] = ("email", "sms"),
    emergency: str = "",
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
    """
    selection = notices_queries.selection_of(notice)
    recipients = notices.Recipients("", 1)
    if selection is not None:
        recipients = notices.Recipients(*digest_of(session, incident.id, selection=selection))
    known = snapshot(session, incident, books.library)
    approval = notices.approve(
        session,
        notice,
        letters=books.letters,
        by=by,
        now=now,
        recipients=recipients,
        accepted=accepted,
        suspected=known.value("incident.status") == "suspected",
        emergency=emergency,
    )
    if selection is None:
        return approval, None
    owed = next((found for found in current(session, incident.id) if _is_for(found, notice)), None)
    plan = _plan(incident, approval, selection, owed, media=media)
    plan = replace(plan, undo_seconds=undo_seconds, canary=Canary(seconds=canary_seconds))
    return approval, make_campaign(session, incident, plan, by=by, now=now)


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
    _record_filing(session, incident, notice, filed_at, books=books, by=by, now=now)
    return filing


def _record_filing(
    session: Session, incident: Incident, notice: Notice, at: datetime, *, books: Books, by: str, now: datetime
) -> None:
    known = facts_document(session, incident).get("filings")
    entry = {"regime": notice.regime, "duty": notice.duty, "where": notice.place, "at": at.isoformat()}
    told = [*known, entry] if isinstance(known, list) else [entry]
    record_facts(session, incident, {"filings": told}, books=books, by=by, now=now, reason="the notice was filed")


def advance(session: Session, incident: Incident, *, books: Books, by: str, now: datetime) -> None:
    """Walk the incident through the rooms: snapshot → obligations → reminders → steps → notices → alarms."""
    known = snapshot(session, incident, books.library)
    derived = derive(known, books.library, as_of=time_at(incident, now), lang=incident.language, would_change=False)
    obligations.store(session, incident, derived, by=by, now=now)
    _plan_reminders(session, incident, now=now)
    for running in list_running(session, incident, books.library, books.playbooks):
        response.follow(session, running, now=now)


def _plan_reminders(session: Session, incident: Incident, *, now: datetime) -> None:
    """Every open obligation with a date reminds before and after it; what is met or no longer owed falls silent."""
    for duty in current(session, incident.id):
        if duty.state in OWED and duty.due_at is not None and not duty.met:
            due = real_instant(incident, duty.due_at)
            plan_due(
                session,
                stream=incident.id,
                kind="obligation",
                subject=duty.identity,
                at=due,
                now=now,
                offsets=FOR_OBLIGATIONS,
                data={"duty": duty.duty, "number": incident.number},
            )
        else:
            cancel_due(session, kind="obligation", subject=duty.identity)
