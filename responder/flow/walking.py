"""Every open incident walked through the rooms: after a change that is nobody's fact, such as time or a shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from responder.errors import Broken
from responder.flow.advancing import advance
from responder.intake.queries import get_incident, list_incidents

if TYPE_CHECKING:
    from datetime import datetime

    from responder.flow.books import Books
    from responder.storage.session import Database

_MOST_OPEN: Final = 1000
_log = structlog.get_logger("walk")


def walk_all(database: Database, *, books: Books, by: str, now: datetime) -> int:
    """Walk every incident that is not closed, each in a unit of work of its own. How many there were.

    One whose keys or record are damaged is passed over, so that the clocks of all others go on; the log names it.
    """
    with database.reading() as session:
        numbers = [each.number for each in list_incidents(session, limit=_MOST_OPEN) if each.state != "closed"]
    for number in numbers:
        try:
            with database.writing() as session:
                advance(session, get_incident(session, number), books=books, by=by, now=now)
        except Broken as broken:
            _log.error("incident passed over", incident=number, why=str(broken))
    return len(numbers)
