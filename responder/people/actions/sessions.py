"""Signing in and out.

``sign_in`` and ``prove_again`` take the database, not a session: a try must stay counted although it fails, and
nobody waits at the write lock while a password is hashed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_

from responder import ids
from responder.errors import Conflict, NotSignedIn, SignInTooOld, TooManyTries
from responder.journal.append import append
from responder.people import passwords
from responder.people.queries import count_tries, find_account, token_hash
from responder.people.records import PasswordTry, SignIn
from responder.people.throttle import WINDOW, address_key, login_key
from responder.vault.keystore import HOUSE, keystore_of
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.people.records import Account
    from responder.storage.session import Database

LONGEST_SCRIPT_DAYS = 365


@dataclass(frozen=True)
class SignedIn:
    """A new session. The token is shown once; only its hash is kept."""

    token: str
    account_id: str
    expires_at: datetime


def sign_in(
    database: Database,
    *,
    login: str,
    password: str,
    address: str,
    now: datetime,
    kind: str = "browser",
    hours: int = 12,
    tries: int = 10,
) -> SignedIn:
    """Open a session for whoever knows the password.

    Args:
        database: Two short units of work: the try is counted first, the session made last.
        login: As typed.
        password: As typed.
        address: Where it came from; ``local`` for the command line.
        now: Aware.
        kind: ``browser`` or ``command``.
        hours: How long the session lasts.
        tries: How many in 15 minutes an account, and an address, may have before they must wait.

    Raises:
        TooManyTries: for this account or from this address.
        NotSignedIn: no such account, disabled, or another password: always the same words, after a similar time.
    """
    account_id = _proven(database, login=login, password=password, address=address, now=now, tries=tries)
    with database.writing() as session:
        account = find_account(session, account_id)
        if account is None or account.disabled_at is not None:
            raise NotSignedIn(_WRONG)
        if account.password_hash is not None and passwords.needs_rehash(account.password_hash):
            account.password_hash = passwords.hash_password(password)
        return start_session(session, account, now=now, kind=kind, hours=hours)


def prove_again(
    database: Database, sign_in_id: str, *, login: str, password: str, address: str, now: datetime, tries: int = 10
) -> None:
    """Make a session fresh again by its owner's password.

    Raises:
        TooManyTries, NotSignedIn: as for ``sign_in``.
    """
    account_id = _proven(database, login=login, password=password, address=address, now=now, tries=tries)
    with database.writing() as session:
        current = session.get(SignIn, sign_in_id)
        if current is None or current.account_id != account_id or current.ended_at is not None:
            raise NotSignedIn
        current.proved_at = now
        _say(session, account_id, "account.proved", "Password given again", now=now)


def start_session(session: Session, account: Account, *, now: datetime, kind: str, hours: int) -> SignedIn:
    """A session for somebody who has proved who they are."""
    token = ids.new_token()
    expires_at = now + timedelta(hours=hours)
    _add_session(session, account, token, kind=kind, scope="all", now=now, expires_at=expires_at)
    _say(session, account.id, "account.signed_in", f"{account.login} signed in", now=now, kind=kind)
    return SignedIn(token, account.id, expires_at)


def make_script_token(session: Session, account: Account, *, days: int, scope: str, now: datetime) -> SignedIn:
    """A token for a script that acts as ``account``; what needs a fresh sign-in it can never do.

    Args:
        session: The unit of work.
        account: Its owner, who makes it.
        days: How long it works, 1 to 365.
        scope: ``read`` or ``all``.
        now: Aware.
    """
    if not 1 <= days <= LONGEST_SCRIPT_DAYS or scope not in {"read", "all"}:
        raise ValueError("days or scope of a token")
    token = ids.new_token()
    expires_at = now + timedelta(days=days)
    _add_session(session, account, token, kind="script", scope=scope, now=now, expires_at=expires_at)
    what = f"{account.login} made a token ({scope}) for {days} days"
    _say(session, account.id, "account.token_made", what, now=now, scope=scope, days=days)
    return SignedIn(token, account.id, expires_at)


def sign_out(session: Session, current: SignIn, *, by: str, now: datetime) -> None:
    """End one session; ``by`` its owner or an administrator."""
    if current.ended_at is not None:
        raise Conflict(N_("This session has ended already."))
    current.ended_at = now
    data = {"account": current.account_id}
    append(session, HOUSE, by=by, at=now, tag="account.signed_out", what="Session ended", data=data)


def fresh_enough(current: SignIn, now: datetime, minutes: int) -> bool:
    """Whether its owner proved who they are within the last ``minutes``; a script's token never did."""
    return current.kind != "script" and now - current.proved_at <= timedelta(minutes=minutes)


def require_fresh(current: SignIn, now: datetime, minutes: int) -> None:
    if not fresh_enough(current, now, minutes):
        raise SignInTooOld


_WRONG = N_("Login or password is wrong.")


def _proven(database: Database, *, login: str, password: str, address: str, now: datetime, tries: int) -> str:
    """The account whose password this is, after the try was counted; a success is no try."""
    with database.writing() as session:
        try_ids = _count_try(session, login, address, now=now, tries=tries)
    if not try_ids:
        raise TooManyTries
    with database.reading() as session:
        account = find_account(session, login)
        stored = account.password_hash if account is not None and account.disabled_at is None else None
        account_id = account.id if account is not None else ""
    if not passwords.matches(stored, password):
        raise NotSignedIn(_WRONG)
    with database.writing() as session:
        mine = PasswordTry.key == login_key(keystore_of(session).of(HOUSE), login)
        session.execute(delete(PasswordTry).where(or_(mine, PasswordTry.id.in_(try_ids))))
    return account_id


def _count_try(session: Session, login: str, address: str, *, now: datetime, tries: int) -> list[str]:
    """The ids of the counted try; none if it is one too many."""
    keys = keystore_of(session).of(HOUSE)
    counted = (login_key(keys, login), address_key(keys, address))
    session.execute(delete(PasswordTry).where(PasswordTry.at <= now - WINDOW))
    if any(count_tries(session, key, now - WINDOW) >= tries for key in counted):
        return []
    rows = [PasswordTry(id=ids.new_id(), key=key, at=now) for key in counted]
    session.add_all(rows)
    session.flush()
    account = find_account(session, login)
    if account is not None and count_tries(session, counted[0], now - WINDOW) == tries:
        _say(session, account.id, "account.paused", f"Last try for {account.login} before a pause", now=now)
    return [row.id for row in rows]


def _add_session(
    session: Session, account: Account, token: str, *, kind: str, scope: str, now: datetime, expires_at: datetime
) -> None:
    session.add(
        SignIn(
            id=ids.new_id(),
            account_id=account.id,
            token_hash=token_hash(token),
            kind=kind,
            scope=scope,
            made_at=now,
            proved_at=now,
            expires_at=expires_at,
            ended_at=None,
        )
    )


def _say(session: Session, account_id: str, tag: str, what: str, *, now: datetime, **data: object) -> None:
    append(session, HOUSE, by=account_id, at=now, tag=tag, what=what, data={"account": account_id, **data})
