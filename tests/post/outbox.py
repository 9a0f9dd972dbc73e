"""Builders: a small outbox, and a provider that answers as it is told."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from responder.channels.port import Accepted, Message, Receipt, Sender
from responder.errors import BadInput
from responder.ids import new_id
from responder.post.actions.claims import Worker
from responder.post.actions.groups import lay, make_group

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STREAM = "incident-one"


def worker(name="desk", life=None):
    return Worker(name, life or new_id())


def clock(at=NOW):
    return lambda: at


def group_of(session, count, *, kind="real", group_id=None, running=True, channel="email", now=NOW, **row):
    group = make_group(
        session,
        group_id=group_id or new_id(),
        stream=STREAM,
        kind=kind,
        composer="letters",
        channels=[channel],
        now=now,
        running=running,
    )
    lay(
        session,
        group,
        [{"party_id": f"party-{number}", "rung": 0, "channel": channel, **row} for number in range(count)],
        now=now,
    )
    return group.id


def address_of(party_id, medium):
    """An address for a party, or a number that nobody has."""
    return f"{party_id}@example.org" if medium != "sms" else f"+1999{int(party_id.rpartition('-')[2]):07d}"


def compose(session, batch, now):
    """What the campaign's composer does, for parties that are plainly synthetic."""
    return [
        Message(
            id=row.id, scope=batch.stream, medium=batch.channel,
            to=address_of(row.party_id, batch.channel), subject="About your data",
            text="Dear person,\nthis is about your data.\n", from_=Sender("privacy@example.com", "Example"), at=now,
        )
        for row in batch.rows
    ]  # fmt: skip


COMPOSERS = {"letters": compose}


class Provider:
    """A provider outside the house: it keeps its book and answers each message as ``answer`` says."""

    leaves_machine = True
    longest_call = timedelta(seconds=1)

    def __init__(self, name="provider", answer=lambda message: Accepted(f"ref-{message.id}"), largest_batch=50):
        self.name = name
        self.answer = answer
        self.largest_batch = largest_batch
        self.book = Counter()

    def send(self, messages):
        outcomes = [self.answer(message) for message in messages]
        self.book.update(
            message.id for message, outcome in zip(messages, outcomes, strict=True) if isinstance(outcome, Accepted)
        )
        return outcomes

    def receipts(self):
        return ()

    def forget(self, handle):
        pass

    def read(self, body):
        """``id:event`` a line, or ``ref=…:event``."""
        try:
            said = [line.split(":") for line in body.decode("ascii").splitlines()]
        except UnicodeDecodeError:
            raise BadInput("no receipt") from None
        return [
            Receipt(event, ref=name.removeprefix("ref="))
            if name.startswith("ref=")
            else Receipt(event, message_id=name)
            for name, event in said
        ]

    def look_up(self, asked):
        return {
            one.message_id: Receipt("delivered", message_id=one.message_id)
            for one in asked
            if one.message_id in self.book
        }
