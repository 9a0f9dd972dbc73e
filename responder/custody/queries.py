"""Reads of custody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.custody.records import Destruction, Hold, Keeping
from responder.errors import NotFound
from responder.vault.keystore import keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

UNDER_WAY = ("proposed", "approved")


def kept_days(session: Session, scope: str, *, usual: int) -> int:
    """For how many days after its closing a scope is kept; ``usual`` is what the house says."""
    own = session.get(Keeping, scope)
    return usual if own is None else own.days


def list_holds(session: Session, scope: str | None = None, *, standing: bool = False) -> Sequence[Hold]:
    """Holds, of one scope or of all, the oldest first; with ``standing`` those alone that still hold."""
    wanted = select(Hold).order_by(Hold.placed_at, Hold.id)
    if scope is not None:
        wanted = wanted.where(Hold.scope == scope)
    if standing:
        wanted = wanted.where(Hold.state != "released")
    return session.scalars(wanted).all()


def get_hold(session: Session, scope: str, number: int) -> Hold:
    """The hold ``number`` of a scope.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(select(Hold).where(Hold.scope == scope, Hold.number == number)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no hold {number} here"), number=number)
    return found


def next_hold_number(session: Session, scope: str) -> int:
    return (session.scalar(select(func.max(Hold.number)).where(Hold.scope == scope)) or 0) + 1


def reasons_of(session: Session, hold: Hold) -> tuple[str, str]:
    """Why it was placed and why it is to end; empty once the key that opened them is gone."""
    keystore = keystore_of(session)
    if not keystore.has(hold.scope):
        return "", ""
    keys = keystore.of(hold.scope)
    opened = [
        "" if sealed is None else unseal(keys, sealed, table=Hold.__tablename__, column=column, row_id=hold.id)
        for column, sealed in (("reason_sealed", hold.reason_sealed), ("ending_sealed", hold.ending_sealed))
    ]
    return opened[0], opened[1]


def find_destruction(session: Session, scope: str) -> Destruction | None:
    """The destruction of a scope that is proposed, under way or done; none that was withdrawn."""
    wanted = select(Destruction).where(Destruction.scope == scope, Destruction.state != "withdrawn")
    return session.scalars(wanted.order_by(Destruction.proposed_at.desc()).limit(1)).one_or_none()


def get_destruction(session: Session, scope: str) -> Destruction:
    """As ``find_destruction``.

    Raises:
        NotFound: none was proposed.
    """
    found = find_destruction(session, scope)
    if found is None:
        raise NotFound(N_("No destruction was proposed for this incident"))
    return found


def list_destructions(session: Session, *states: str) -> Sequence[Destruction]:
    """Destructions in these states, or all, the oldest first."""
    wanted = select(Destruction).order_by(Destruction.proposed_at, Destruction.id)
    if states:
        wanted = wanted.where(Destruction.state.in_(states))
    return session.scalars(wanted).all()
