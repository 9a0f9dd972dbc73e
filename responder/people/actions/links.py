"""One-time links: the first administrator, a password, a sign-in of the demo. Each works once, for an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from responder import ids
from responder.errors import Conflict, Gone, Refused
from responder.journal.append import append
from responder.people.actions.accounts import make_account, set_password
from responder.people.actions.sessions import SignedIn, start_session
from responder.people.permissions import ADMINISTRATOR
from responder.people.queries import find_link, get_account, has_administrator, token_hash
from responder.people.records import Account, OneTimeLink
from responder.vault.keystore import HOUSE
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

FIRST, PASSWORD, SIGN_IN = "first", "password", "sign_in"
LIFE = timedelta(hours=1)


def path_of(token: str) -> str:
    """Where the console takes a link's token."""
    return f"/link/{token}"


def make_link(session: Session, purpose: str, account: Account | None, *, by: str, now: datetime) -> str:
    """A token that works once, for an hour. Earlier ones for the same purpose no longer work.

    Args:
        session: The unit of work.
        purpose: ``first``, ``password`` or ``sign_in``.
        account: Whose; none for ``first``.
        by: Who made it.
        now: Aware.

    Raises:
        Conflict: ``first``, and there is an administrator.
        Refused: the account is disabled.
    """
    if (purpose == FIRST) != (account is None):
        raise ValueError("only the first link has no account")
    if purpose == FIRST and has_administrator(session):
        raise Conflict(N_("There is an administrator already."))
    if account is not None and account.disabled_at is not None:
        raise Refused(N_("The account {login} is disabled."), login=account.login)
    whose = None if account is None else account.id
    earlier = update(OneTimeLink).where(OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None))
    session.execute(earlier.where(OneTimeLink.account_id.is_not_distinct_from(whose)).values(used_at=now))
    token = ids.new_token()
    session.add(
        OneTimeLink(
            id=ids.new_id(),
            purpose=purpose,
            account_id=whose,
            token_hash=token_hash(token),
            made_at=now,
            expires_at=now + LIFE,
            used_at=None,
        )
    )
    data: dict[str, Any] = {"purpose": purpose, "account": whose}
    append(session, HOUSE, by=by, at=now, tag="link.made", what=f"One-time link made ({purpose})", data=data)
    return token


def redeem_first(session: Session, token: str, *, password: str, now: datetime, **person: Any) -> Account:
    """Make the first administrator.

    Args:
        session: The unit of work.
        token: Of a ``first`` link.
        password: The new administrator's.
        now: Aware.
        person: ``login``, ``name`` and the other details of ``make_account``.

    Raises:
        Gone: the link was used, has expired, or somebody else became administrator.
        BadInput: a detail cannot be taken; the link still works.
    """
    link = _used(session, token, FIRST, now)
    if has_administrator(session):
        raise Gone(_SPENT)
    by = f"link:{link.id}"
    return make_account(session, password=password, permission_set=ADMINISTRATOR, by=by, now=now, **person)


def redeem_password(session: Session, token: str, *, password: str, now: datetime) -> Account:
    """Set the password of the link's account.

    Raises:
        Gone: the link was used or has expired.
        BadInput: the password cannot be taken; the link still works.
    """
    account = get_account(session, _used(session, token, PASSWORD, now).account_id or "")
    set_password(session, account, password, by=account.id, now=now)
    return account


def redeem_sign_in(session: Session, token: str, *, now: datetime, kind: str = "browser", hours: int = 12) -> SignedIn:
    """Sign the link's account in.

    Raises:
        Gone: the link was used or has expired.
    """
    account = get_account(session, _used(session, token, SIGN_IN, now).account_id or "")
    return start_session(session, account, now=now, kind=kind, hours=hours)


_SPENT = N_("This link was used or has expired. Ask for another one.")


def _used(session: Session, token: str, purpose: str, now: datetime) -> OneTimeLink:
    """The link, spent by this unit of work: if the work fails, it is not."""
    link = find_link(session, token, now)
    if link is None or link.purpose != purpose:
        raise Gone(_SPENT)
    link.used_at = now
    session.flush()
    return link
