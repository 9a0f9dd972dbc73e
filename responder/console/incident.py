"""The head that every page of an incident has: what it is, its next deadline, its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g, request, url_for

from responder import clock
from responder.counsel.queries import may_read
from responder.intake import queries as intake
from responder.intake.drill_time import time_at
from responder.obligations.queries import OPEN, current
from responder.vault.keystore import keystore_of
from responder.web.viewer import present
from responder.web.work import reading
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.queries import Present

# Each page: its name, its endpoint, the deed that shows it, its key.
PAGES = (
    (N_("Room"), "room.page", "incident.read", "g r"),
    (N_("Drill"), "drill.page", "incident.read", ""),
    (N_("Facts"), "facts.page", "incident.read", "g f"),
    (N_("Owed"), "owed.page", "incident.read", "g d"),
    (N_("Counsel"), "advice.page", "advice.read", ""),
    (N_("Timeline"), "timeline.page", "timeline.read", "g t"),
    (N_("Playbook"), "run.page", "incident.read", "g p"),
    (N_("Calls"), "calls.page", "incident.read", ""),
    (N_("The people affected"), "affected.page", "incident.read", "g a"),
    (N_("Notices"), "notices.page", "incident.read", "g n"),
    (N_("Sending"), "campaigns.page", "campaign.read", "g s"),
    (N_("Help desk"), "help_desk.page", "help_desk.ask", ""),
    (N_("Reviews"), "reviews.page", "incident.read", "g v"),
    (N_("Report"), "report.page", "report.read", ""),
    (N_("Who may see it"), "need_to_know.page", "need_to_know.name", ""),
    (N_("Guests"), "guests.page", "guest.invite", ""),
    (N_("Close"), "closing.page", "incident.close", ""),
    (N_("Destruction"), "destroying.page", "custody.read", ""),
)
# What is left of an incident whose keys were destroyed.
LEFT = ("timeline.page", "campaigns.page", "destroying.page")
# Pages that belong to the page of another.
BESIDE = {"deciding": "owed", "grading": "owed", "judging": "owed"}


@dataclass(frozen=True)
class Tab:
    """A page of the incident."""

    name: str
    url: str
    here: bool
    key: str


@dataclass(frozen=True)
class Head:
    """The incident of this page."""

    incident: Incident
    title: str
    owed: Sequence[Present]
    next_due: Present | None
    tabs: Sequence[Tab]


def enter(session: Session, number: str) -> Incident:
    """The incident ``number`` with its head ready for the page.

    Raises:
        NotFound: there is none.
    """
    incident = intake.get_incident(session, number)
    readable = keystore_of(session).has(incident.id)
    owed = current(session, incident.id) if readable else []
    here = BESIDE.get(request.blueprint or "", request.blueprint)
    g.head = Head(
        incident=incident,
        title=intake.title_of(session, incident),
        owed=owed,
        next_due=min(
            (duty for duty in owed if is_open(duty) and duty.due_at is not None),
            key=lambda duty: duty.due_at or duty.derived_at,
            default=None,
        ),
        tabs=[
            Tab(name, url_for(endpoint, number=incident.number), here == endpoint.split(".")[0], key)
            for name, endpoint, deed, key in PAGES
            if (readable or endpoint in LEFT)
            and (
                (present().may(deed) and (endpoint != "drill.page" or incident.kind == "drill"))
                or (deed == "advice.read" and _is_named(session, incident))
            )
        ],
    )
    return incident


def _is_named(session: Session, incident: Incident) -> bool:
    """Whether counsel named the viewer to read the workspace of this incident."""
    return may_read(session, incident.id, present().id, present().permission_set)


def own_now(number: str, now: datetime | None = None) -> datetime:
    """The incident's own time at ``now``, which is what its people mean by now: a drill has a time of its own."""
    return time_at(intake.get_incident(reading(), number), now or clock.now())


def is_open(duty: Present) -> bool:
    """Whether somebody must still do something for it."""
    return duty.state in OPEN and not duty.met
