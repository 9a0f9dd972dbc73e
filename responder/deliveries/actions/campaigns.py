"""Making, starting and stopping a campaign. Each is a person's deed and stands in the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from responder.deliveries.actions.saying import say
from responder.deliveries.canary import Canary
from responder.deliveries.ladder import read_ladder
from responder.deliveries.queries.campaigns import count_campaigns
from responder.deliveries.queries.gates import gates_before
from responder.deliveries.queries.transfers import transfers_of
from responder.deliveries.records import Campaign
from responder.errors import BadInput, Conflict
from responder.ids import new_id
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.journal.append import append
from responder.journal.sentences import SAID, kept, said_in
from responder.post.actions.groups import close_gate, make_group, open_gate
from responder.post.queries import tallies
from responder.post.states import HANDED_OVER
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from responder.affected.queries import Selection
    from responder.deliveries.ladder import Rung
    from responder.intake.records import Incident

COMPOSER = "campaign"
UNKNOWN_POLICIES = ("ask", "send_again", "leave")


@dataclass(frozen=True)
class Halted:
    """What stopping could still stop. A batch handed to a provider cannot be recalled."""

    handed_over: int
    in_flight: int
    not_sent: int


@dataclass(frozen=True)
class Plan:
    """How an approved notice is to go out.

    ``digest`` and ``count`` are the approved list's, ``texts`` maps a language to the SHA-256 of its approved text,
    ``ladder`` holds rungs as documents (``ladder.Rung``), ``pace`` maps a medium to the messages an hour that its
    provider takes, ``unknown_policy`` says what is done at the end with what stays unknown.
    """

    notice_id: str
    selection: Selection
    digest: str
    count: int
    texts: Mapping[str, str]
    ladder: Sequence[Mapping[str, Any]]
    undo_seconds: int
    canary: Canary = field(default_factory=Canary)
    due_at: datetime | None = None
    pace: Mapping[str, int] = field(default_factory=dict)
    unknown_policy: str = "ask"


def make_campaign(session: Session, incident: Incident, plan: Plan, *, by: str, now: datetime) -> Campaign:
    """Write the outbox of an approved notice. Called by the approval, in its own transaction; nothing is sent by it.

    Args:
        session: The unit of work of the approval.
        incident: Whose; its ``kind`` decides for ever whether this is a drill.
        plan: What is to go out, to whom and how.
        by: Id of the approver.
        now: The present instant.

    Raises:
        BadInput: the ladder or the policy cannot be taken, or the list is empty.
    """
    ladder = _checked(plan)
    campaign = Campaign(
        id=new_id(),
        number=f"{incident.number}-C{count_campaigns(session, incident.id) + 1}",
        incident_id=incident.id,
        notice_id=plan.notice_id,
        kind=incident.kind,
        state="prepared",
        selection=plan.selection.to_document(),
        ladder=[rung.to_document() for rung in ladder],
        texts=dict(plan.texts),
        digest=plan.digest,
        count=plan.count,
        due_at=plan.due_at,
        undo_seconds=plan.undo_seconds,
        canary=plan.canary.to_document(),
        pace=dict(plan.pace),
        unknown_policy=plan.unknown_policy,
        created_at=now,
        created_by=by,
    )
    session.add(campaign)
    session.flush()
    media = sorted({rung.medium for rung in ladder})
    make_group(
        session,
        group_id=campaign.id,
        stream=incident.id,
        kind=incident.kind,
        composer=COMPOSER,
        channels=media,
        now=now,
    )
    numbers = {"count": plan.count, "digest": plan.digest}
    say(session, campaign, by, now, "campaign.prepared", "A campaign was prepared.", **numbers)
    return campaign


def _checked(plan: Plan) -> tuple[Rung, ...]:
    ladder = read_ladder(plan.ladder)
    if plan.unknown_policy not in UNKNOWN_POLICIES:
        raise BadInput(N_("This policy is not known"), field="unknown_policy", expected=", ".join(UNKNOWN_POLICIES))
    if plan.count < 1:
        raise BadInput(N_("There is nobody to write to"), do=N_("Import the people affected first."))
    return ladder


def start_campaign(
    session: Session,
    campaign: Campaign,
    *,
    typed: int,
    by: str,
    now: datetime,
    works_in: Mapping[str, tuple[str, str]] | None = None,
    despite: str = "",
) -> Campaign:
    """Let it begin, after the time to undo. Permission and a fresh sign-in are the entrance's to ask for.

    Args:
        session: The unit of work.
        campaign: Prepared, and laid out to the end.
        typed: The number of people the starter has read and typed.
        by: Id of the starter.
        now: The present instant.
        works_in: Medium → name and region of the provider that would reach people; empty where none would.
        despite: Why it goes out although it should still wait; a line of its own in the timeline.

    Raises:
        Conflict: not prepared, still being laid out, the list is not the one that was approved, a code is lacking,
            a transfer has no basis, or it should still wait and no reason is given.
        BadInput: the number typed is not the number of people to be written to.
    """
    _must_be(campaign, "prepared")
    if campaign.laid_at is None or campaign.laid_digest is None:
        raise Conflict(N_("The messages are still being laid out. Try again in a moment."))
    if campaign.laid_digest != campaign.digest:
        raise Conflict(N_("The list of people has changed since it was approved. It needs a new approval."))
    if any(found.decided is None for found in transfers_of(session, campaign, works_in or {})):
        raise Conflict(
            N_("People would be written to by a provider abroad, and nobody decided on what basis. Counsel does.")
        )
    if campaign.codes_short:
        raise Conflict(
            N_("{count} people would get a letter without the code it offers. Import more codes first."),
            count=campaign.codes_short,
        )
    if typed != campaign.to_write:
        raise BadInput(
            N_("This is not the number of people to be written to"),
            field="number",
            expected=str(campaign.to_write),
            do=N_("Read the check before sending, then type the number it shows."),
        )
    _pass_gates(session, campaign, despite, by=by, now=now)
    campaign.state, campaign.why = "running", ""
    campaign.started_at, campaign.started_by = now, by
    campaign.not_before = now + timedelta(seconds=campaign.undo_seconds)
    open_gate(session, campaign.id, not_before=campaign.not_before)
    say(session, campaign, by, now, "campaign.started", "The sending was started.", people=campaign.to_write)
    return campaign


def undo_start(session: Session, campaign: Campaign, *, by: str, now: datetime) -> Campaign:
    """Take a start back while nothing was sent yet.

    Raises:
        Conflict: it is not running, or the time to undo is over; halting is what is left.
    """
    _must_be(campaign, "running")
    if campaign.not_before is None or now >= campaign.not_before:
        raise Conflict(N_("The time to undo is over. Halt the campaign instead."))
    close_gate(session, campaign.id)
    campaign.state, campaign.started_at, campaign.started_by, campaign.not_before = "prepared", None, None, None
    say(session, campaign, by, now, "campaign.undone", "The start was taken back; nothing was sent.")
    return campaign


def pause_campaign(session: Session, campaign: Campaign, *, by: str, now: datetime, why: str = "") -> Halted:
    """Stop claims for now.

    Raises:
        Conflict: it is not running.
    """
    _must_be(campaign, "running")
    return _stop(session, campaign, "paused", by, now, why)


def resume_campaign(session: Session, campaign: Campaign, *, by: str, now: datetime, despite: str = "") -> Campaign:
    """Let claims go on, at once; ``despite`` is why, although it should wait by now.

    Raises:
        Conflict: it is not paused, or it should wait and no reason is given.
    """
    _must_be(campaign, "paused")
    _pass_gates(session, campaign, despite, by=by, now=now)
    campaign.state, campaign.why = "running", ""
    open_gate(session, campaign.id, not_before=now)
    say(session, campaign, by, now, "campaign.resumed", "The sending was resumed.")
    return campaign


def halt_campaign(session: Session, campaign: Campaign, *, by: str, now: datetime, why: str = "") -> Halted:
    """Stop for good: no new claim from the moment this commits; what was not handed over is cancelled afterwards.

    Raises:
        Conflict: it has ended already.
    """
    _must_be(campaign, "prepared", "running", "paused")
    campaign.ended_at = now
    return _stop(session, campaign, "halted", by, now, why)


def _stop(session: Session, campaign: Campaign, state: str, by: str, now: datetime, why: str) -> Halted:
    close_gate(session, campaign.id)
    campaign.state, campaign.why = state, why
    counts = tallies(session, campaign.id)
    halted = Halted(
        handed_over=sum(tally.messages for tally in counts if tally.state in HANDED_OVER),
        in_flight=sum(tally.messages for tally in counts if tally.state == "claimed"),
        not_sent=sum(tally.messages for tally in counts if tally.state == "ready"),
    )
    what = {"paused": "The sending was paused.", "halted": "The sending was halted for good."}[state]
    say(
        session,
        campaign,
        by,
        now,
        f"campaign.{state}",
        what,
        handed_over=halted.handed_over,
        in_flight=halted.in_flight,
        not_sent=halted.not_sent,
        why=why,
    )
    return halted


def _pass_gates(session: Session, campaign: Campaign, despite: str, *, by: str, now: datetime) -> None:
    """Stop before what it should wait for, or go on for a reason that the timeline says in so many words."""
    gates = gates_before(session, campaign)
    if not gates:
        return
    named = "; ".join(dict.fromkeys(str(gate["why"]) for gate in gates))
    if not despite.strip():
        raise Conflict(
            N_("This must not go out yet: {gates}. Record the consent or the notice, or give a reason to go on."),
            gates=named,
        )
    incident = get_incident(session, campaign.incident_id)
    said = kept(N_("Sent out although it should have waited: {gates}. {reason}"), {"gates": named, "reason": despite})
    append(
        session, incident.id, by=by, at=time_at(incident, now), tag="gate.overridden",
        what=said_in(said, incident.language),
        data={"campaign": campaign.number, "gates": [dict(gate) for gate in gates], "reason": despite, SAID: said},
    )  # fmt: skip


def _must_be(campaign: Campaign, *states: str) -> None:
    if campaign.state not in states:
        raise Conflict(N_("This cannot be done: the campaign is {state}."), state=campaign.state)
