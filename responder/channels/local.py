"""The local sink: nothing leaves the machine. Emails become real .eml files, texts become records, all sealed.

They are written through ``files``, so that they die with the incident's key; ``responder campaign letters`` opens
some of them on request. Each message is receipted as delivered at once.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from responder.channels.mime import to_mime
from responder.channels.port import Accepted, Asked, Message, Outcome, Receipt, Refused, Waiting
from responder.errors import BadInput, Gone
from responder.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from responder.files.store import FileStore

LARGEST_BATCH = 1000
WRITERS = 8
LONGEST_CALL = timedelta(seconds=60)


class LocalSink:
    """A channel that keeps what it is given.

    Args:
        store: Where the messages lie, sealed.
        spool: A folder for receipts not yet fetched; they hold ids and times, nothing personal.
        name: As it stands in records.
        kind_prefix: Told apart in the store: ``mail``, ``text``, ``call`` and ``letter`` with this before it.
    """

    KINDS: Final = ("mail", "text", "call", "letter")  # as the store tells them apart
    leaves_machine = False
    largest_batch = LARGEST_BATCH
    longest_call = LONGEST_CALL

    def __init__(self, store: FileStore, spool: Path, *, name: str = "local", kind_prefix: str = "") -> None:
        self._store = store
        self._spool = spool
        self._prefix = kind_prefix
        self.name = name

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        with ThreadPoolExecutor(WRITERS) as writers:  # the disk makes what is asked for together durable together
            outcomes = list(writers.map(self._keep, messages))
        taken = [message for message, outcome in zip(messages, outcomes, strict=True) if isinstance(outcome, Accepted)]
        if taken:
            self._leave_receipts([_receipt(message) for message in taken])
        return outcomes

    def receipts(self) -> Iterator[Waiting]:
        for path in sorted(self._spool.glob("*.json")):
            yield Waiting(path.name, path.read_bytes())

    def forget(self, handle: str) -> None:
        (self._spool / handle).unlink(missing_ok=True)

    def read(self, body: bytes) -> list[Receipt]:
        try:
            return [
                Receipt(event=told["event"], message_id=told["id"], at=datetime.fromisoformat(told["at"]))
                for told in json.loads(body)
            ]
        except (ValueError, KeyError, TypeError):
            raise BadInput("not a receipt of the local sink", expected="a list of id, event and at") from None

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt]:
        wanted = {one.message_id for one in asked}
        found: dict[str, Receipt] = {}
        for scope in sorted({one.scope for one in asked}):
            for kind in self.KINDS:
                for ref in self._store.list(scope, kind=self._prefix + kind):
                    message_id = self._store.describe(scope, ref).name.partition(".")[0]
                    if message_id in wanted:
                        found[message_id] = Receipt(event="delivered", message_id=message_id)
        return found

    def _keep(self, message: Message) -> Outcome:
        try:
            content = to_mime(message) if message.medium == "email" else _record(message)
            name = f"{message.id}{_ENDINGS[message.medium]}"
            stored = self._store.put(message.scope, name, content, kind=self._prefix + _KIND_OF[message.medium])
        except BadInput:
            return Refused("malformed", permanent=True)
        except Gone:
            return Refused("destroyed", permanent=True)
        return Accepted(stored.ref)

    def _leave_receipts(self, receipts: list[dict[str, str]]) -> None:
        self._spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = self._spool / f".{new_id()}.part"
        with waiting.open("x", encoding="ascii") as file:
            json.dump(receipts, file)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self._spool / f"{new_id()}.json")


_KIND_OF = {"email": "mail", "sms": "text", "voice": "call", "letter": "letter"}
_ENDINGS = {"email": ".eml", "sms": ".txt", "voice": ".txt", "letter": ".txt"}


def _receipt(message: Message) -> dict[str, str]:
    return {"id": message.id, "event": "delivered", "at": message.at.isoformat()}


def _record(message: Message) -> bytes:
    return f"To: {message.to}\nFrom: {message.from_.name}\nDate: {message.at.isoformat()}\n\n{message.text}\n".encode()
