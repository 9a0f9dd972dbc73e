"""Guests: people from outside who see one incident, in one role, until an end date; what they read is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder import ids
from responder.errors import BadInput, Conflict
from responder.intake.queries.sight import forget_sight
from responder.intake.records import GuestReading, Incident, Insider
from responder.journal.append import append
from responder.people.actions.accounts import disable_account, make_account
from responder.people.actions.links import PASSWORD, make_link
from responder.people.permissions import GUESTS
from responder.people.queries import find_account, get_account
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.people.records import Account

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Invited:
    """A guest and the token of the one-time link by which they choose a password; it is shown once."""

    account: Account
    token: str


def invite_guest(  # noqa: PLR0913 -- who, in which role, until when
    session: Session,
    incident: Incident,
    *,
    name: str,
    role: str,
    ends_at: datetime,
    by: str,
    now: datetime,
    email: str | None = None,
    language: str = "en",
    zone: str = "UTC",
) -> Invited:
    """Let somebody from outside in: an account of their own that sees this incident and nothing else.

    Args:
        session: The unit of work.
        incident: The one that they will see.
        name: Of the guest.
        role: A key of ``people.permissions.GUESTS``.
        ends_at: From then on they see nothing.
        by: Who invites.
        now: Aware.
        email: Where they are reached.
        language: They read in.
        zone: They live in.

    Raises:
        BadInput: an unknown role, an end that is past or more than a year away, or a detail that cannot be taken.
    """
    if role not in GUESTS:
        raise BadInput(N_("This role is not known"), field="role", expected=", ".join(GUESTS))
    if not now < ends_at or (ends_at - now).days > LONGEST_DAYS:
        raise BadInput(N_("The end date cannot be taken"), field="ends_at", expected=N_("a day within the next year"))
    account = make_account(
        session,
        login=f"guest.{ids.new_id()[-8:]}",
        name=name,
        permission_set=role,
        email=email,
        language=language,
        zone=zone,
        by=by,
        now=now,
    )
    session.add(
        Insider(
            id=ids.new_id(), incident_id=incident.id, account_id=account.id, how="guest", role=role, named_at=now,
            named_by=by, ends_at=ends_at, ended_at=None, ended_by=None,
        )
    )  # fmt: skip
    session.flush()
    append(
        session, incident.id, by=by, at=now, tag="guest.invited",
        what=f"Guest {account.login} invited as {role} until {ends_at:%Y-%m-%d %H:%M} UTC",
        data={"account": account.id, "role": role, "until": ends_at.isoformat()},
    )  # fmt: skip
    return Invited(account, make_link(session, PASSWORD, account, by=by, now=now))


def new_link(session: Session, incident: Incident, login: str, *, by: str, now: datetime) -> Invited:
    """Another one-time link for a guest who lost theirs.

    Raises:
        NotFound: there is no such account.
        Conflict: it is no guest of this incident any more.
    """
    account = get_account(session, login)
    _active(session, incident, account)
    return Invited(account, make_link(session, PASSWORD, account, by=by, now=now))


def end_guest(session: Session, incident: Incident, login: str, *, by: str, now: datetime) -> None:
    """Show a guest to the door: signed out everywhere, the account shut for good. What they did and read stays.

    Raises:
        NotFound: there is no such account.
        Conflict: it is no guest of this incident any more.
    """
    account = get_account(session, login)
    insider = _active(session, incident, account)
    insider.ended_at, insider.ended_by = now, by
    disable_account(session, account, by=by, now=now)
    append(
        session, incident.id, by=by, at=now, tag="guest.ended",
        what=f"Guest {account.login} sees this incident no longer", data={"account": account.id},
    )  # fmt: skip
    forget_sight(session)


def end_expired(session: Session, *, now: datetime, by: str) -> int:
    """Shut the accounts of guests whose end date has come; how many. Safe to repeat."""
    over = session.scalars(
        select(Insider).where(Insider.how == "guest", Insider.ended_at.is_(None), Insider.ends_at <= now)
    ).all()
    for insider in over:
        account = get_account(session, insider.account_id)
        incident = session.get_one(Incident, insider.incident_id)
        if account.disabled_at is None:
            end_guest(session, incident, account.login, by=by, now=now)
        else:
            insider.ended_at, insider.ended_by = now, by
    return len(over)


def note_reading(session: Session, account_id: str, page: str, *, number: str | None, now: datetime) -> None:
    """Note that a guest read a page; pages of no incident count to the one they are invited to."""
    theirs = select(Incident).join(Insider, Insider.incident_id == Incident.id).where(Insider.account_id == account_id)
    incidents = session.scalars(theirs.order_by(Insider.named_at)).all()
    incident = next((each for each in incidents if number is None or each.number == number), None)
    if incident is None or find_account(session, account_id) is None:
        return
    session.add(GuestReading(id=ids.new_id(), incident_id=incident.id, account_id=account_id, at=now, page=page))


def _active(session: Session, incident: Incident, account: Account) -> Insider:
    active = select(Insider).where(
        Insider.incident_id == incident.id,
        Insider.account_id == account.id,
        Insider.how == "guest",
        Insider.ended_at.is_(None),
    )
    insider = session.scalars(active).one_or_none()
    if insider is None:
        raise Conflict(N_("This is no guest of this incident any more."))
    return insider
