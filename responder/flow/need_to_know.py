"""Need to know where more than one room is concerned: who holds a seat keeps it, and a broken glass is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.intake.actions import need_to_know
from responder.intake.queries.sight import active_insiders
from responder.oncall.actions.paging import call
from responder.response.queries import seats_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident


def restrict_incident(
    session: Session, incident: Incident, account_ids: Iterable[str], *, reason: str, by: str, now: datetime
) -> None:
    """Restrict an incident to ``account_ids``, whoever holds a seat in it, and whoever does this.

    Raises:
        BadInput: no reason was given.
        Conflict: it is restricted already.
    """
    seated = {holder for holders in seats_of(session, incident).values() for holder in holders}
    need_to_know.restrict(session, incident, {*account_ids, *seated}, reason=reason, by=by, now=now)


def break_glass(session: Session, number: str, *, reason: str, by: str, now: datetime) -> Incident:
    """See a restricted incident without being named; everybody who is named there is called at once.

    Raises:
        NotFound: there is no such incident.
        BadInput: no reason was given.
        Conflict: the person may see it already.
    """
    incident = need_to_know.break_glass(session, number, reason=reason, by=by, now=now)
    named = sorted(active_insiders(session, incident, now) - {by})
    if named:
        call(
            session, stream=incident.id, about=f"glass {by} {now.timestamp():.0f}", why="glass", first=named, by=by,
            now=now,
        )  # fmt: skip
    return incident
