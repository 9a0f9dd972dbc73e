"""Receipts: stored as they came, understood afterwards, harmless when they come twice, late or in any order."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, text, update

from responder.errors import BadInput
from responder.ids import derived_id, new_id
from responder.post.records import Outgoing, RawReceipt, ReceiptEvent
from responder.post.states import after_receipt
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import lookup_hash, seal_bytes, unseal_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Channel, Receipt

ROWS_AT_ONCE = 500
LOOK_AGAIN = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=1)
_IS_WAITING = text("post_raw_receipt.state = 'waiting'")


def store_receipt(session: Session, channel: str, body: bytes, *, now: datetime) -> bool:
    """Keep a raw receipt before anything is made of it; False if the very same is here already."""
    keys = keystore_of(session).of(HOUSE)
    digest = lookup_hash(keys, "receipt", hashlib.sha256(body).hexdigest())
    known = session.scalar(select(RawReceipt.id).where(RawReceipt.channel == channel, RawReceipt.digest == digest))
    if known is not None:
        return False
    row_id = new_id()
    sealed = seal_bytes(keys, body, table="post_raw_receipt", column="body_sealed", row_id=row_id)
    session.add(
        RawReceipt(
            id=row_id, channel=channel, digest=digest, body_sealed=sealed, received_at=now, look_at=now, state="waiting"
        )
    )
    session.flush()
    return True


def match_receipts(session: Session, channels: Mapping[str, Channel], *, now: datetime, limit: int = 20) -> int:
    """Understand waiting receipts and move their messages on.

    Args:
        session: A writing unit of work.
        channels: By the name that stands in records.
        now: The present instant.
        limit: How many raw receipts at most; each may speak of a batch.

    Returns:
        How many raw receipts were looked at.
    """
    waiting = session.scalars(
        select(RawReceipt)
        .where(_IS_WAITING, RawReceipt.look_at <= now)
        .order_by(RawReceipt.look_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for raw in waiting:
        _match(session, raw, channels.get(raw.channel), now)
    session.flush()
    return len(waiting)


def apply_receipts(session: Session, receipts: Sequence[Receipt], *, received_at: datetime) -> int:
    """Move the messages that ``receipts`` speak of; how many of the receipts found theirs."""
    found = 0
    for start in range(0, len(receipts), ROWS_AT_ONCE):
        found += _apply(session, receipts[start : start + ROWS_AT_ONCE], received_at)
    return found


def _match(session: Session, raw: RawReceipt, channel: Channel | None, now: datetime) -> None:
    keys = keystore_of(session).of(HOUSE)
    body = unseal_bytes(keys, raw.body_sealed or b"", table="post_raw_receipt", column="body_sealed", row_id=raw.id)
    try:
        receipts = channel.read(body) if channel is not None else None
    except BadInput:
        raw.state = "unreadable"
        return
    found = apply_receipts(session, receipts or (), received_at=raw.received_at)
    if receipts is not None and found == len(receipts):
        raw.state, raw.body_sealed = "matched", None
    elif now - raw.received_at > GIVE_UP_AFTER:
        raw.state, raw.body_sealed = "unmatched", None
    else:
        raw.look_at = now + LOOK_AGAIN  # by the provider's name it may come before our own row is settled


def _apply(session: Session, receipts: Sequence[Receipt], received_at: datetime) -> int:
    rows = _rows_of(session, receipts)
    changes: dict[str, dict[str, Any]] = {}
    events: dict[str, dict[str, Any]] = {}
    found = 0
    for receipt in receipts:
        row = rows.get(receipt.message_id or "") or rows.get(receipt.ref or "")
        if row is None:
            continue
        found += 1
        at = receipt.at or received_at
        event_id = derived_id("receipt", row.id, receipt.event, at.isoformat(), receipt.code)
        events[event_id] = {
            "id": event_id,
            "outgoing_id": row.id,
            "event": receipt.event,
            "code": receipt.code,
            "at": at,
            "received_at": received_at,
        }
        as_stored = {"new_state": row.state, "complaint": row.complained, "its_code": row.outcome_code}
        before = changes.get(row.id, as_stored)
        state = after_receipt(before["new_state"], receipt.event)
        changes[row.id] = {
            "row_id": row.id,
            "new_state": state,
            "complaint": before["complaint"] or receipt.event == "complained",
            "its_code": (receipt.code or None) if state != before["new_state"] else before["its_code"],
            "changed": received_at,
        }
    _write(session, changes, events)
    return found


def _rows_of(session: Session, receipts: Sequence[Receipt]) -> dict[str, Any]:
    columns = (Outgoing.id, Outgoing.provider_ref, Outgoing.state, Outgoing.complained, Outgoing.outcome_code)
    ids = [receipt.message_id for receipt in receipts if receipt.message_id]
    refs = [receipt.ref for receipt in receipts if receipt.ref and not receipt.message_id]
    rows: dict[str, Any] = {}
    locked = select(*columns).order_by(Outgoing.id).with_for_update()
    if ids:
        rows |= {row.id: row for row in session.execute(locked.where(Outgoing.id.in_(ids)))}
    if refs:
        named = session.execute(locked.where(Outgoing.provider_ref.in_(refs)))
        rows |= {row.provider_ref: row for row in named}
    return rows


def _write(session: Session, changes: dict[str, dict[str, Any]], events: dict[str, dict[str, Any]]) -> None:
    if changes:
        session.connection().execute(
            update(Outgoing)
            .where(Outgoing.__table__.c.id == bindparam("row_id"))
            .values(
                state=bindparam("new_state"),
                complained=bindparam("complaint"),
                outcome_code=bindparam("its_code"),
                changed_at=bindparam("changed"),
            ),
            list(changes.values()),
        )
    known = set(session.scalars(select(ReceiptEvent.id).where(ReceiptEvent.id.in_(list(events)))))
    if fresh := [event for event_id, event in events.items() if event_id not in known]:
        session.execute(insert(ReceiptEvent), fresh)
