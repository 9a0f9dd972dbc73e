"""Saying what was done. Lines of a unit of work are collected and chained last, immediately before its commit."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from responder import clock, ids
from responder.journal import chain
from responder.journal.records import JournalHead, JournalLine
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.vault.seal import Keys

_COLLECTED = "journal.collected"
_WRITTEN = "journal.written"
SALT_BYTES = 16


@dataclass
class Entry:
    """A line to be: ``at`` is when the deed happened; ``seq`` is known once the unit of work has committed."""

    stream: str
    by: str
    at: datetime
    tag: str
    what: str
    data: dict[str, Any] = field(default_factory=dict)
    corrects: int | None = None
    privileged: bool = False
    seq: int | None = None


@dataclass(frozen=True)
class Head:
    """The newest line of a chain after a commit."""

    stream: str
    seq: int
    hash: str
    recorded_at: datetime


def append(
    session: Session,
    stream: str,
    *,
    by: str,
    at: datetime,
    tag: str,
    what: str,
    data: Mapping[str, Any] | None = None,
    corrects: int | None = None,
    privileged: bool = False,
) -> Entry:
    """Say a deed in ``stream`` (an incident's id, or ``HOUSE``).

    Args:
        session: The unit of work; the line is written, sealed and chained when it commits.
        stream: Whose chain.
        by: Id of the account, or ``system``.
        at: When it happened, aware; when it was recorded is noted besides.
        tag: ``subject.deed``, as ``fact.recorded``.
        what: The sentence people read.
        data: Values of the deed, in the limits of ``chain.canonical``.
        corrects: The ``seq`` of the line that this one corrects.
        privileged: Whether it stays out of exports.

    Raises:
        ValueError: ``data`` or ``what`` has no canonical form.
    """
    entry = Entry(stream, by, at, tag, what, dict(data or {}), corrects, privileged)
    chain.canonical({"data": entry.data, "what": what, "tag": tag, "by": by})
    session.info.setdefault(_COLLECTED, []).append(entry)
    return entry


def write_collected(session: Session) -> None:
    """Chain what this unit of work said. Runs once, immediately before its commit."""
    collected: list[Entry] = session.info.pop(_COLLECTED, [])
    for stream in sorted({entry.stream for entry in collected}):
        head = session.scalars(select(JournalHead).where(JournalHead.stream == stream).with_for_update()).one_or_none()
        if head is None:
            head = JournalHead(stream=stream, seq=0, hash=chain.FIRST_PREV)
            session.add(head)
        keys = keystore_of(session).of(stream)
        for entry in (entry for entry in collected if entry.stream == stream):
            line = _line(entry, head, keys)
            session.add(line)
            entry.seq, head.seq, head.hash = line.seq, line.seq, line.hash
        session.info.setdefault(_WRITTEN, []).append(Head(stream, head.seq, head.hash, line.recorded_at))
    session.flush()


def written_heads(session: Session) -> list[Head]:
    """Where this unit of work moved its chains to; empties the list."""
    heads: list[Head] = session.info.pop(_WRITTEN, [])
    return heads


def _line(entry: Entry, head: JournalHead, keys: Keys) -> JournalLine:
    body = {
        "by": entry.by,
        "data": entry.data,
        "salt": secrets.token_hex(SALT_BYTES),
        "tag": entry.tag,
        "what": entry.what,
    }
    recorded_at = clock.now()  # the one room-side look at the clock: when a line was written is no caller's to choose
    line = chain.header(
        incident=entry.stream,
        seq=head.seq + 1,
        at=entry.at,
        recorded_at=recorded_at,
        corrects=entry.corrects,
        privileged=entry.privileged,
        body=chain.body_hash(body),
        prev=head.hash,
    )
    row_id = ids.new_id()
    return JournalLine(
        id=row_id,
        stream=entry.stream,
        seq=line["seq"],
        at=entry.at,
        recorded_at=recorded_at,
        corrects=entry.corrects,
        privileged=entry.privileged,
        body=line["body"],
        prev=line["prev"],
        hash=line["hash"],
        sealed=seal(keys, json.dumps(body, ensure_ascii=False), table="journal_line", column="sealed", row_id=row_id),
    )


def open_body(line: JournalLine, keys: Keys) -> dict[str, Any] | None:
    """Author, tag, text, data and salt of a stored line; none once it was erased."""
    if line.sealed is None:
        return None
    body: dict[str, Any] = json.loads(unseal(keys, line.sealed, table="journal_line", column="sealed", row_id=line.id))
    return body


__all__ = ["HOUSE", "Entry", "Head", "append", "open_body", "write_collected", "written_heads"]
