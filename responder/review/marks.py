"""What the picture of the timeline shows, chosen from a matter: events and due times, deeds, notices, deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from responder.review.matter import Line, Matter, Owed
    from responder.review.voice import Voice

CLOCK, DEED, NOTICE, DELIVERY = "clock", "deed", "notice", "delivery"
LANES = {
    CLOCK: N_("Events and due times"),
    DEED: N_("Deeds and decisions"),
    NOTICE: N_("Notices"),
    DELIVERY: N_("Sending"),
}
MET, LATE, OPEN, OVERDUE, UNDATED = "met", "late", "open", "overdue", "undated"
STANDINGS = {
    MET: N_("in time"),
    LATE: N_("late"),
    OPEN: N_("open"),
    OVERDUE: N_("overdue"),
    UNDATED: N_("open, without a date in the law"),
}

# In the order in which a matter usually meets them.
EVENTS = {
    "occurred": N_("It happened"),
    "detected": N_("First signal"),
    "first_human": N_("First human looked"),
    "discovery": N_("Discovery"),
    "awareness": N_("Awareness: personal data is affected"),
    "scope_identified": N_("Scope identified"),
    "determination": N_("Determination"),
    "contained": N_("Contained"),
}
# subject or whole tag → (lane, weight); what has the least weight is left out first.
_LINES = {
    "incident": (DEED, 3),
    "decision": (DEED, 3),
    "timeline": (DEED, 2),
    "step": (DEED, 1),
    "notice": (NOTICE, 3),
    "notice.drafted": (NOTICE, 1),
    "notice.edited": (NOTICE, 0),
    "step.task": (DEED, 0),
    "campaign": (DELIVERY, 3),
    "campaign.canary_passed": (DELIVERY, 1),
    "campaign.laid_out": (DELIVERY, 0),
    "recipients.imported": (DEED, 2),
    "review": (DEED, 1),
}
TAGS = {
    "incident.opened": N_("Incident opened"),
    "incident.contained": N_("Incident contained"),
    "incident.closed": N_("Incident closed"),
    "incident.reopened": N_("Incident reopened"),
    "incident.rated": N_("Severity rated"),
    "decision.made": N_("Decision made"),
    "decision.changed": N_("Decision changed"),
    "step.done": N_("Step done"),
    "step.skipped": N_("Step skipped"),
    "notice.drafted": N_("Notice drafted"),
    "notice.submitted": N_("Notice submitted for approval"),
    "notice.approved": N_("Notice approved by a second person"),
    "notice.filed": N_("Notice filed"),
    "notice.sent": N_("Notice sent"),
    "notice.edited": N_("Draft of a notice edited"),
    "campaign.prepared": N_("Sending prepared"),
    "campaign.started": N_("Sending started"),
    "campaign.undone": N_("Start of sending undone"),
    "campaign.canary_passed": N_("First part of the sending went well"),
    "campaign.paused": N_("Sending paused"),
    "campaign.resumed": N_("Sending resumed"),
    "campaign.halted": N_("Sending halted"),
    "campaign.done": N_("Sending finished"),
    "recipients.imported": N_("List of people affected imported"),
    "review.scheduled": N_("Reviews planned"),
    "review.held": N_("Review held"),
}
MOST_MARKS = 48
NAMES_IN_A_LABEL = 2


@dataclass(frozen=True)
class Mark:
    """One thing on the time axis. ``standing`` is a due time's: met, late, open or overdue; else empty."""

    at: datetime
    lane: str
    label: str
    standing: str = ""
    weight: int = 9


def marks(matter: Matter, voice: Voice) -> tuple[list[Mark], int]:
    """The marks by time, and how many deeds of little weight were left out so that the picture stays readable."""
    found = [*_events(matter, voice), *_due_times(matter, voice), *_deeds(matter, voice)]
    kept = sorted(found, key=lambda mark: -mark.weight)[:MOST_MARKS]
    return sorted(kept, key=lambda mark: (mark.at, mark.lane)), len(found) - len(kept)


def standing_of(owed: Owed, now: datetime) -> str:
    """How a due time stands, judged by the act that the law names; empty where nothing is due."""
    if owed.met_at is not None:
        return LATE if owed.in_time is False else MET
    if owed.state != "required":
        return ""
    if owed.due_at is None:
        return UNDATED
    return OVERDUE if owed.due_at < now else OPEN


def _events(matter: Matter, voice: Voice) -> Iterator[Mark]:
    for name, words in EVENTS.items():
        at = matter.event(name)
        if at is not None:
            yield Mark(at, CLOCK, voice(words))


def _due_times(matter: Matter, voice: Voice) -> Iterator[Mark]:
    due = [(owed.due_at, standing_of(owed, matter.gathered_at), owed) for owed in matter.present if owed.due_at]
    due = [entry for entry in due if entry[1]]
    for (at, standing), group in groupby(
        sorted(due, key=lambda entry: (entry[0], entry[1])), key=lambda entry: entry[:2]
    ):
        names = [str(owed.answer.get("recipient_name") or owed.answer["duty"]) for *_, owed in group]
        said = ", ".join(dict.fromkeys(names[:NAMES_IN_A_LABEL]))
        if len(names) > NAMES_IN_A_LABEL:
            said = voice(N_("{names} and {number} more"), names=said, number=len(names) - NAMES_IN_A_LABEL)
        yield Mark(
            at, CLOCK, voice(N_("Due ({standing}): {names}"), standing=voice(STANDINGS[standing]), names=said), standing
        )


def _deeds(matter: Matter, voice: Voice) -> Iterator[Mark]:
    for line in matter.lines:
        lane, weight = _LINES.get(line.tag) or _LINES.get(line.tag.split(".")[0]) or (DEED, 0)
        if weight and line.body is not None:
            yield Mark(line.at, lane, said(line, matter, voice), weight=weight)


def said(line: Line, matter: Matter, voice: Voice) -> str:
    """A line in the reader's language: its tag where that says it, else the sentence as it was written."""
    if voice.language != matter.language and line.tag in TAGS:
        return voice(TAGS[line.tag])
    return line.what
