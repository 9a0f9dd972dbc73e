"""The one table of jobs: its name, how often it is asked, and what it does with everything that is due by now.

A job finds its own work in the tables and may be run again at any time: a missed tick is caught up by the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from responder import flow
from responder.agenda.actions import claim_due, forget_fires, release_stale, settle_due
from responder.intake.queries import get_incident, list_incidents
from responder.response.actions import climb
from responder.response.actions.reminders import send_reminder
from responder.worker.sending import ask, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from responder.agenda.records import DueItem
    from responder.bootstrap import Services

    Work = Callable[[Services, datetime], None]
    Send = Callable[[Session, DueItem, datetime], None]

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
KEEP_FIRES: Final = timedelta(days=2)
CLAIM_LASTS: Final = timedelta(minutes=10)
MOST_OPEN: Final = 1000
SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True)
class Job:
    """``every`` is at least a second; the moments of a job are the same on every machine."""

    name: str
    every: timedelta
    work: Work

    def moment(self, now: datetime) -> datetime:
        """The latest moment at or before ``now`` at which this job was to run."""
        return _EPOCH + (now - _EPOCH) // self.every * self.every


def sweep(services: Services, now: datetime) -> None:
    """Free the claims of dead owners; forget firings nobody asks about any more."""
    with services.db.writing() as session:
        release_stale(session, before=now - CLAIM_LASTS)
        forget_fires(session, before=now - KEEP_FIRES)


def remind_with(send: Send, *kinds: str) -> Work:
    """A job that hands what is due to ``send``, in the unit of work in which it is settled: neither lost nor doubled.

    Args:
        send: Puts the reminder into the outbox (``post``); talks to no provider itself.
        kinds: Kinds of due items; all of them if none is named.
    """

    def remind(services: Services, now: datetime) -> None:
        with services.db.writing() as session:
            for item in claim_due(session, owner="remind", now=now, kinds=kinds or None):
                send(session, item, now)
                settle_due(session, item, now=now)

    return remind


def escalate(services: Services, now: datetime) -> None:
    """Let what nobody answered climb: commander, deputy, whoever opened the incident."""
    with services.db.writing() as session:
        climb(session, now)


def walk(services: Services, now: datetime) -> None:
    """Walk every incident that is not closed through the rooms: time alone may have changed what is owed."""
    with services.db.reading() as session:
        numbers = [
            incident.number for incident in list_incidents(session, limit=MOST_OPEN) if incident.state != "closed"
        ]
    for number in numbers:
        with services.db.writing() as session:
            flow.advance(session, get_incident(session, number), books=services, by=SYSTEM, now=now)


JOBS: tuple[Job, ...] = (
    Job("sweep", timedelta(hours=1), sweep),
    Job("walk", timedelta(hours=1), walk),
    Job("remind", timedelta(seconds=10), remind_with(send_reminder)),
    Job("escalate", timedelta(minutes=1), escalate),
    Job("send", timedelta(seconds=2), send),
    Job("ask about unknown", timedelta(minutes=5), ask),
)
