"""A stored line in the form that people and other programs read: ``responder/timeline/1``. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.journal import chain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.journal.records import JournalLine


def header_of(row: JournalLine) -> dict[str, Any]:
    """The part that the chain covers, as stored."""
    return {
        "format": chain.FORMAT,
        "incident": row.stream,
        "seq": row.seq,
        "at": chain.written(row.at),
        "recorded_at": chain.written(row.recorded_at),
        "corrects": row.corrects,
        "privileged": row.privileged,
        "body": row.body,
        "prev": row.prev,
        "hash": row.hash,
    }


def laid_out(row: JournalLine, body: Mapping[str, Any] | None) -> dict[str, Any]:
    """The whole line; author, tag, text, data and salt are null where it is withheld or erased."""
    return {**header_of(row), **{key: None if body is None else body[key] for key in chain.BODY_KEYS}}
