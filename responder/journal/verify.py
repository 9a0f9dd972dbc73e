"""Does a chain hold? Walks it from its first line and names the first that does not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, tuple_

from responder.errors import Broken
from responder.journal import chain
from responder.journal.append import open_body
from responder.journal.erase import ERASED
from responder.journal.lines import header_of
from responder.journal.records import JournalHead, JournalLine
from responder.vault.keystore import keystore_of
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from responder.journal.anchors import Anchor
    from responder.vault.seal import Keys

BATCH = 500

SAYS = {
    "missing": N_("this line is missing"),
    "twice": N_("a line with this number stands here twice"),
    "unreadable": N_("this line cannot be read"),
    "header": N_("this line was changed after it was written"),
    "prev": N_("this line does not follow the one before it"),
    "key": N_("the file with its keys is damaged, so no text can be checked; put it back from the keys archive"),
    "body": N_("the text of this line is not the one that was written"),
    "erased": N_("the text of this line is gone and no line says that it was erased"),
    "anchor": N_("this line is not the one whose hash was noted outside the database"),
    "cut": N_("this line was noted outside the database and is missing"),
    "head": N_("the end of the chain is not where the database says it is"),
}


@dataclass(frozen=True)
class Fault:
    """The first line that does not hold, and why: ``kind`` is a key of ``SAYS``."""

    seq: int
    kind: str

    @property
    def says(self) -> str:
        return SAYS[self.kind]


@dataclass(frozen=True)
class Verdict:
    """What a walk over one chain found.

    ``end_anchored`` is false where no anchor speaks of the newest line: then a cut after the newest anchor would not
    show. ``texts_checked`` is false once the key of the chain was destroyed: then headers alone were checked.
    """

    stream: str
    lines: int
    hash: str
    fault: Fault | None
    end_anchored: bool
    texts_checked: bool
    erased: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return self.fault is None

    def as_json(self) -> dict[str, Any]:
        fault = None if self.fault is None else {**asdict(self.fault), "says": self.fault.says}
        return {**asdict(self), "holds": self.holds, "fault": fault, "erased": list(self.erased)}


def verify_stream(session: Session, stream: str, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Walk the chain of ``stream``: numbers, links, headers, texts, head, and what was anchored outside."""
    keystore = keystore_of(session)
    noted: dict[int, set[str]] = {}
    for anchor in anchors:
        noted.setdefault(anchor.seq, set()).add(anchor.hash)
    keys, fault = None, None
    try:
        keys = keystore.of(stream) if keystore.has(stream) else None
    except Broken:  # headers are checked all the same: they need no key
        fault = Fault(1, "key")
    walk = _Walk(keys, noted)
    for row in _rows(session, stream):
        wrong = Fault(walk.seq + 1, "unreadable") if row is None else walk.step(row)
        if wrong is not None:
            fault = wrong
            break
    newest = max(noted, default=0)
    return Verdict(
        stream=stream,
        lines=walk.seq,
        hash=walk.hash,
        fault=fault or walk.end(session.get(JournalHead, stream), newest),
        end_anchored=walk.seq > 0 and newest == walk.seq,
        texts_checked=walk.keys is not None,
        erased=tuple(walk.erased),
    )


@dataclass
class _Walk:
    keys: Keys | None
    noted: dict[int, set[str]]
    seq: int = 0
    hash: str = chain.FIRST_PREV
    erased: list[int] = field(default_factory=list)
    said_erased: set[int] = field(default_factory=set)

    def step(self, row: JournalLine) -> Fault | None:
        """Go to the next line, or say what is wrong with it."""
        if row.seq > self.seq + 1:
            return Fault(self.seq + 1, "missing")
        if row.seq <= self.seq:
            return Fault(row.seq, "twice")
        kind = self._wrong(row)
        if kind is not None:
            return Fault(row.seq, kind)
        self.seq, self.hash = row.seq, row.hash
        return None

    def end(self, head: JournalHead | None, newest_anchor: int) -> Fault | None:
        """Say what is wrong with the end, once every line before it holds."""
        if newest_anchor > self.seq:
            return Fault(self.seq + 1, "cut")
        if self.seq == 0 or (head is not None and head.seq > self.seq):
            return Fault(self.seq + 1, "missing")
        if head is None or (head.seq, head.hash) != (self.seq, self.hash):
            return Fault(self.seq, "head")
        unsaid = set(self.erased) - self.said_erased
        return Fault(min(unsaid), "erased") if unsaid and self.keys is not None else None

    def _wrong(self, row: JournalLine) -> str | None:
        if row.prev != self.hash:
            return "prev"
        try:
            if chain.line_hash(header_of(row)) != row.hash:
                return "header"
        except ValueError:
            return "header"
        if self.noted.get(row.seq, {row.hash}) != {row.hash}:
            return "anchor"
        return None if self._text_holds(row) else "body"

    def _text_holds(self, row: JournalLine) -> bool:
        if row.sealed is None:
            self.erased.append(row.seq)
            return True
        if self.keys is None:
            return True
        try:
            body = open_body(row, self.keys)
            if body is None or body.keys() != set(chain.BODY_KEYS) or chain.body_hash(body) != row.body:
                return False
        except (Broken, ValueError):
            return False
        if body["tag"] == ERASED:
            self.said_erased.add(body["data"]["seq"])
        return True


def _rows(session: Session, stream: str) -> Iterator[JournalLine | None]:
    """Every line of ``stream`` by number; none in place of one whose stored values cannot even be read."""
    last: tuple[int, str] | None = None
    while True:
        keys = select(JournalLine.seq, JournalLine.id).where(JournalLine.stream == stream)
        if last is not None:
            keys = keys.where(tuple_(JournalLine.seq, JournalLine.id) > last)
        found = session.execute(keys.order_by(JournalLine.seq, JournalLine.id).limit(BATCH)).all()
        if not found:
            return
        ids = [row_id for _, row_id in found]
        yield from _read(session, ids)
        last = (found[-1][0], found[-1][1])


def _read(session: Session, ids: Sequence[str]) -> Iterator[JournalLine | None]:
    chosen = select(JournalLine).where(JournalLine.id.in_(ids)).order_by(JournalLine.seq, JournalLine.id)
    try:
        yield from session.scalars(chosen).all()
    except (ValueError, TypeError):  # a value that its column cannot hold: find out which line has it
        for row_id in ids:
            try:
                yield session.get_one(JournalLine, row_id)
            except (ValueError, TypeError):
                yield None
