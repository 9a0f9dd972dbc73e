"""Reads of people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.errors import NotFound
from responder.people.records import Account, FormSent, OneTimeLink, PasswordTry, SignIn
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

SYSTEM = "system"
OPERATOR = "os:"  # a deed by whoever sat at the machine: os:<user of the operating system>


@dataclass(frozen=True)
class Present:
    """Somebody who is signed in: the account and the session under which it acts."""

    account: Account
    sign_in: SignIn


def find_account(session: Session, reference: str) -> Account | None:
    """The account with this login (in any case) or id."""
    wanted = reference.strip().lower()
    return session.scalars(select(Account).where((Account.login == wanted) | (Account.id == wanted))).one_or_none()


def get_account(session: Session, reference: str) -> Account:
    account = find_account(session, reference)
    if account is None:
        raise NotFound(
            N_("There is no such account"),
            field="login",
            expected=N_("a login or an id"),
            do=N_("`responder user list` shows them all."),
        )
    return account


def list_accounts(session: Session, *, disabled: bool = True) -> Sequence[Account]:
    """All accounts by login; without the disabled ones if asked."""
    statement = select(Account).order_by(Account.login)
    if not disabled:
        statement = statement.where(Account.disabled_at.is_(None))
    return session.scalars(statement).all()


def has_administrator(session: Session) -> bool:
    """Whether somebody can manage accounts."""
    able = select(Account.id).where(Account.permission_set == "administrator", Account.disabled_at.is_(None))
    return session.scalars(able.limit(1)).first() is not None


def name_of(session: Session, account: Account) -> str:
    return _opened(session, account, "name_sealed") or account.login


def email_of(session: Session, account: Account) -> str | None:
    return _opened(session, account, "email_sealed")


def phone_of(session: Session, account: Account) -> str | None:
    return _opened(session, account, "phone_sealed")


def names_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """What to show for each author of a deed: a name, the system, or the operating-system user."""
    wanted = set(ids)
    accounts = session.scalars(select(Account).where(Account.id.in_(wanted)))
    known = {account.id: name_of(session, account) for account in accounts}
    return {by: known.get(by) or by.removeprefix(OPERATOR) for by in wanted}


def list_addresses(session: Session) -> set[str]:
    """Email addresses and telephone numbers of active staff: whom trial mode may reach."""
    staff = list_accounts(session, disabled=False)
    reached = [open_it(session, account) for account in staff for open_it in (email_of, phone_of)]
    return {address for address in reached if address}


def find_session(session: Session, token: str, now: datetime) -> Present | None:
    """Who is signed in with ``token``; nobody once it has ended, expired, or its account was disabled."""
    found = session.execute(
        select(SignIn, Account)
        .join(Account, SignIn.account_id == Account.id)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None), Account.disabled_at.is_(None))
    ).one_or_none()
    if found is None or found[0].expires_at <= now:
        return None
    return Present(account=found[1], sign_in=found[0])


def list_sessions(session: Session, account: Account, now: datetime) -> Sequence[SignIn]:
    """The sessions of ``account`` that still work, the newest first."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.made_at.desc())
    ).all()


def find_link(session: Session, token: str, now: datetime) -> OneTimeLink | None:
    """The link behind ``token``; none once it was used or an hour has passed."""
    link = session.scalars(select(OneTimeLink).where(OneTimeLink.token_hash == token_hash(token))).one_or_none()
    return link if link is not None and link.used_at is None and link.expires_at > now else None


def find_form_answer(session: Session, token: str, *, by: str) -> str | None:
    """Where a form that this account sent led to, as far as that is known by now."""
    wanted = select(FormSent.answer).where(FormSent.token == token, FormSent.account_id == by)
    return session.scalars(wanted).one_or_none()


def count_tries(session: Session, key: str, since: datetime) -> int:
    return session.scalar(select(func.count()).where(PasswordTry.key == key, PasswordTry.at > since)) or 0


def token_hash(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


def _opened(session: Session, account: Account, column: str) -> str | None:
    sealed: bytes | None = getattr(account, column)
    if sealed is None:
        return None
    keys = keystore_of(session).of(HOUSE)
    return unseal(keys, sealed, table=Account.__tablename__, column=column, row_id=account.id)
