"""Noticing that the clock stands still, from whatever still runs, and calling the administrators without it."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Final, Protocol

from responder.agenda.actions import claim_due, settle_due
from responder.agenda.queries import clock_alive, last_beat
from responder.flow.house import House
from responder.ids import derived_id, new_id
from responder.oncall.actions import paging
from responder.oncall.actions.answering import withdraw
from responder.oncall.actions.outcomes import note_outcomes
from responder.oncall.queries.pages import list_pages
from responder.people.permissions import ADMINISTRATOR
from responder.people.queries import SYSTEM, list_accounts
from responder.post.actions.claims import Worker, arrive
from responder.post.engine import pump
from responder.response.actions.reminders import send_reminder
from responder.vault.keystore import HOUSE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Channel
    from responder.post.work import Composers

CLOCK: Final = "clock"
MOST_BATCHES: Final = 50
_LIFE: Final = new_id()


class SendingHouse(House, Protocol):
    """What the watch needs of the services."""

    @property
    def channels(self) -> Mapping[str, Channel]: ...
    @property
    def composers(self) -> Composers: ...


def watch_clock(house: SendingHouse, *, clock: Callable[[], datetime]) -> bool:
    """Call the administrators where the clock has not shown itself for two minutes. Whether it is alive.

    While it is dead this takes the turns of every call and hands their messages over, and nothing else: no letter, no
    reminder. Safe to run in several processes at once, and again and again. A clock that never ran calls nobody.
    """
    now = clock()
    with house.db.reading() as session:
        alive, beat = clock_alive(session, now), last_beat(session)
        standing = [page.id for page in list_pages(session, stream=HOUSE, standing=True) if page.why == CLOCK]
    if alive and not standing:
        return True
    if alive or beat is None:
        with house.db.writing() as session:
            _withdraw(session, now)
        return alive
    with house.db.writing() as session:
        _call(session, beat, house.settings.language, now)
        for item in claim_due(session, owner="watch", now=now, kinds=(paging.DUE,)):
            send_reminder(session, item, now)
            settle_due(session, item, now=now)
    _hand_over(house, clock)
    return False


def _call(session: Session, beat: datetime, language: str, now: datetime) -> None:
    """One call for one standstill, however many notice it: it is about the last moment at which the clock lived."""
    about = derived_id(CLOCK, beat.isoformat())
    if any(page.about == about for page in list_pages(session, stream=HOUSE)):
        return
    first = [one.id for one in list_accounts(session, disabled=False) if one.permission_set == ADMINISTRATOR]
    paging.call(session, stream=HOUSE, about=about, why=CLOCK, first=first, by=SYSTEM, now=now, language=language)
    session.flush()


def _withdraw(session: Session, now: datetime) -> None:
    """It runs again: nobody need get up for it."""
    for page in list_pages(session, stream=HOUSE, standing=True):
        if page.why == CLOCK:
            withdraw(session, page, by=SYSTEM, now=now)


def _hand_over(house: SendingHouse, clock: Callable[[], datetime]) -> None:
    worker = Worker(f"{socket.gethostname()}-watch-{os.getpid()}", _LIFE)
    with house.db.writing() as session:
        arrive(session, worker, now=clock())
    for _ in range(MOST_BATCHES):
        if not pump(
            house.db, house.channels, house.composers, worker=worker, clock=clock, only=frozenset({paging.COMPOSER})
        ):
            break
    with house.db.writing() as session:
        note_outcomes(session, clock())
