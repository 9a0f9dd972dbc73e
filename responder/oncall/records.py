"""Rows of on call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record

_OPEN = text("state = 'open'")
_UNTOLD = text("closed_at IS NULL")


class Team(Record):
    """People who answer together."""

    __tablename__ = "oncall_team"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class TeamMember(Record):
    """One person of a team."""

    __tablename__ = "oncall_team_member"

    team_id: Mapped[str] = mapped_column(Id, ForeignKey("oncall_team.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"), primary_key=True)


class Rota(Record):
    """A rota: ``layers`` as ``plans.stored`` writes them, ``holidays`` as dates. A change raises ``revision``."""

    __tablename__ = "oncall_rota"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]
    layers: Mapped[list[Any]]
    holidays: Mapped[list[Any]]
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class RotaSwap(Record):
    """A stretch of a layer that somebody takes. ``uid`` is the calendar entry it came from, if it was imported."""

    __tablename__ = "oncall_rota_swap"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rota_id: Mapped[str] = mapped_column(Id, ForeignKey("oncall_rota.id"))
    layer: Mapped[int]
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    uid: Mapped[str | None]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]

    __table_args__ = (Index(None, "rota_id", "ends"),)


class Absence(Record):
    """When somebody cannot be called."""

    __tablename__ = "oncall_absence"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]

    __table_args__ = (Index(None, "ends"),)


class Deputy(Record):
    """Who is called in somebody's place while they are away, and besides them when they do not answer."""

    __tablename__ = "oncall_deputy"

    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"), primary_key=True)
    deputy_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))


class Path(Record):
    """An escalation path. The one that is ``standard`` is copied into each incident at its start."""

    __tablename__ = "oncall_path"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    levels: Mapped[list[Any]]
    rounds: Mapped[int]
    standard: Mapped[bool]
    changed_at: Mapped[datetime]


class CopiedPath(Record):
    """The path of one stream as it stood at its start: what is changed later does not touch it."""

    __tablename__ = "oncall_copied_path"

    stream: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    levels: Mapped[list[Any]]
    rounds: Mapped[int]
    copied_at: Mapped[datetime]


class Page(Record):
    """One call, from its begin until somebody answers or the path is at its end.

    ``about`` is what it is about, by an id of whoever called; ``turn`` counts the levels gone through, over all rounds.
    ``reference`` and ``code_name`` are all that a message says of the matter. Times are real.
    """

    __tablename__ = "oncall_page"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    stream: Mapped[str] = mapped_column(Id)
    kind: Mapped[str]
    reference: Mapped[str]
    code_name: Mapped[str]
    language: Mapped[str]
    about: Mapped[str]
    why: Mapped[str]
    levels: Mapped[list[Any]]
    rounds: Mapped[int]
    turn: Mapped[int]
    opener: Mapped[str] = mapped_column(Id)
    begun_at: Mapped[datetime]
    begun_by: Mapped[str] = mapped_column(Id)
    state: Mapped[str]
    ended_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(Id)
    answered_how: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("kind IN ('real', 'drill')", name="kind"),
        CheckConstraint("state IN ('open', 'answered', 'unanswered', 'withdrawn')", name="state"),
        Index(None, "stream", "begun_at"),
        # One open call about one thing: whoever calls twice joins the first.
        Index(
            "uq_oncall_page_open", "stream", "about", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )  # fmt: skip


class PageCall(Record):
    """One person who is called by a page. ``answer_hash`` is of the token in the link that answers it."""

    __tablename__ = "oncall_page_call"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    page_id: Mapped[str] = mapped_column(Id, ForeignKey("oncall_page.id"), index=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    answer_hash: Mapped[str] = mapped_column(unique=True)
    called_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("page_id", "account_id"), Index(None, "account_id"))


class PageTry(Record):
    """One message of a page; its id is the message's in the post. ``told_state`` is what the timeline says of it."""

    __tablename__ = "oncall_page_try"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    page_id: Mapped[str] = mapped_column(Id, ForeignKey("oncall_page.id"), index=True)
    call_id: Mapped[str] = mapped_column(Id, ForeignKey("oncall_page_call.id"))
    group_id: Mapped[str] = mapped_column(Id)
    turn: Mapped[int]
    channel: Mapped[str]
    laid_at: Mapped[datetime]
    told_state: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_oncall_page_try_untold", "laid_at", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
    )  # fmt: skip


class Feed(Record):
    """The secret address of one person's calendar feed, as a hash."""

    __tablename__ = "oncall_feed"

    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
