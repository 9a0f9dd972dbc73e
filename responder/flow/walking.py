"""Every open incident walked through the rooms: after a change that is nobody's fact, such as time or a shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.flow.advancing import advance
from responder.intake.queries import get_incident, list_incidents

if TYPE_CHECKING:
    from datetime import datetime

    from responder.flow.books import Books
    from responder.storage.session import Database

_MOST_OPEN: Final = 1000


def walk_all(database: Database, *, books: Books, by: str, now: datetime) -> int:
    """Walk every incident that is not closed, each in a unit of work of its own. How many there were."""
    with database.reading() as session:
        numbers = [each.number for each in list_incidents(session, limit=_MOST_OPEN) if each.state != "closed"]
    for number in numbers:
        with database.writing() as session:
            advance(session, get_incident(session, number), books=books, by=by, now=now)
    return len(numbers)
