"""Who may see which incident: rows of the others do not exist for whoever reads.

A session that was opened for somebody carries a ``Viewer``. Before each of its statements the incidents that this
person may not see are taken out of every table that has an ``incident_id`` or a ``stream``, so that no page, list,
search or count has to think of it. A session without a viewer (the clock, the worker) sees everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import with_loader_criteria

from responder.errors import NotFound
from responder.intake.records import Incident, Insider
from responder.journal.records import JournalHead
from responder.people.permissions import GUESTS
from responder.people.records import Account
from responder.storage.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import ORMExecuteState, Session
    from sqlalchemy.sql.base import ExecutableOption

VIEWER: Final = "viewer"
_SIGHT: Final = "viewer.sight"
EVERYTHING: Final = {"whole_house": True}
NOBODY: Final = ""


@dataclass(frozen=True)
class Viewer:
    """For whom a session reads: an account, or ``NOBODY``, at this moment."""

    account_id: str
    at: datetime


@dataclass(frozen=True)
class Sight:
    """What somebody may see: all but ``hidden``, or (a guest) nothing but ``only``."""

    hidden: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        return not self.hidden and self.only is None

    def includes(self, incident_id: str) -> bool:
        return incident_id not in self.hidden if self.only is None else incident_id in self.only


def limit_to_viewer(state: ORMExecuteState) -> None:
    """Narrow a statement to what the session's viewer may see (a hook of the database)."""
    viewer = state.session.info.get(VIEWER)
    if viewer is None or not state.is_select or state.execution_options.get("whole_house"):
        return
    sight = state.session.info.get(_SIGHT)
    if sight is None:
        sight = state.session.info[_SIGHT] = sight_of(state.session, viewer)
    if not sight.is_whole:
        state.statement = state.statement.options(*_criteria(sight))


def forget_sight(session: Session) -> None:
    """Look again at who may see what: this unit of work has just changed it."""
    session.info.pop(_SIGHT, None)


def sight_of(session: Session, viewer: Viewer) -> Sight:
    """What ``viewer`` may see.

    A restricted incident is seen by those named in it, and by nobody else, whatever their permission set; a guest
    sees the incidents they are invited to, until the end date, and nothing else.
    """
    named = frozenset(
        session.scalars(
            select(Insider.incident_id).where(
                Insider.account_id == viewer.account_id,
                Insider.ended_at.is_(None),
                or_(Insider.ends_at.is_(None), Insider.ends_at > viewer.at),
            ),
            execution_options=EVERYTHING,
        )
    )
    held = select(Account.permission_set).where(Account.id == viewer.account_id)
    if session.scalars(held, execution_options=EVERYTHING).one_or_none() in GUESTS:
        return Sight(only=named)
    restricted = session.scalars(select(Incident.id).where(Incident.restricted), execution_options=EVERYTHING)
    return Sight(hidden=frozenset(restricted) - named)


def may_see(session: Session, incident: Incident, account_id: str, now: datetime) -> bool:
    """Whether this account may see this incident, whoever asks."""
    return sight_of(session, Viewer(account_id, now)).includes(incident.id)


def list_insiders(session: Session, incident: Incident, *, guests: bool) -> Sequence[Insider]:
    """Who is or was named in it, the newest first: colleagues, or guests."""
    statement = select(Insider).where(Insider.incident_id == incident.id, (Insider.how == "guest").is_(guests))
    return session.scalars(statement.order_by(Insider.named_at.desc(), Insider.id.desc())).all()


def active_insiders(session: Session, incident: Incident, now: datetime) -> frozenset[str]:
    """Account ids of those who may see it because they were named."""
    active = select(Insider.account_id).where(Insider.incident_id == incident.id, Insider.ended_at.is_(None))
    return frozenset(session.scalars(active.where(or_(Insider.ends_at.is_(None), Insider.ends_at > now))))


def get_behind_glass(session: Session, number: str) -> Incident:
    """The incident with this number although the viewer may not see it: for breaking the glass, and nothing else."""
    wanted = select(Incident).where(Incident.number == number.strip().upper())
    found = session.scalars(wanted, execution_options=EVERYTHING).one_or_none()
    if found is None:
        raise NotFound("There is no incident {reference}", reference=number.strip().upper())
    return found


def _criteria(sight: Sight) -> list[ExecutableOption]:
    return [
        with_loader_criteria(row, _within(column, sight), include_aliases=True)
        for row, column in _columns_of_incidents()
    ]


def _within(column: Any, sight: Sight) -> Any:
    if sight.only is not None:
        return column.in_(sight.only)
    seen = column.not_in(sight.hidden)
    return or_(column.is_(None), seen) if column.property.columns[0].nullable else seen


@cache
def _columns_of_incidents() -> tuple[tuple[type[Record], Any], ...]:
    """Each table's column that says whose incident a row is. The heads of chains say nothing of an incident."""
    found: list[tuple[type[Record], Any]] = [(Incident, Incident.id)]
    for mapper in Record.registry.mappers:
        row = mapper.class_
        name = next((name for name in ("incident_id", "stream") if name in mapper.columns), None)
        if name is not None and row is not JournalHead:
            found.append((row, getattr(row, name)))
    return tuple(found)
