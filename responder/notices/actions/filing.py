"""Filing: a person carried an approved notice to an authority, and says when, how and under which reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput, Conflict
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices import queries, states
from responder.notices.records import Filing
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.notices.records import Notice


def file_notice(
    session: Session,
    notice: Notice,
    *,
    filed_at: datetime,
    channel: str,
    by: str,
    now: datetime,
    reference: str = "",
    receipt: str | None = None,
) -> Filing:
    """Record a filing. "In time" is judged by ``filed_at``.

    Args:
        session: The unit of work.
        notice: Approved; filed again if it was filed before (a second authority portal, a resend).
        filed_at: When the authority got it, aware; not later than the incident's own time.
        channel: ``portal``, ``email``, ``post``, ``telephone`` …
        by: Account id of who records it.
        now: The present instant.
        reference: The authority's; may follow later.
        receipt: Reference in ``files`` of the receipt or screenshot.

    Raises:
        Conflict: it is not approved.
        BadInput: the time lies in the future.
    """
    leads_to = states.after("file", notice.state)
    if filed_at > own_time(session, notice.incident_id, now):
        raise BadInput(N_("This lies in the future"), field="filed_at", expected=N_("the time at which it was filed"))
    row_id = ids.new_id()
    filing = Filing(
        id=row_id,
        notice_id=notice.id,
        filed_at=filed_at,
        reference_sealed=_sealed(session, notice, row_id, reference),
        receipt=receipt,
        channel=channel,
        recorded_by=by,
        recorded_at=now,
    )
    session.add(filing)
    notice.state = leads_to
    session.flush()
    said = f", reference {reference}" if reference else ", the reference follows"
    what = f"The notice to {notice.recipient_name} was filed by {channel}{said}."
    data = {
        "notice": notice.id,
        "filing": filing.id,
        "regime": notice.regime,
        "duty": notice.duty,
        "where": notice.place,
    }
    append(session, notice.incident_id, by=by, at=filed_at, tag="notice.filed", what=what, data=data)
    return filing


def add_reference(session: Session, notice: Notice, reference: str, *, by: str, now: datetime) -> Filing:
    """Add the authority's reference to the latest filing.

    Raises:
        Conflict: nothing was filed, or it has its reference.
        BadInput: the reference is empty.
    """
    filings = queries.list_filings(session, notice.id)
    if not filings or filings[-1].reference_sealed is not None:
        raise Conflict(N_("There is no filing that waits for its reference"))
    if not reference.strip():
        raise BadInput(N_("The reference is empty"), field="reference")
    filing = filings[-1]
    filing.reference_sealed = _sealed(session, notice, filing.id, reference)
    what = f"The reference of the notice to {notice.recipient_name} is {reference.strip()}."
    data = {"notice": notice.id, "filing": filing.id}
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.reference_added",
        what=what,
        data=data,
    )
    return filing


def _sealed(session: Session, notice: Notice, row_id: str, reference: str) -> bytes | None:
    if not reference.strip():
        return None
    keys = keystore_of(session).of(notice.incident_id)
    return seal(keys, reference.strip(), table=Filing.__tablename__, column="reference_sealed", row_id=row_id)
