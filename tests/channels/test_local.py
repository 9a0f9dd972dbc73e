from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from responder.channels.local import LocalSink
from responder.channels.port import Asked
from responder.channels.rehearsal import Rehearsal
from responder.files.store import FileStore
from tests.channels.letters import SCOPE, message


@pytest.fixture
def store(house):
    house.keystore.make(SCOPE)
    return FileStore(house.path / "files", house.keystore)


def test_an_email_becomes_a_real_eml_file_that_opens_only_with_the_incidents_key(store, house):
    sent = message()
    (outcome,) = LocalSink(store, house.path / "spool").send([sent])

    mail = message_from_bytes(store.read(SCOPE, outcome.ref), policy=default)
    assert mail["To"] == "alex@example.org"
    assert mail.get_body(("plain",)).get_content().splitlines() == sent.text.splitlines()
    assert store.describe(SCOPE, outcome.ref).name == f"{sent.id}.eml"
    on_disk = b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
    assert b"alex@example.org" not in on_disk
    assert b"Alex Example" not in on_disk


def test_a_text_becomes_a_record_that_a_person_can_read(store, house):
    (outcome,) = LocalSink(store, house.path / "spool").send(
        [message("+12025550100", medium="sms", text="Please read.")]
    )

    assert store.read(SCOPE, outcome.ref).decode().endswith("Please read.\n")
    assert b"+12025550100" in store.read(SCOPE, outcome.ref)


def test_a_drills_message_is_marked_and_lies_apart(store, house):
    sent = message()
    (outcome,) = Rehearsal(store, house.path / "spool").send([sent])

    assert list(store.list(SCOPE, kind="mail")) == []
    assert outcome.ref.startswith("drillmail-")
    assert message_from_bytes(store.read(SCOPE, outcome.ref), policy=default)["Subject"].startswith("[DRILL] ")


def test_a_batch_cut_short_before_its_receipts_can_still_be_looked_up(store, house):
    sent = message()
    sink = LocalSink(store, house.path / "spool")
    sink.send([sent])
    for waiting in sink.receipts():
        sink.forget(waiting.handle)

    assert sink.look_up([Asked(sent.id, SCOPE)])[sent.id].event == "delivered"
