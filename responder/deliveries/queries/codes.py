"""Pools of codes: how many there are, how many are needed, and which code a person was given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.affected.queries import list_recipients, open_people
from responder.deliveries.codes import LEAST_TIME_TO_ENROL, Pool, pool_for
from responder.deliveries.records import Code, CodePool
from responder.storage.among import among
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from responder.affected.queries import Opened, Selection

PEOPLE_AT_ONCE = 500


@dataclass(frozen=True)
class Stock:
    """A pool counted: ``need`` people have no code yet, ``free`` codes are left. ``too_soon``: people would have less
    than 60 days to enrol.
    """

    pool: CodePool
    free: int
    drawn: int
    void: int
    need: int
    too_soon: bool

    @property
    def short(self) -> int:
        """How many codes are lacking."""
        return max(self.need - self.free, 0)


def list_pools(session: Session, incident_id: str) -> Sequence[CodePool]:
    wanted = select(CodePool).where(CodePool.incident_id == incident_id)
    return session.scalars(wanted.order_by(CodePool.service, CodePool.country, CodePool.kind)).all()


def choosing(session: Session, incident_id: str) -> tuple[Pool, ...]:
    """The pools of an incident, ready to choose from."""
    return tuple(
        Pool(row.id, row.country, row.kind, frozenset(row.elements)) for row in list_pools(session, incident_id)
    )


def pool_of(pools: Sequence[Pool], opened: Opened, on: date) -> Pool | None:
    """The pool from which a person draws, if anybody is written to for him or her."""
    addressee = opened.addressee(on)
    if not addressee.told or addressee.kind in {"next_of_kin", "estate"}:
        return None
    minor = addressee.kind == "guardian"
    return pool_for(pools, place=opened.traits.place, elements=addressee.elements, minor=minor)


def stocks(session: Session, incident_id: str, *, selection: Selection | None, on: date) -> list[Stock]:
    """Each pool against the need of the people selected who have no code yet."""
    pools = choosing(session, incident_id)
    if not pools:
        return []
    need: Counter[str] = Counter()
    after = ""
    while people := list_recipients(session, incident_id, selection=selection, after=after, limit=PEOPLE_AT_ONCE):
        after = people[-1].id
        served = set(_given(session, [person.id for person in people]))
        for opened in open_people(session, people):
            pool = pool_of(pools, opened, on)
            if pool is not None and opened.id not in served:
                need[pool.id] += 1
    return [_stock(session, row, need[row.id], on) for row in list_pools(session, incident_id)]


def _stock(session: Session, row: CodePool, need: int, on: date) -> Stock:
    def count(*which: object) -> int:
        return session.scalar(select(func.count()).where(Code.pool_id == row.id, *which)) or 0  # type: ignore[arg-type]

    free = count(Code.recipient_id.is_(None), Code.void_at.is_(None))
    void = count(Code.void_at.is_not(None))
    drawn = count(Code.recipient_id.is_not(None), Code.void_at.is_(None))
    return Stock(row, free, drawn, void, need, too_soon=row.enrol_by < on + LEAST_TIME_TO_ENROL)


def codes_of(session: Session, incident_id: str, recipient_ids: Sequence[str]) -> dict[str, str]:
    """Person → the code that he or she was given, opened."""
    rows = session.scalars(select(Code).where(among(Code.recipient_id, recipient_ids), Code.void_at.is_(None))).all()
    if not rows:
        return {}
    keys = keystore_of(session).of(incident_id)
    return {
        row.recipient_id or "": unseal(
            keys, row.code_sealed, table=Code.__tablename__, column="code_sealed", row_id=row.id
        )
        for row in rows
    }


def _given(session: Session, recipient_ids: Sequence[str]) -> Sequence[str | None]:
    return session.scalars(
        select(Code.recipient_id).where(Code.recipient_id.in_(recipient_ids), Code.void_at.is_(None))
    ).all()
