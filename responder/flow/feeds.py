"""One person's calendar: shifts of every rota, and what is due for them, by code name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.formats.icalendar import Entry
from responder.ids import derived_id
from responder.intake.queries.sight import VIEWER, Viewer
from responder.oncall.calendars import entries, shift_title
from responder.oncall.queries.rotas import shifts_of
from responder.response.queries import list_firing
from responder.words import N_, say

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.people.records import Account

DUE_MINUTES = 15


def feed_of(session: Session, account: Account, *, now: datetime, until: datetime, domain: str) -> list[Entry]:
    """The entries of somebody's calendar. A calendar lies on foreign servers: code names and times, nothing else.

    Args:
        session: A reading unit of work; from here on it shows no more than this person may see.
        account: Whose.
        now: The real instant.
        until: How far ahead.
        domain: Of the identifiers.
    """
    session.info[VIEWER] = Viewer(account.id, now)
    language, found = account.language, []
    for rota, shift in shifts_of(session, account.id, now, until):
        title = shift_title(rota.name, account.login, language)
        found += entries(
            [shift], rota_id=rota.id, title=title, revision=rota.revision, changed_at=rota.changed_at, domain=domain
        )  # fmt: skip
    seen = set()
    for each in list_firing(session, now, within=until - now):
        key = (each.number, each.kind, each.about, each.due_at)
        if account.id not in each.to or key in seen or not each.number:
            continue
        seen.add(key)
        title = say(N_("{code_name}: due"), language, code_name=each.code_name)
        uid = derived_id("due", account.id, each.number, each.kind, each.about or "", each.due_at.isoformat())
        found.append(Entry(f"{uid}@{domain}", 0, each.due_at, DUE_MINUTES, title, each.number, each.due_at))
    return found
