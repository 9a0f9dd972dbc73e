"""Counsel decides on what basis people of a country may be written to by a provider abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.deliveries.records import TransferBasis
from responder.errors import BadInput
from responder.ids import new_id
from responder.journal.append import append
from responder.vault.keystore import HOUSE
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LONGEST = 500


def decide_transfer(
    session: Session, *, channel: str, region: str, country: str, basis: str, by: str, now: datetime
) -> TransferBasis:
    """Record the basis; a later decision on the same pair takes the place of the former, and both stand in the record.

    Raises:
        BadInput: no basis is named.
    """
    said = basis.strip()
    if not said or len(said) > LONGEST:
        raise BadInput(N_("Name the basis of this transfer"), field="basis", expected=f"1 to {LONGEST} characters")
    which = (TransferBasis.channel == channel, TransferBasis.region == region, TransferBasis.country == country)
    row = session.scalars(select(TransferBasis).where(*which)).one_or_none()
    if row is None:
        row = TransferBasis(id=new_id(), channel=channel, region=region, country=country)
        session.add(row)
    row.basis, row.decided_at, row.decided_by = said, now, by
    session.flush()
    data = {"channel": channel, "region": region, "country": country, "basis": said}
    what = "It was decided on what basis people of a country are written to by a provider."
    append(session, HOUSE, by=by, at=now, tag="transfer.decided", what=what, data=data)
    return row
