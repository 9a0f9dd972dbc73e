"""Reads of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from responder.errors import NotFound
from responder.journal.append import open_body
from responder.journal.lines import laid_out
from responder.journal.records import JournalHead, JournalLine
from responder.vault.keystore import keystore_of
from responder.words import N_

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from responder.vault.seal import Keys

MOST_LINES = 1000


@dataclass(frozen=True)
class Page:
    """Some lines of a chain; ``more`` if others lie beyond the limit."""

    lines: list[dict[str, Any]]
    more: bool


def page(
    session: Session,
    stream: str,
    *,
    after: int | datetime | None = None,
    before: int | datetime | None = None,
    beyond: int = 0,
    limit: int = 100,
    newest: bool = False,
    privileged: bool = False,
) -> Page:
    """Lines of ``stream`` in the order of their ``seq``, opened with its key.

    Args:
        session: The unit of work.
        stream: An incident's id, or ``HOUSE``.
        after: Only later lines: than a ``seq``, or than an aware instant at which things happened.
        before: Only earlier ones, likewise.
        beyond: Only lines after this ``seq``: where the page before ended.
        limit: How many at most, up to 1,000.
        newest: Whether the limit keeps the newest; otherwise the oldest.
        privileged: Whether the reader may see privileged lines; otherwise they come as headers alone.
    """
    statement = select(JournalLine).where(JournalLine.stream == stream, JournalLine.seq > beyond)
    if after is not None:
        statement = statement.where(_place(after) > after)
    if before is not None:
        statement = statement.where(_place(before) < before)
    statement = statement.order_by(JournalLine.seq.desc() if newest else JournalLine.seq)
    limit = min(limit, MOST_LINES)
    rows = list(session.scalars(statement.limit(limit + 1)))
    kept = rows[:limit]
    if newest:
        kept.reverse()
    keys = _keys(session, stream)
    return Page([_opened(row, keys, privileged=privileged) for row in kept], more=len(rows) > limit)


def page_in_time(
    session: Session,
    stream: str,
    *,
    before: tuple[datetime, int] | None = None,
    limit: int = 100,
    privileged: bool = False,
) -> Page:
    """The latest lines of ``stream`` by when things happened, the latest first; costs the same in a long timeline.

    Args:
        session: The unit of work.
        stream: An incident's id, or ``HOUSE``.
        before: Only what happened earlier than this aware instant, or at it with a lower ``seq``: where the page
            before ended.
        limit: How many at most, up to 1,000.
        privileged: As for ``page``.
    """
    limit = min(limit, MOST_LINES)
    rows = list(session.scalars(lines_in_time(stream, before).limit(limit + 1)))
    keys = _keys(session, stream)
    return Page([_opened(row, keys, privileged=privileged) for row in rows[:limit]], more=len(rows) > limit)


def lines_in_time(stream: str, before: tuple[datetime, int] | None = None) -> Select[JournalLine]:
    """Lines by when they happened, the latest first, along the index on stream, instant and number."""
    statement = select(JournalLine).where(JournalLine.stream == stream)
    if before is not None:
        at, seq = before
        statement = statement.where(JournalLine.at <= at, or_(JournalLine.at < at, JournalLine.seq < seq))
    return statement.order_by(JournalLine.at.desc(), JournalLine.seq.desc())


def get_line(session: Session, stream: str, seq: int, *, privileged: bool = False) -> dict[str, Any]:
    """One line of ``stream``.

    Raises:
        NotFound: there is none with this ``seq``.
    """
    return _opened(get_row(session, stream, seq), _keys(session, stream), privileged=privileged)


def get_row(session: Session, stream: str, seq: int) -> JournalLine:
    wanted = select(JournalLine).where(JournalLine.stream == stream, JournalLine.seq == seq)
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFound(N_("There is no line {seq} in this timeline"), seq=seq)
    return row


def find_head(session: Session, stream: str) -> JournalHead | None:
    """Where the chain ends: ``seq`` and ``hash`` of its newest line."""
    return session.get(JournalHead, stream)


def list_streams(session: Session) -> list[str]:
    """Every chain that has a head or a line."""
    heads, lines = select(JournalHead.stream), select(JournalLine.stream).distinct()
    return sorted(set(session.scalars(heads)) | set(session.scalars(lines)))


def _place(point: int | datetime) -> Any:
    return JournalLine.at if isinstance(point, datetime) else JournalLine.seq


def _keys(session: Session, stream: str) -> Keys | None:
    keystore = keystore_of(session)
    return keystore.of(stream) if keystore.has(stream) else None


def _opened(row: JournalLine, keys: Keys | None, *, privileged: bool) -> dict[str, Any]:
    if keys is None or (row.privileged and not privileged):
        return laid_out(row, None)
    return laid_out(row, open_body(row, keys))
