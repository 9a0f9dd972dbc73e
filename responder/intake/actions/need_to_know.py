"""Need to know: restricting an incident, naming who may see it, and breaking the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder import ids
from responder.errors import BadInput, Conflict, Refused
from responder.intake.queries.sight import active_insiders, forget_sight, get_behind_glass
from responder.intake.records import Insider
from responder.journal.append import append
from responder.people.permissions import GUESTS
from responder.people.queries import get_account
from responder.vault.keystore import HOUSE
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident


def restrict(
    session: Session, incident: Incident, account_ids: Iterable[str], *, reason: str, by: str, now: datetime
) -> None:
    """Show it to those named alone, from now on: to ``account_ids``, and to whoever does this.

    Raises:
        BadInput: no reason was given.
        Conflict: it is restricted already.
    """
    reason = _a_reason(reason)
    if incident.restricted:
        raise Conflict(N_("This incident is restricted already."))
    incident.restricted = True
    append(
        session, incident.id, by=by, at=now, tag="need_to_know.restricted",
        what=f"Restricted to those who need to know: {reason}",
    )  # fmt: skip
    for account_id in {by, *account_ids} - active_insiders(session, incident, now):
        name_insider(session, incident, account_id, by=by, now=now, how="opened" if account_id == by else "named")
    forget_sight(session)


def lift_restriction(session: Session, incident: Incident, *, reason: str, by: str, now: datetime) -> None:
    """Let everybody see it whose permission set lets them.

    Raises:
        BadInput: no reason was given.
        Conflict: it is not restricted.
    """
    reason = _a_reason(reason)
    if not incident.restricted:
        raise Conflict(N_("This incident is not restricted."))
    incident.restricted = False
    append(
        session, incident.id, by=by, at=now, tag="need_to_know.lifted",
        what=f"No longer restricted: {reason}",
    )  # fmt: skip
    forget_sight(session)


def name_insider(
    session: Session, incident: Incident, account_id: str, *, by: str, now: datetime, how: str = "named"
) -> Insider:
    """Let somebody see a restricted incident.

    Raises:
        NotFound: there is no such account.
        Refused: the account is a guest's: those are invited.
        Conflict: the person may see it already.
    """
    account = get_account(session, account_id)
    if account.permission_set in GUESTS:
        raise Refused(N_("A guest is invited, not named."))
    if account.id in active_insiders(session, incident, now):
        raise Conflict(N_("This person is named already."))
    insider = Insider(
        id=ids.new_id(),
        incident_id=incident.id,
        account_id=account.id,
        how=how,
        role=None,
        named_at=now,
        named_by=by,
        ends_at=None,
        ended_at=None,
        ended_by=None,
    )
    session.add(insider)
    session.flush()
    forget_sight(session)
    append(
        session, incident.id, by=by, at=now, tag="need_to_know.named",
        what=f"May see this incident: {account.login}", data={"account": account.id, "how": how},
    )  # fmt: skip
    return insider


def remove_insider(session: Session, incident: Incident, account_id: str, *, by: str, now: datetime) -> None:
    """Let somebody no longer see it. What they saw, they have seen.

    Raises:
        Conflict: the person is not named, or is the last one: nobody would see it any more.
    """
    active = select(Insider).where(Insider.incident_id == incident.id, Insider.ended_at.is_(None))
    staff = session.scalars(active.where(Insider.role.is_(None))).all()
    theirs = [insider for insider in staff if insider.account_id == account_id]
    if not theirs:
        raise Conflict(N_("This person is not named."))
    if len({insider.account_id for insider in staff}) == 1:
        raise Conflict(N_("The last one who may see it stays: name another first."))
    for insider in theirs:
        insider.ended_at, insider.ended_by = now, by
    account = get_account(session, account_id)
    append(
        session, incident.id, by=by, at=now, tag="need_to_know.removed",
        what=f"May no longer see this incident: {account.login}", data={"account": account_id},
    )  # fmt: skip
    forget_sight(session)


def break_glass(session: Session, number: str, *, reason: str, by: str, now: datetime) -> Incident:
    """See a restricted incident without being named: it stands in its timeline and in the house's, with the reason.

    Raises:
        NotFound: there is no such incident.
        BadInput: no reason was given.
        Conflict: nothing stands in the way: it is not restricted, or the person is named.
    """
    reason = _a_reason(reason)
    incident = get_behind_glass(session, number)
    if not incident.restricted or by in active_insiders(session, incident, now):
        raise Conflict(N_("You may see this incident already."))
    account = get_account(session, by)
    append(
        session, incident.id, by=by, at=now, tag="need_to_know.glass_broken",
        what=f"{account.login} broke the glass: {reason}", data={"account": account.id},
    )  # fmt: skip
    append(
        session, HOUSE, by=by, at=now, tag="need_to_know.glass_broken",
        what=f"{account.login} broke the glass of {incident.number}", data={"account": account.id},
    )  # fmt: skip
    name_insider(session, incident, by, by=by, now=now, how="glass")
    return incident


def _a_reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    return reason.strip()
