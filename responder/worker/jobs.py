"""The one table of jobs: its name, how often it is asked, and what it does with everything that is due by now.

A job finds its own work in the tables and may be run again at any time: a missed tick is caught up by the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from responder import flow
from responder.agenda.actions import claim_due, forget_fires, release_stale, settle_due
from responder.channels.heartbeat import knock
from responder.errors import Broken
from responder.intake.actions.guests import end_expired
from responder.oncall.actions.outcomes import note_outcomes
from responder.people.actions.forms import forget_forms
from responder.people.queries import SYSTEM
from responder.response.actions import climb
from responder.response.actions.drills import tell_inject
from responder.response.actions.reminders import send_reminder
from responder.response.queries import INJECT
from responder.worker.lists_and_letters import import_lists, print_letters, watch_pages
from responder.worker.mailbox import read_mailbox
from responder.worker.packing import pack_each_night
from responder.worker.sending import ask, send, send_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from responder.agenda.records import DueItem
    from responder.bootstrap import Services

    Work = Callable[[Services, datetime], None]
    Send = Callable[[Session, DueItem, datetime], None]

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
KEEP_FIRES: Final = timedelta(days=2)
KEEP_UPLOADS: Final = timedelta(days=1)
KEEP_FORMS: Final = timedelta(days=2)
CLAIM_LASTS: Final = timedelta(minutes=10)
_log = structlog.get_logger("jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """``every`` is at least a second; the moments of a job are the same on every machine.

    ``beside`` is the part of it that any number of further workers may do at the same time.
    """

    name: str
    every: timedelta
    work: Work
    beside: Work | None = None

    def moment(self, now: datetime) -> datetime:
        """The latest moment at or before ``now`` at which this job was to run."""
        return _EPOCH + (now - _EPOCH) // self.every * self.every


def sweep(services: Services, now: datetime) -> None:
    """Free the claims of dead owners; forget firings nobody asks about any more."""
    with services.db.writing() as session:
        release_stale(session, before=now - CLAIM_LASTS)
        forget_fires(session, before=now - KEEP_FIRES)


def clear_uploads(services: Services, now: datetime) -> None:
    """Remove what somebody uploaded to look at and never took."""
    flow.clear_uploads(services.files, before=now - KEEP_UPLOADS)


def forget_sent(services: Services, now: datetime) -> None:
    """Forget forms that nobody sends a second time any more."""
    with services.db.writing() as session:
        forget_forms(session, before=now - KEEP_FORMS)


def remind_with(send: Send, *kinds: str) -> Work:
    """A job that hands what is due to ``send``, in the unit of work in which it is settled: neither lost nor doubled.

    Args:
        send: Puts the reminder into the outbox (``post``); talks to no provider itself.
        kinds: Kinds of due items; all of them if none is named.

    What belongs to an incident whose keys are damaged stays claimed, and is tried again once the claim is stale; all
    others go out.
    """

    def remind(services: Services, now: datetime) -> None:
        with services.db.writing() as session:
            for item in claim_due(session, owner="remind", now=now, kinds=kinds or None):
                try:
                    with session.begin_nested():
                        _OWN_WAYS.get(item.kind, send)(session, item, now)
                        settle_due(session, item, now=now)
                except Broken as broken:
                    _log.error("due item passed over", kind=item.kind, stream=item.stream, why=str(broken))

    return remind


# Kinds that no message is sent for, whoever claims them.
_OWN_WAYS: Final[dict[str, Send]] = {INJECT: tell_inject}


def escalate(services: Services, now: datetime) -> None:
    """Let what nobody answered climb: commander, deputy, whoever opened the incident."""
    with services.db.writing() as session:
        climb(session, now)


def beat_outside(services: Services, now: datetime) -> None:
    """Knock at the watcher outside, if one is set up: it notices what nothing on this machine can."""
    del now
    if services.settings.heartbeat_url:
        knock(services.settings.heartbeat_url)


def watch_calls(services: Services, now: datetime) -> None:
    """Say what became of each message of a call; where none went out, call the next at once."""
    with services.db.writing() as session:
        note_outcomes(session, now)


def guests_leave(services: Services, now: datetime) -> None:
    """Shut the accounts of guests whose end date has come; they see nothing any more from that moment anyway."""
    with services.db.writing() as session:
        end_expired(session, now=now, by=SYSTEM)


def call_to_alarms(services: Services, now: datetime) -> None:
    """Call people to alarms above the firm's level that nobody has taken."""
    settings = services.settings
    with services.db.writing() as session:
        flow.call_for_reports(session, now, level=settings.alert_call_level, minutes=settings.alert_call_minutes)


def finish_destructions(services: Services, now: datetime) -> None:
    """Finish what two people approved to destroy: rows and files, and the certificate; the keys went at once."""
    flow.destroy_all_approved(services, now=now)


def walk(services: Services, now: datetime) -> None:
    """Walk every incident that is not closed through the rooms: time alone may have changed what is owed."""
    services.look_at_contracts()
    flow.walk_all(services.db, books=services, by=SYSTEM, now=now)


JOBS: tuple[Job, ...] = (
    Job("sweep", timedelta(hours=1), sweep),
    Job("clear uploads", timedelta(hours=1), clear_uploads),
    Job("forget sent forms", timedelta(hours=1), forget_sent),
    Job("walk", timedelta(hours=1), walk),
    Job("remind", timedelta(seconds=10), remind_with(send_reminder)),
    Job("drill", timedelta(seconds=2), remind_with(tell_inject, INJECT)),
    Job("pack the go-bag", timedelta(days=1), pack_each_night),
    Job("read the mailbox", timedelta(minutes=1), read_mailbox),
    Job("guests leave", timedelta(minutes=5), guests_leave),
    Job("call to alarms", timedelta(seconds=15), call_to_alarms),
    Job("watch calls", timedelta(seconds=5), watch_calls),
    Job("knock outside", timedelta(minutes=1), beat_outside),
    Job("escalate", timedelta(seconds=10), escalate),
    Job("send", timedelta(seconds=2), send, beside=send_beside),
    Job("ask about unknown", timedelta(minutes=5), ask),
    Job("import lists", timedelta(seconds=2), import_lists),
    Job("finish destructions", timedelta(seconds=15), finish_destructions),
    Job("print letters", timedelta(seconds=2), print_letters),
    Job("watch public pages", timedelta(hours=1), watch_pages),
)
