"""Rows of intake."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Incident(Record):
    """What happened, under one reference. ``kind`` is ``real`` or ``drill`` from its first moment and never changes."""

    __tablename__ = "intake_incident"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    code_name: Mapped[str]
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    playbook: Mapped[str | None]
    language: Mapped[str]
    zone: Mapped[str]
    restricted: Mapped[bool]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(Id)
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None]
    look_again_at: Mapped[datetime | None]
    joined_to: Mapped[str | None] = mapped_column(Id, ForeignKey("intake_incident.id"))
    imported_at: Mapped[datetime | None]
    # How the time of a drill runs, stretch by stretch (``drill_time.Stretch``); a real incident has none.
    drill_course: Mapped[list[Any] | None]

    __table_args__ = (
        CheckConstraint("kind IN ('real', 'drill')", name="kind"),
        CheckConstraint("state IN ('open', 'contained', 'closed')", name="state"),
        CheckConstraint(
            "closed_as IN ('handled', 'near_miss', 'false_alarm', 'not_confirmed', 'duplicate')", name="closed_as"
        ),
        Index(None, "state", "opened_at"),
    )


class NumberCount(Record):
    """How many numbers of a series were given out; a gap is allowed, a double is not."""

    __tablename__ = "intake_number_count"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Insider(Record):
    """Who may see a restricted incident, or, with a ``role``, a guest who may see this one alone until ``ends_at``."""

    __tablename__ = "intake_insider"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), index=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"), index=True)
    how: Mapped[str]
    role: Mapped[str | None]
    named_at: Mapped[datetime]
    named_by: Mapped[str] = mapped_column(Id)
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (
        CheckConstraint("how IN ('opened', 'named', 'glass', 'guest')", name="how"),
        CheckConstraint("(how = 'guest') = (role IS NOT NULL)", name="role"),
        CheckConstraint("(how = 'guest') = (ends_at IS NOT NULL)", name="end"),
    )


class GuestReading(Record):
    """A page that a guest read, and when."""

    __tablename__ = "intake_guest_reading"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"))
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    at: Mapped[datetime]
    page: Mapped[str]

    __table_args__ = (Index(None, "incident_id", "at"),)


class Report(Record):
    """What somebody or some machine told us, before anybody has called it an incident. Texts are sealed.

    ``subject_key`` and ``thread_key`` are keyed hashes: of host and rule for signals, of the message for mail.
    """

    __tablename__ = "intake_report"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    origin: Mapped[str]
    state: Mapped[str]
    level: Mapped[str]
    language: Mapped[str]
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_key: Mapped[str | None] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    last_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(Id)
    called_at: Mapped[datetime | None]
    incident_id: Mapped[str | None] = mapped_column(Id, ForeignKey("intake_incident.id"), index=True)
    joined_to: Mapped[str | None] = mapped_column(Id, ForeignKey("intake_report.id"))
    outcome: Mapped[str | None]
    look_again_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (
        CheckConstraint("origin IN ('form', 'mail', 'signal', 'person')", name="origin"),
        CheckConstraint("state IN ('new', 'taken', 'incident', 'joined', 'closed')", name="state"),
        CheckConstraint("level IN ('unrated', 'low', 'moderate', 'high', 'critical')", name="level"),
        CheckConstraint("outcome IN ('near_miss', 'false_alarm', 'not_confirmed')", name="outcome"),
        Index(None, "state", "received_at"),
    )


class ReportLine(Record):
    """One message of a report: from the reporter, from us, or a note among ourselves."""

    __tablename__ = "intake_report_line"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_report.id"), index=True)
    kind: Mapped[str]
    by: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("kind IN ('reporter', 'answer', 'note', 'deed')", name="kind"),)


class ReportKey(Record):
    """By what a later message is known to belong to a report: keyed hashes of host, rule, message."""

    __tablename__ = "intake_report_key"

    report_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_report.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (Index(None, "key", "at"),)


class Signal(Record):
    """What a machine noticed: all alerts of one source, host, rule and hour are one signal with a count."""

    __tablename__ = "intake_signal"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_report.id"), index=True)
    source: Mapped[str]
    group_key: Mapped[str]
    hour: Mapped[datetime]
    level: Mapped[str]
    count: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("group_key", "hour"),)


class AlertCall(Record):
    """A call of an alert sender that was heard; the same one again is a replay and changes nothing."""

    __tablename__ = "intake_alert_call"

    source: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
