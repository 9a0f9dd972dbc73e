"""Holding and destroying: each ending needs two people, and a hold stops every destruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from responder import ids
from responder.custody.queries import UNDER_WAY, find_destruction, list_holds, next_hold_number
from responder.custody.records import Destruction, Hold, Keeping
from responder.errors import BadInput, Conflict, Refused
from responder.journal.append import append
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

GROUNDS: Final = {
    "retention": N_("The retention period is over"),
    "order": N_("An authority or a court ordered it"),
    "purpose": N_("The purpose it was kept for has ended"),
}
LONGEST_DAYS: Final = 36_500


def keep_for(session: Session, scope: str, days: int, *, by: str, now: datetime) -> None:
    """Say for how many days after its closing this scope is kept, in place of what the house says.

    Raises:
        BadInput: no number of days between 0 and 36,500.
    """
    if not 0 <= days <= LONGEST_DAYS:
        raise BadInput(N_("This is no retention period"), field="days", expected=N_("days from 0 to 36500"))
    own = session.get(Keeping, scope)
    if own is None:
        session.add(Keeping(scope=scope, days=days, set_at=now, set_by=by))
    else:
        own.days, own.set_at, own.set_by = days, now, by
    what = f"Kept for {days} days after closing"
    append(session, scope, by=by, at=now, tag="keeping.set", what=what, data={"days": days})


def place_hold(session: Session, scope: str, reason: str, *, by: str, now: datetime) -> Hold:
    """Forbid the destruction of anything in ``scope`` until the hold is released.

    Raises:
        BadInput: no reason was given.
        Conflict: its destruction was approved already; the keys may be gone.
        Gone: it was destroyed.
    """
    found = find_destruction(session, scope)
    if found is not None and found.state == "approved":
        raise Conflict(N_("Its destruction is under way: a hold comes too late."))
    hold_id, number = ids.new_id(), next_hold_number(session, scope)
    hold = Hold(
        id=hold_id, number=number, scope=scope, state="stands", placed_at=now, placed_by=by,
        reason_sealed=_sealed(session, scope, reason, "reason_sealed", hold_id),
    )  # fmt: skip
    session.add(hold)
    session.flush()
    what = f"Legal hold {number} placed: {reason.strip()}"
    append(session, scope, by=by, at=now, tag="hold.placed", what=what, data={"hold": number})
    return hold


def propose_release(session: Session, hold: Hold, reason: str, *, by: str, now: datetime) -> None:
    """Propose to release a hold, as counsel; it stands until a second person has confirmed.

    Raises:
        BadInput: no reason was given.
        Conflict: it is released, or proposed for release already.
    """
    if hold.state != "stands":
        raise Conflict(N_("This hold does not stand any more, or its release is proposed already."))
    hold.ending_sealed = _sealed(session, hold.scope, reason, "ending_sealed", hold.id)
    hold.state, hold.ending_by, hold.ending_at = "ending", by, now
    what = f"Release of legal hold {hold.number} proposed: {reason.strip()}"
    append(session, hold.scope, by=by, at=now, tag="hold.ending", what=what, data={"hold": hold.number})


def confirm_release(session: Session, hold: Hold, *, by: str, now: datetime) -> None:
    """Release a hold as the second person.

    Raises:
        Conflict: nobody proposed that.
        Refused: the same person did.
    """
    if hold.state != "ending":
        raise Conflict(N_("Nobody has proposed to release this hold."))
    if hold.ending_by == by:
        raise Refused(N_("Whoever proposes the release of a hold cannot confirm it."))
    hold.state, hold.released_by, hold.released_at = "released", by, now
    what = f"Legal hold {hold.number} released"
    append(session, hold.scope, by=by, at=now, tag="hold.released", what=what, data={"hold": hold.number})


def keep_hold(session: Session, hold: Hold, *, by: str, now: datetime) -> None:
    """Refuse a proposed release, or take it back: the hold stands as before.

    Raises:
        Conflict: nobody proposed one.
    """
    if hold.state != "ending":
        raise Conflict(N_("Nobody has proposed to release this hold."))
    hold.state, hold.ending_sealed, hold.ending_by, hold.ending_at = "stands", None, None, None
    what = f"Legal hold {hold.number} goes on"
    append(session, hold.scope, by=by, at=now, tag="hold.kept", what=what, data={"hold": hold.number})


def must_be_free(session: Session, scope: str) -> None:
    """Refuse if a hold stands.

    Raises:
        Conflict: one does, even if its release is proposed.
    """
    standing = list_holds(session, scope, standing=True)
    if standing:
        numbers = ", ".join(str(hold.number) for hold in standing)
        raise Conflict(N_("A legal hold stands ({numbers}): nothing is destroyed."), numbers=numbers)


def propose_destruction(
    session: Session, scope: str, *, ground: str, about: Mapping[str, Any], by: str, now: datetime
) -> Destruction:
    """Propose to destroy the keys of ``scope``. ``about`` goes into the certificate: ids, counts and times alone.

    Raises:
        BadInput: an unknown ground.
        Conflict: a hold stands, or a destruction is proposed, under way or done.
    """
    if ground not in GROUNDS:
        raise BadInput(N_("This ground is not known"), field="ground", expected=", ".join(GROUNDS))
    must_be_free(session, scope)
    found = find_destruction(session, scope)
    if found is not None:
        text = N_("Its destruction is proposed already.") if found.state in UNDER_WAY else N_("It was destroyed.")
        raise Conflict(text)
    row = Destruction(
        id=ids.new_id(),
        scope=scope,
        state="proposed",
        ground=ground,
        proposed_at=now,
        proposed_by=by,
        about=dict(about),
    )
    session.add(row)
    session.flush()
    append(
        session, scope, by=by, at=now, tag="destruction.proposed",
        what="Destruction of the personal data proposed", data={"ground": ground},
    )  # fmt: skip
    return row


def approve_destruction(session: Session, row: Destruction, *, by: str, now: datetime) -> None:
    """Approve as the second person. From then on no hold can stop it: the keys are destroyed next.

    Raises:
        Conflict: it is not waiting for approval, or a hold was placed since.
        Refused: the same person proposed it.
    """
    if row.state != "proposed":
        raise Conflict(N_("This destruction does not wait for approval."))
    if row.proposed_by == by:
        raise Refused(N_("Whoever proposes a destruction cannot approve it."))
    must_be_free(session, row.scope)
    row.state, row.approved_at, row.approved_by = "approved", now, by
    data = {"ground": row.ground, "destruction": row.id}
    what = "Destruction of the personal data approved: the keys are destroyed"
    append(session, row.scope, by=by, at=now, tag="destruction.approved", what=what, data=data)
    what = f"Destruction approved: {row.about.get('number', row.scope)}"
    append(session, HOUSE, by=by, at=now, tag="destruction.approved", what=what, data=data | {"scope": row.scope})


def withdraw_destruction(session: Session, row: Destruction, *, by: str, now: datetime) -> None:
    """Take a proposal back, or refuse it.

    Raises:
        Conflict: it was approved already.
    """
    if row.state != "proposed":
        raise Conflict(N_("This destruction does not wait for approval."))
    row.state, row.ended_at = "withdrawn", now
    append(
        session, row.scope, by=by, at=now, tag="destruction.withdrawn", what="The proposed destruction was withdrawn"
    )


def note_keys_destroyed(row: Destruction, *, now: datetime) -> None:
    """Say when the keys went; a second saying keeps the first time."""
    row.keys_destroyed_at = row.keys_destroyed_at or now


def note_gone(row: Destruction, gone: Mapping[str, Any]) -> None:
    """Add what this turn destroyed to what earlier turns did: one that was cut short is not forgotten."""
    before = row.gone or {"keys": 2, "keys_archive": "none", "files": 0, "rows": {}}
    rows = dict(before["rows"])
    for table, count in gone["rows"].items():
        rows[table] = max(rows.get(table, 0), count)
    archive = before["keys_archive"] if before["keys_archive"] == "rewritten" else gone["keys_archive"]
    row.gone = {**before, "keys_archive": archive, "files": before["files"] + gone["files"], "rows": rows}


def certify(
    session: Session, row: Destruction, certificate: Mapping[str, Any], sha256: str, *, by: str, now: datetime
) -> None:
    """Close a destruction with its certificate, whose hash stands in the house's journal.

    Raises:
        Conflict: it is not under way.
    """
    if row.state != "approved":
        raise Conflict(N_("This destruction is not under way."))
    row.state, row.ended_at = "done", now
    row.certificate, row.certificate_sha256 = dict(certificate), sha256
    what = f"Destroyed, and certified: {row.about.get('number', row.scope)}"
    data = {"scope": row.scope, "destruction": row.id, "certificate_sha256": sha256}
    append(session, HOUSE, by=by, at=now, tag="destruction.done", what=what, data=data)


def _sealed(session: Session, scope: str, text: str, column: str, row_id: str) -> bytes:
    text = text.strip()
    if not text:
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    return seal(keystore_of(session).of(scope), text, table=Hold.__tablename__, column=column, row_id=row_id)
