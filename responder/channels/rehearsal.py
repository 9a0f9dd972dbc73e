"""The rehearsal channel: the only one a drill's messages ever reach. They look real, are marked, and stay here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from responder.channels.local import LocalSink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from responder.channels.port import Message, Outcome
    from responder.files.store import FileStore

MARK = "[DRILL]"


class Rehearsal(LocalSink):
    """Keeps a drill's messages apart from real ones, each with the mark in subject and text."""

    def __init__(self, store: FileStore, spool: Path) -> None:
        super().__init__(store, spool, name="rehearsal", kind_prefix="drill")

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return super().send([marked(message) for message in messages])


def marked(message: Message) -> Message:
    """The message with the mark of a drill in its subject and its text."""
    html = None if message.html is None else f"<p>{MARK}</p>{message.html}"
    return replace(message, subject=f"{MARK} {message.subject}", text=f"{MARK} {message.text}", html=html)
