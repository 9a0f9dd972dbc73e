"""Anchors: the head of each chain, noted outside the database after each commit.

A chain alone cannot show that its newest lines were cut off, or that it was written anew from the start. The log of
heads can, for whoever changed the database and not the log too; copies of it elsewhere make that harder.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.journal.append import written_heads
from responder.journal.chain import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Anchor:
    """What the chain of ``stream`` ended with once: line ``seq`` had this ``hash``."""

    stream: str
    seq: int
    hash: str


class HeadsLog:
    """A file of JSON lines ``{"at", "hash", "seq", "stream"}``, only ever added to, safe for several processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, session: Session) -> None:
        """Add the heads that the unit of work moved: a hook to run after its commit."""
        heads = written_heads(session)
        if not heads:
            return
        # One write to a file opened for appending lands in one piece; the leading line break
        # closes a line that a power cut left open.
        text = "".join(
            "\n"
            + json.dumps(
                {"at": written(head.recorded_at), "hash": head.hash, "seq": head.seq, "stream": head.stream},
                sort_keys=True,
            )
            for head in heads
        )
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, text.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def of(self, stream: str) -> list[Anchor]:
        """The anchors of one chain, as they were noted."""
        return [anchor for anchor in self._all() if anchor.stream == stream]

    def streams(self) -> set[str]:
        """Every chain that was ever anchored, whether or not the database still knows it."""
        return {anchor.stream for anchor in self._all()}

    def _all(self) -> Iterator[Anchor]:
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                try:
                    line = json.loads(text)
                    yield Anchor(str(line["stream"]), int(line["seq"]), str(line["hash"]))
                except (ValueError, KeyError, TypeError):
                    continue  # an empty or torn line says nothing; what it would have said is only unanchored
