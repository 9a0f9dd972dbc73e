"""Reads of obligations."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.facts.queries import document
from responder.intake.queries import list_incidents, title_of, unreadable
from responder.obligations.records import DecisionNotToNotify, ObligationVersion
from responder.obligations.register import Entry
from responder.people.queries import names_of
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

OPEN = ("required", "advisable", "suspended")
_NOW = (ObligationVersion.replaced_at.is_(None), ObligationVersion.withdrawn_at.is_(None))


@dataclass(frozen=True)
class Present:
    """An obligation as it stands now, opened. ``answer`` is its entry of ``responder/obligations/1``."""

    identity: str
    version: int
    regime: str
    duty: str
    place: str | None
    recipient: str
    state: str
    due_at: datetime | None
    rule_sha256: str
    derived_at: datetime
    answer: Mapping[str, Any]

    @property
    def met(self) -> bool:
        return bool(self.answer.get("met"))


def current(session: Session, incident_id: str, *, state: str | None = None) -> list[Present]:
    """What is owed as derived last, soonest due first; undated ones after those with a date."""
    statement = (
        select(ObligationVersion)
        .where(ObligationVersion.incident_id == incident_id, *_NOW)
        .order_by(
            ObligationVersion.due_at.is_(None),
            ObligationVersion.due_at,
            ObligationVersion.regime,
            ObligationVersion.duty,
            ObligationVersion.place,
        )
    )
    if state is not None:
        statement = statement.where(ObligationVersion.state == state)
    return [_present(session, version) for version in session.scalars(statement)]


def get_present(session: Session, incident_id: str, identity: str) -> Present | None:
    """One obligation as it stands now; none if it was withdrawn or never derived."""
    statement = select(ObligationVersion).where(
        ObligationVersion.incident_id == incident_id, ObligationVersion.identity == identity, *_NOW
    )
    version = session.scalars(statement).one_or_none()
    return None if version is None else _present(session, version)


def next_due_by_incident(session: Session, incident_ids: Collection[str]) -> dict[str, datetime]:
    """The next deadline of each incident that has an open one; from the columns alone, so that a list stays quick."""
    statement = (
        select(ObligationVersion.incident_id, func.min(ObligationVersion.due_at))
        .where(
            ObligationVersion.incident_id.in_(incident_ids),
            ObligationVersion.state.in_(OPEN),
            ObligationVersion.met_at.is_(None),
            ObligationVersion.due_at.is_not(None),
            *_NOW,
        )
        .group_by(ObligationVersion.incident_id)
    )
    found = session.execute(statement)
    return {incident_id: due_at for incident_id, due_at in found if due_at is not None}


def present_versions(session: Session, incident_id: str) -> Sequence[ObligationVersion]:
    """The newest version of every obligation, withdrawn ones included."""
    return session.scalars(
        select(ObligationVersion).where(
            ObligationVersion.incident_id == incident_id, ObligationVersion.replaced_at.is_(None)
        )
    ).all()


@dataclass(frozen=True)
class Decided:
    """A decision not to notify, opened."""

    id: str
    identity: str
    regime: str
    duty: str
    place: str | None
    entity: str
    state: str
    reason: str
    look_again_at: datetime
    facts_sha256: str
    proposed_at: datetime
    proposed_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None
    ended_at: datetime | None


def list_decisions(session: Session, incident_id: str, *, states: Collection[str] | None = None) -> list[Decided]:
    """Every decision not to notify of one incident, oldest first."""
    statement = select(DecisionNotToNotify).where(DecisionNotToNotify.incident_id == incident_id)
    if states is not None:
        statement = statement.where(DecisionNotToNotify.state.in_(states))
    keys = keystore_of(session).of(incident_id)
    return [
        Decided(
            row.id, row.identity, row.regime, row.duty, row.place, row.entity, row.state,
            unseal(keys, row.reason_sealed, table=DecisionNotToNotify.__tablename__, column="reason_sealed",
                   row_id=row.id),
            row.look_again_at, row.facts_sha256, row.proposed_at, row.proposed_by, row.confirmed_at, row.confirmed_by,
            row.ended_at,
        )
        for row in session.scalars(statement.order_by(DecisionNotToNotify.id))
    ]  # fmt: skip


def register_entries(session: Session, *, at_a_time: int = 100) -> Iterator[Entry]:
    """Every real incident that the reader may know of for the register of breaches, the newest first.

    One whose keys are destroyed or damaged stands with its number alone.
    """
    offset = 0
    while page := list_incidents(session, kind="real", limit=at_a_time, offset=offset):
        offset += at_a_time
        for incident in page:
            bare = Entry(incident.number, incident.code_name, incident.state, incident.opened_at.isoformat(), {}, ())
            if not keystore_of(session).has(incident.id) or unreadable(session, incident):
                yield bare
                continue
            decisions = tuple(list_decisions(session, incident.id))
            authors = {who for each in decisions for who in (each.proposed_by, each.confirmed_by) if who}
            yield replace(
                bare, title=title_of(session, incident), facts=document(session, incident),
                duties=tuple(current(session, incident.id)), decisions=decisions, names=names_of(session, authors),
            )  # fmt: skip


def find_open_decision(session: Session, identity: str) -> DecisionNotToNotify | None:
    """The decision on one obligation that is proposed or stands."""
    statement = select(DecisionNotToNotify).where(
        DecisionNotToNotify.identity == identity, DecisionNotToNotify.state.in_(("proposed", "confirmed"))
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def versions_of(session: Session, identity: str) -> list[Present]:
    """Every version of one obligation, oldest first."""
    statement = (
        select(ObligationVersion).where(ObligationVersion.identity == identity).order_by(ObligationVersion.version)
    )
    return [_present(session, version) for version in session.scalars(statement)]


def _present(session: Session, version: ObligationVersion) -> Present:
    keys = keystore_of(session).of(version.incident_id)
    answer: dict[str, Any] = json.loads(
        unseal(
            keys,
            version.answer_sealed,
            table=ObligationVersion.__tablename__,
            column="answer_sealed",
            row_id=version.id,
        )
    )
    return Present(
        identity=version.identity,
        version=version.version,
        regime=version.regime,
        duty=version.duty,
        place=version.place,
        recipient=version.recipient,
        state=version.state,
        due_at=version.due_at,
        rule_sha256=version.rule_sha256,
        derived_at=version.derived_at,
        answer=answer,
    )
