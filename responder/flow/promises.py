"""What a notice that goes out promises by a day becomes a due item with an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from responder.correspondence import actions as correspondence
from responder.correspondence.promises import promised
from responder.intake.drill_time import time_at
from responder.notices.queries import list_texts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.correspondence.promises import Said
    from responder.intake.records import Incident
    from responder.notices.records import Notice


def note_promises(session: Session, incident: Incident, notice: Notice, *, by: str, now: datetime) -> int:
    """Keep the days to come that the letters of a notice name, in whatever language; one promise a day.

    Whoever lets the notice go owns them until they are given to somebody else. Returns how many are new.
    """
    zone = ZoneInfo(incident.zone)
    found: dict[datetime, Said] = {}
    after = time_at(incident, now).astimezone(zone).date()
    letters = [text for text in list_texts(session, notice) if text.medium == "letter"]
    for text in sorted(letters, key=lambda each: each.language != incident.language):
        for said in promised(text.text, language=text.language, after=after, zone=zone):
            found.setdefault(said.due_at, said)
    made = correspondence.keep_promises(session, incident, notice.id, [*found.values()], owner=by, by=by, now=now)
    return len(made)
