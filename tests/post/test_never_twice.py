"""Whatever happens in whatever order, nobody is written to twice, nobody is lost, and no drill gets out."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from responder.channels.port import Accepted, Refused, Unknown, Unreachable
from responder.post.actions.claims import arrive, claim
from responder.post.actions.groups import close_gate, open_gate
from responder.post.actions.receipts import match_receipts, store_receipt
from responder.post.engine import pump
from responder.post.records import Outgoing
from responder.storage.record import Record
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import HOUSE, KeyStore
from tests.post.outbox import COMPOSERS, NOW, Provider, compose, group_of, worker

ROWS = 12
ANSWERS = ("accepted", "refused", "busy", "unreachable", "taken but no answer", "lost but no answer")


class Sending(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        home = Path(self.folder.name)
        keys = KeyStore(home / "keys", b"k" * 32)
        keys.make(HOUSE)
        self.db = Database(f"sqlite:///{home / 'test.db'}", services=keystore.provide(keys))
        Record.metadata.create_all(self.db.engine)
        self.now, self.worker, self.answers = NOW, worker(), []
        self.provider, self.rehearsal = (
            Provider(answer=self.answer, largest_batch=3),
            Provider("rehearsal", largest_batch=3),
        )
        self.channels = {"email": self.provider, "rehearsal": self.rehearsal}
        with self.db.writing() as session:
            self.group = group_of(session, ROWS)
            self.drill = group_of(session, ROWS, kind="drill")

    def answer(self, message):
        said = self.answers.pop() if self.answers else "accepted"
        if said == "taken but no answer":
            self.provider.book[message.id] += 1
        return {
            "accepted": Accepted(f"ref-{message.id}"),
            "refused": Refused("no", permanent=True),
            "busy": Refused("busy", permanent=False),
            "unreachable": Unreachable("timeout"),
        }.get(said, Unknown("timeout"))

    @rule(answers=st.lists(st.sampled_from(ANSWERS), max_size=3))
    def send_a_batch(self, answers):
        self.answers = list(answers)
        pump(self.db, self.channels, COMPOSERS, worker=self.worker, clock=lambda: self.now)

    @rule(handed_over=st.integers(0, 3))
    def die_in_the_middle_of_a_batch(self, handed_over):
        with self.db.writing() as session:
            batch = claim(session, worker=self.worker, now=self.now, size_of=lambda kind, medium: 3)
        if batch is not None:
            book = (self.provider if batch.kind == "real" else self.rehearsal).book
            book.update(message.id for message in compose(None, batch, self.now)[:handed_over])
        self.worker = worker()
        with self.db.writing() as session:
            assert arrive(session, self.worker, now=self.now) == (len(batch.rows) if batch else 0)

    @precondition(lambda self: self.provider.book)
    @rule(data=st.data())
    def a_receipt_comes_maybe_again(self, data):
        message_id = data.draw(st.sampled_from(sorted(self.provider.book)))
        self.receive([message_id], data.draw(st.sampled_from(["accepted", "delivered"])))

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(is_open=st.booleans())
    def the_gate_moves(self, is_open):
        with self.db.writing() as session:
            if is_open:
                open_gate(session, self.group, not_before=self.now)
            else:
                close_gate(session, self.group)

    @invariant()
    def nobody_is_written_to_twice(self):
        assert all(times == 1 for times in self.provider.book.values())

    @invariant()
    def nobody_is_lost_and_what_the_provider_took_is_never_ready_again(self):
        rows = self.rows()
        assert len(rows) == ROWS
        assert all(rows[message_id] not in {"ready", "unreachable", "claimed"} for message_id in self.provider.book)

    @invariant()
    def no_drill_gets_out(self):
        with self.db.reading() as session:
            drills = set(session.scalars(select(Outgoing.id).where(Outgoing.kind == "drill")))
        assert not drills & set(self.provider.book)
        assert set(self.rehearsal.book) <= drills

    def teardown(self):
        if not hasattr(self, "db"):
            return
        self.receive(sorted(self.provider.book), "delivered")
        assert not {message_id for message_id, state in self.rows().items() if state == "unknown"} & set(
            self.provider.book
        )
        assert Counter(self.rows().values())["delivered"] == len(self.provider.book)
        self.db.dispose()
        self.folder.cleanup()

    def rows(self):
        with self.db.reading() as session:
            wanted = select(Outgoing.id, Outgoing.state).where(Outgoing.kind == "real")
            return {row.id: row.state for row in session.execute(wanted)}

    def receive(self, message_ids, event):
        if message_ids:
            with self.db.writing() as session:
                body = "\n".join(f"{message_id}:{event}" for message_id in message_ids).encode()
                store_receipt(session, "provider", body, now=self.now)
                match_receipts(session, {"provider": self.provider}, now=self.now)


TestSending = Sending.TestCase
TestSending.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
