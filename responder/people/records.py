"""Rows of people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Account(Record):
    """A member of staff. Name, email and phone are sealed with the house's key; the login stands in clear."""

    __tablename__ = "people_account"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name_sealed: Mapped[bytes]
    email_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    permission_set: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]
    password_hash: Mapped[str | None]
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "permission_set IN ('administrator', 'commander', 'responder', 'counsel', 'approver', 'auditor', "
            "'outside_counsel', 'forensics', 'insurer', 'printer')",
            name="permission_set",
        ),
    )


class SignIn(Record):
    """A session. ``proved_at`` is when its owner last gave a password or a one-time link; a script's never counts."""

    __tablename__ = "people_sign_in"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    scope: Mapped[str]
    made_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('browser', 'command', 'script')", name="kind"),
        CheckConstraint("scope IN ('all', 'read')", name="scope"),
        Index(None, "account_id", "expires_at"),
    )


class OneTimeLink(Record):
    """A link that works once, for an hour. Without an account it makes the first administrator."""

    __tablename__ = "people_one_time_link"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people_account.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("purpose IN ('first', 'password', 'sign_in')", name="purpose"),
        CheckConstraint("(purpose = 'first') = (account_id IS NULL)", name="whose"),
    )


class PasswordTry(Record):
    """One try at a password, counted against an account (``login``) or an address, each as a keyed hash."""

    __tablename__ = "people_password_try"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "key", "at"),)


class FormSent(Record):
    """A form that was taken: sent again (a double click, a lost answer) it leads to ``answer`` and does nothing.

    ``token`` is a hash of what was sent; nothing of it can be read here.
    """

    __tablename__ = "people_form_sent"

    token: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str | None]
