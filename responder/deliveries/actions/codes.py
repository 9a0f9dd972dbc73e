"""Codes for a service that letters offer: imported sealed, drawn one a person, reissued by a recorded deed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from responder.affected.queries import get_recipient, list_recipients, open_people
from responder.deliveries.codes import KINDS, LEAST_TIME_TO_ENROL
from responder.deliveries.queries.campaigns import selection_of
from responder.deliveries.queries.codes import choosing, codes_of, list_pools, pool_of
from responder.deliveries.records import Campaign, Code, CodePool
from responder.errors import BadInput, Conflict, NotFound
from responder.ids import new_id
from responder.journal.append import append
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash, seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

PEOPLE_AT_ONCE = 300
LONGEST_CODE = 100


@dataclass(frozen=True)
class Offer:
    """What a pool serves: ``elements`` are the data that call for it, empty for all; ``country`` may be a part."""

    service: str
    country: str
    months: int
    kind: str
    elements: tuple[str, ...]
    enrol_by: date


def make_pool(session: Session, incident: Incident, offer: Offer, *, by: str, now: datetime) -> CodePool:
    """A pool, or the one there is for this service, country and kind.

    Raises:
        BadInput: no such kind, or people would have less than 60 days to enrol.
    """
    if offer.kind not in KINDS:
        raise BadInput(N_("This kind of person is not known"), field="kind", expected=", ".join(KINDS))
    earliest = now.date() + LEAST_TIME_TO_ENROL
    if offer.enrol_by < earliest:
        raise BadInput(
            N_("People would have less than 60 days to enrol"), field="enrol_by", expected=f"{earliest} or later"
        )
    for pool in list_pools(session, incident.id):
        if (pool.service, pool.country, pool.kind) == (offer.service, offer.country, offer.kind):
            return pool
    given = {**asdict(offer), "elements": sorted(offer.elements)}
    pool = CodePool(id=new_id(), incident_id=incident.id, made_at=now, made_by=by, **given)
    session.add(pool)
    session.flush()
    return pool


def import_codes(session: Session, pool: CodePool, codes: Iterable[str], *, by: str, now: datetime) -> tuple[int, int]:
    """Seal codes into a pool; how many are new, and how many were there already.

    Raises:
        BadInput: a line is no code; none is taken.
    """
    keys = keystore_of(session).of(pool.incident_id)
    wanted = dict.fromkeys(code.strip() for code in codes if code.strip())
    if not wanted:
        raise BadInput(N_("there is no code in the file"), field="file", expected=N_("one code a line"))
    for number, code in enumerate(wanted, 1):
        if len(code) > LONGEST_CODE or not code.isprintable():
            raise BadInput(N_("this line is no code"), line=number, expected=f"at most {LONGEST_CODE} characters")
    hashed = {lookup_hash(keys, "code", code): code for code in wanted}
    known = set(session.scalars(select(Code.hash).where(Code.pool_id == pool.id)))
    fresh = {each: code for each, code in hashed.items() if each not in known}
    for each, code in fresh.items():
        row_id = new_id()
        sealed = seal(keys, code, table=Code.__tablename__, column="code_sealed", row_id=row_id)
        session.add(Code(id=row_id, pool_id=pool.id, code_sealed=sealed, hash=each))
    session.flush()
    data = {"pool": pool.id, "service": pool.service, "new": len(fresh), "known": len(hashed) - len(fresh)}
    append(session, pool.incident_id, by=by, at=now, tag="codes.imported", what="Codes were imported.", data=data)
    return len(fresh), len(hashed) - len(fresh)


def draw_codes(session: Session, campaign: Campaign, *, after: str, now: datetime) -> tuple[str, int]:
    """Give the next people of a campaign each a code, where one is offered and none was given.

    Returns:
        The last person's id, empty once there are none left; and how many people went without for want of codes.
    """
    people = list_recipients(
        session, campaign.incident_id, selection=selection_of(campaign), after=after, limit=PEOPLE_AT_ONCE
    )
    if not people:
        return "", 0
    pools = choosing(session, campaign.incident_id)
    served = codes_of(session, campaign.incident_id, [person.id for person in people])
    wanted: dict[str, list[str]] = defaultdict(list)
    for opened in open_people(session, people):
        pool = pool_of(pools, opened, now.date())
        if pool is not None and opened.id not in served:
            wanted[pool.id].append(opened.id)
    short = sum(len(ids) - _draw(session, pool_id, ids, now) for pool_id, ids in wanted.items())
    return people[-1].id, short


def count_codes(session: Session, incident_id: str) -> int:
    """How many codes there are in all pools of an incident."""
    wanted = select(func.count(Code.id)).join(CodePool, CodePool.id == Code.pool_id)
    return session.scalar(wanted.where(CodePool.incident_id == incident_id)) or 0


def reissue_code(
    session: Session, incident: Incident, recipient_id: str, *, reason: str, by: str, now: datetime
) -> None:
    """Make a person's code void and give another from the same pool.

    Raises:
        NotFound: the person has no code.
        Conflict: the pool is empty.
    """
    get_recipient(session, incident.id, recipient_id)
    held = session.scalars(select(Code).where(Code.recipient_id == recipient_id, Code.void_at.is_(None))).one_or_none()
    if held is None:
        raise NotFound(N_("This person was given no code"))
    held.void_at = now
    session.flush()
    if not _draw(session, held.pool_id, [recipient_id], now):
        raise Conflict(N_("There is no code left in this pool. Import more first."))
    data = {"pool": held.pool_id, "recipient": recipient_id, "reason": reason}
    append(session, incident.id, by=by, at=now, tag="codes.reissued", what="A code was reissued.", data=data)


def note_enrolled(session: Session, pool: CodePool, enrolled: int, *, by: str, now: datetime) -> None:
    """Record how many people the service says have enrolled.

    Raises:
        BadInput: more than were given a code.
    """
    drawn = session.scalar(select(func.count()).where(Code.pool_id == pool.id, Code.recipient_id.is_not(None))) or 0
    if enrolled > drawn:
        raise BadInput(N_("more people than were given a code"), field="enrolled", expected=f"at most {drawn}")
    pool.enrolled = enrolled
    data = {"pool": pool.id, "enrolled": enrolled, "drawn": drawn}
    append(session, pool.incident_id, by=by, at=now, tag="codes.enrolled", what="Enrolments were counted.", data=data)


def return_unused(session: Session, pool: CodePool, *, by: str, now: datetime) -> int:
    """Give codes that nobody was given back to the service: they are void from now on. How many."""
    which = (Code.pool_id == pool.id, Code.recipient_id.is_(None), Code.void_at.is_(None))
    count = session.scalar(select(func.count()).where(*which)) or 0
    session.execute(update(Code).where(*which).values(void_at=now).execution_options(synchronize_session=False))
    data = {"pool": pool.id, "returned": count}
    append(session, pool.incident_id, by=by, at=now, tag="codes.returned", what="Unused codes went back.", data=data)
    return count


def _draw(session: Session, pool_id: str, recipient_ids: Sequence[str], now: datetime) -> int:
    free = session.scalars(
        select(Code)
        .where(Code.pool_id == pool_id, Code.recipient_id.is_(None), Code.void_at.is_(None))
        .order_by(Code.id)
        .limit(len(recipient_ids))
        .with_for_update(skip_locked=True)
    ).all()
    for code, recipient_id in zip(free, recipient_ids, strict=False):
        code.recipient_id, code.drawn_at = recipient_id, now
    session.flush()
    return len(free)
