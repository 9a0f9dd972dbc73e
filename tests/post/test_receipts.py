from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from responder.channels.port import Accepted
from responder.post.actions.claims import claim, settle
from responder.post.actions.receipts import GIVE_UP_AFTER, match_receipts, store_receipt
from responder.post.records import Outgoing, RawReceipt, ReceiptEvent
from tests.post.outbox import NOW, Provider, group_of, worker

CHANNELS = {"provider": Provider()}


@pytest.fixture
def sent(house):
    """Two messages that the provider took; their ids."""
    with house.db.writing() as session:
        group_of(session, 2)
    with house.db.writing() as session:
        batch = claim(session, worker=worker(), now=NOW, size_of=lambda kind, medium: 2)
        settle(session, batch, [Accepted(f"ref-{row.id}") for row in batch.rows], now=NOW)
    return [row.id for row in batch.rows]


def take(house, body, *, at=NOW):
    with house.db.writing() as session:
        new = store_receipt(session, "provider", body.encode() if isinstance(body, str) else body, now=NOW)
    with house.db.writing() as session:
        match_receipts(session, CHANNELS, now=at)
    return new


def state_of(house, message_id):
    with house.db.reading() as session:
        return session.get(Outgoing, message_id).state


def receipt(house):
    with house.db.reading() as session:
        raw = session.scalars(select(RawReceipt)).one()
        session.expunge(raw)
        return raw


def test_a_receipt_is_matched_by_our_id_or_the_providers_and_its_body_is_let_go(house, sent):
    take(house, f"{sent[0]}:delivered\nref=ref-{sent[1]}:bounced")

    assert [state_of(house, message_id) for message_id in sent] == ["delivered", "refused"]
    assert (receipt(house).state, receipt(house).body_sealed) == ("matched", None)


def test_the_same_receipt_twice_is_kept_once(house, sent):
    assert take(house, f"{sent[0]}:delivered")
    assert not take(house, f"{sent[0]}:delivered")

    with house.db.reading() as session:
        assert len(session.scalars(select(ReceiptEvent)).all()) == 1


def test_receipts_out_of_order_end_where_in_order_they_would(house, sent):
    take(house, f"{sent[0]}:bounced")
    take(house, f"{sent[0]}:delivered")
    take(house, f"{sent[0]}:accepted")

    assert state_of(house, sent[0]) == "refused"


def test_a_complaint_is_remembered_beside_the_state(house, sent):
    take(house, f"{sent[0]}:complained")

    with house.db.reading() as session:
        message = session.get(Outgoing, sent[0])
        assert (message.state, message.complained) == ("delivered", True)


def test_a_receipt_that_comes_before_our_row_is_settled_is_understood_later(house):
    with house.db.writing() as session:
        group_of(session, 1)
    with house.db.writing() as session:
        batch = claim(session, worker=worker(), now=NOW, size_of=lambda kind, medium: 1)
    take(house, "ref=early:delivered")
    assert receipt(house).state == "waiting"

    with house.db.writing() as session:
        settle(session, batch, [Accepted("early")], now=NOW)
        match_receipts(session, CHANNELS, now=NOW + timedelta(minutes=6))
    assert state_of(house, batch.rows[0].id) == "delivered"


def test_a_receipt_of_nobody_we_know_is_given_up_after_a_day_and_its_body_let_go(house):
    take(house, "unheard-of:delivered")
    with house.db.writing() as session:
        match_receipts(session, CHANNELS, now=NOW + GIVE_UP_AFTER + timedelta(minutes=1))

    assert (receipt(house).state, receipt(house).body_sealed) == ("unmatched", None)


def test_a_receipt_that_cannot_be_read_harms_nothing_and_is_kept_for_a_person(house, sent):
    take(house, b"\xff\xfe")
    take(house, f"{sent[0]}:delivered")

    with house.db.reading() as session:
        assert sorted(session.scalars(select(RawReceipt.state))) == ["matched", "unreadable"]
    assert state_of(house, sent[0]) == "delivered"


def test_a_receipt_lies_sealed_on_the_disk(house):
    with house.db.writing() as session:
        store_receipt(session, "provider", b"alex@example.org:delivered", now=NOW)

    assert b"alex@example.org" not in b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
