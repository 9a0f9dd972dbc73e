"""Making, changing and disabling accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from responder import ids
from responder.errors import Conflict, Refused
from responder.journal.append import append
from responder.people import details, passwords
from responder.people.permissions import ADMINISTRATOR
from responder.people.queries import find_account
from responder.people.records import Account, OneTimeLink, PasswordTry, SignIn
from responder.people.throttle import login_key
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def make_account(  # noqa: PLR0913 -- what an account has
    session: Session,
    *,
    login: str,
    name: str,
    permission_set: str,
    by: str,
    now: datetime,
    email: str | None = None,
    phone: str | None = None,
    language: str = "en",
    zone: str = "UTC",
    password: str | None = None,
) -> Account:
    """A new account; without a password it is entered by a one-time link.

    Raises:
        BadInput: a detail cannot be taken; the field is named.
        Conflict: the login is taken.
    """
    given = details.checked(
        login=login, name=name, permission_set=permission_set, email=email, phone=phone, language=language, zone=zone
    )
    if password is not None:
        passwords.check_new(password, login=given.login)
    if find_account(session, given.login) is not None:
        raise Conflict(N_("There is an account with the login {login} already."), login=given.login)
    row_id = ids.new_id()
    account = Account(
        id=row_id,
        login=given.login,
        name_sealed=_sealed(session, given.name, "name_sealed", row_id),
        email_sealed=_sealed_if(session, given.email, "email_sealed", row_id),
        phone_sealed=_sealed_if(session, given.phone, "phone_sealed", row_id),
        permission_set=given.permission_set,
        language=given.language,
        zone=given.zone,
        password_hash=None if password is None else passwords.hash_password(password),
        made_at=now,
        disabled_at=None,
    )
    session.add(account)
    session.flush()
    _say(session, account, "account.made", f"Account {account.login} made, {account.permission_set}", by=by, now=now)
    return account


def change_details(
    session: Session,
    account: Account,
    *,
    by: str,
    now: datetime,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    language: str | None = None,
    zone: str | None = None,
) -> None:
    """Change what is given; an empty email or phone removes it.

    Raises:
        BadInput: a detail cannot be taken; the field is named.
    """
    changed = []
    if name is not None:
        account.name_sealed = _sealed(session, details.name_form(name), "name_sealed", account.id)
        changed.append("name")
    if email is not None:
        plain = details.email_form(email) if email.strip() else None
        account.email_sealed = _sealed_if(session, plain, "email_sealed", account.id)
        changed.append("email")
    if phone is not None:
        plain = details.phone_form(phone) if phone.strip() else None
        account.phone_sealed = _sealed_if(session, plain, "phone_sealed", account.id)
        changed.append("phone")
    if language is not None and language != account.language:
        account.language = details.language_form(language)
        changed.append("language")
    if zone is not None and zone != account.zone:
        account.zone = details.zone_form(zone)
        changed.append("zone")
    if changed:
        what = f"Account {account.login} changed: {', '.join(changed)}"
        _say(session, account, "account.changed", what, by=by, now=now, changed=changed)


def change_permissions(session: Session, account: Account, permission_set: str, *, by: str, now: datetime) -> None:
    """Give another permission set.

    Raises:
        BadInput: there is no such set.
        Refused: it is the last administrator.
    """
    details.permission_set_form(permission_set)
    if permission_set == account.permission_set:
        return
    _keep_one_administrator(session, account)
    former, account.permission_set = account.permission_set, permission_set
    what = f"Account {account.login} is now {permission_set}, before {former}"
    _say(session, account, "account.permitted", what, by=by, now=now, **{"from": former, "to": permission_set})


def set_password(session: Session, account: Account, password: str, *, by: str, now: datetime) -> None:
    """A new password; every session of the account ends.

    Raises:
        BadInput: it cannot be taken.
    """
    passwords.check_new(password, login=account.login)
    account.password_hash = passwords.hash_password(password)
    end_all_sessions(session, account, now=now)
    forget_tries(session, account)
    _say(session, account, "account.password_set", f"Password of {account.login} set", by=by, now=now)


def disable_account(session: Session, account: Account, *, by: str, now: datetime) -> None:
    """Shut an account for good: its sessions end and its links no longer work. Its deeds keep its name.

    Raises:
        Conflict: it is disabled already.
        Refused: it is the last administrator.
    """
    if account.disabled_at is not None:
        raise Conflict(N_("The account {login} is disabled already."), login=account.login)
    _keep_one_administrator(session, account)
    account.disabled_at = now
    account.password_hash = None
    end_all_sessions(session, account, now=now)
    links = update(OneTimeLink).where(OneTimeLink.account_id == account.id, OneTimeLink.used_at.is_(None))
    session.execute(links.values(used_at=now))
    _say(session, account, "account.disabled", f"Account {account.login} disabled", by=by, now=now)


def end_all_sessions(session: Session, account: Account, *, now: datetime) -> None:
    ending = update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None)).values(ended_at=now)
    session.execute(ending)


def forget_tries(session: Session, account: Account) -> None:
    """Let its owner try again at once."""
    key = login_key(keystore_of(session).of(HOUSE), account.login)
    session.execute(delete(PasswordTry).where(PasswordTry.key == key))


def _keep_one_administrator(session: Session, account: Account) -> None:
    others = select(Account.id).where(
        Account.permission_set == ADMINISTRATOR, Account.disabled_at.is_(None), Account.id != account.id
    )
    if account.permission_set == ADMINISTRATOR and session.scalars(others.limit(1)).first() is None:
        raise Refused(N_("This is the last administrator: make another one first."))


def _sealed(session: Session, text: str, column: str, row_id: str) -> bytes:
    keys = keystore_of(session).of(HOUSE)
    return seal(keys, text, table=Account.__tablename__, column=column, row_id=row_id)


def _sealed_if(session: Session, text: str | None, column: str, row_id: str) -> bytes | None:
    return None if text is None else _sealed(session, text, column, row_id)


def _say(session: Session, account: Account, tag: str, what: str, *, by: str, now: datetime, **data: object) -> None:
    whose = {"account": account.id, "login": account.login}
    append(session, HOUSE, by=by, at=now, tag=tag, what=what, data={**whose, **data})
