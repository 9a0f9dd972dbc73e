"""Rows of affected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class RecipientList(Record):
    """One imported file. Its recipients are unseen until it is ``ready``; ``touched_at`` shows that it still loads."""

    __tablename__ = "affected_list"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    state: Mapped[str]
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    encoding: Mapped[str | None]
    rows: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    empty: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(Id)
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("state IN ('loading', 'ready', 'rejected')", name="state"),)


class ImportRequest(Record):
    """A long list that waits for the worker, or is being imported: how it is to be read, and how far it is."""

    __tablename__ = "affected_import_request"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    file_ref: Mapped[str]
    choices: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="waiting")
    rows: Mapped[int] = mapped_column(default=0)
    list_id: Mapped[str | None] = mapped_column(Id)
    why: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(Id)
    touched_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'working', 'done', 'failed')", name="state"),
        Index(None, "state"),
    )


class Recipient(Record):
    """One row of a list that was kept. ``joined_to`` names the row that stands for the same person; ``ward_id`` the
    child whose guardian this row is. Hashes are keyed with the incident's look-up key and cut to 128 bits.
    """

    __tablename__ = "affected_recipient"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    list_id: Mapped[str] = mapped_column(ForeignKey("affected_list.id"), index=True)
    row: Mapped[int]
    person_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    joined_to: Mapped[str | None] = mapped_column(Id)
    ward_id: Mapped[str | None] = mapped_column(Id)
    guards: Mapped[bool] = mapped_column(default=False)

    id_hash: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    name_hash: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    birth_hash: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    email_hash: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    address_hash: Mapped[bytes | None] = mapped_column(LargeBinary(16))

    place: Mapped[str]
    language: Mapped[str]
    country: Mapped[str]
    subdivision: Mapped[str]
    timezone: Mapped[str]
    data: Mapped[str]
    dataset: Mapped[str]
    entity: Mapped[str]
    relation: Mapped[str]
    brand: Mapped[str]
    role: Mapped[str]
    minor: Mapped[bool | None]
    deceased: Mapped[bool]
    told_at: Mapped[date | None] = mapped_column(Date)
    esign_consent: Mapped[str]
    primary_channel: Mapped[str]
    contact_safety: Mapped[str]

    __table_args__ = (
        Index(None, "incident_id", "id"),
        *(
            Index(
                None, column, sqlite_where=text(f"{column} IS NOT NULL"), postgresql_where=text(f"{column} IS NOT NULL")
            )
            for column in ("joined_to", "ward_id", "id_hash", "email_hash", "phone_hash", "address_hash")
        ),
        Index(
            None,
            "name_hash",
            "birth_hash",
            sqlite_where=text("birth_hash IS NOT NULL"),
            postgresql_where=text("birth_hash IS NOT NULL"),
        ),
    )


class Rejection(Record):
    """A value that could not be taken: where it stood, how it looked, why. ``row_sealed`` holds a row that waits."""

    __tablename__ = "affected_rejection"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    list_id: Mapped[str] = mapped_column(ForeignKey("affected_list.id"))
    row: Mapped[int]
    column: Mapped[str]
    shape: Mapped[str]
    reason: Mapped[str]
    waits: Mapped[bool]
    row_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (Index(None, "list_id", "row"),)


class SuggestedPair(Record):
    """Two recipients who may be one person. Only a person's word joins them."""

    __tablename__ = "affected_pair"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    list_id: Mapped[str] = mapped_column(ForeignKey("affected_list.id"), index=True)
    first_id: Mapped[str] = mapped_column(Id)
    second_id: Mapped[str] = mapped_column(Id)
    why: Mapped[str]
    state: Mapped[str]
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("state IN ('suggested', 'joined', 'apart')", name="state"),
        Index(None, "incident_id", "state"),
    )
