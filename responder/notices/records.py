"""Rows of notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Notice(Record):
    """What is said to one authority or one group of people. It has a text a language, and perhaps a short message.

    ``asked`` are the content ids that the duty wants; ``selection`` says which recipients it is for; ``follows`` names
    the notice that this one supplements or corrects.
    """

    __tablename__ = "notices_notice"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    regime: Mapped[str]
    duty: Mapped[str]
    place: Mapped[str]
    family: Mapped[str]
    state: Mapped[str]
    recipient_kind: Mapped[str]
    recipient_name: Mapped[str]
    asked: Mapped[list[str]]
    selection: Mapped[dict[str, Any] | None]
    least_points: Mapped[int]
    follows: Mapped[str | None] = mapped_column(Id)
    follows_as: Mapped[str | None]
    drafted_by: Mapped[str] = mapped_column(Id)
    drafted_at: Mapped[datetime]
    submitted_by: Mapped[str | None] = mapped_column(Id)
    submitted_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('draft', 'submitted', 'approved', 'sent', 'filed', 'void')", name="state"),
        CheckConstraint("follows_as IN ('supplement', 'correction')", name="follows_as"),
        Index(None, "incident_id", "regime", "duty", "place"),
    )


class NoticeVersion(Record):
    """One version of one text. ``beside``: it was written on an old version and stands beside the newer one."""

    __tablename__ = "notices_version"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"))
    language: Mapped[str]
    medium: Mapped[str]
    number: Mapped[int]
    beside: Mapped[bool]
    subject_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    composed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("notice_id", "language", "medium", "number"),
        CheckConstraint("medium IN ('letter', 'sms')", name="medium"),
    )


class Attachment(Record):
    """A file that goes with a notice, by its reference in ``files``."""

    __tablename__ = "notices_attachment"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    reference: Mapped[str]
    added_by: Mapped[str] = mapped_column(Id)
    added_at: Mapped[datetime]


class Approval(Record):
    """A second person's yes to exact texts, attachments and recipients. ``voided_at``: something changed afterwards."""

    __tablename__ = "notices_approval"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    digest: Mapped[str]
    bound: Mapped[dict[str, Any]]
    versions: Mapped[list[str]]
    accepted: Mapped[list[str]]
    emergency: Mapped[bool]
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    approved_by: Mapped[str] = mapped_column(Id)
    approved_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class Filing(Record):
    """That a notice reached an authority: when, by whose hand, under which reference, with which receipt."""

    __tablename__ = "notices_filing"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    filed_at: Mapped[datetime]
    reference_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt: Mapped[str | None]
    channel: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(Id)
    recorded_at: Mapped[datetime]


class NoticeAlarm(Record):
    """An approved, sent or filed notice says otherwise of one fact than what is known by now.

    ``acknowledged``: it may stand, for a reason; ``answered``: a supplement or correction tells the change;
    ``cleared``: the fact is again as the notice says, or changed once more.
    """

    __tablename__ = "notices_alarm"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"))
    incident_id: Mapped[str] = mapped_column(Id, index=True)
    language: Mapped[str]
    fact: Mapped[str]
    said_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    now_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str]
    raised_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (CheckConstraint("state IN ('open', 'acknowledged', 'answered', 'cleared')", name="state"),)


class UnsavedEdit(Record):
    """What somebody typed and has not saved as a version: one for each text and person. It binds and voids nothing."""

    __tablename__ = "notices_unsaved"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"))
    language: Mapped[str]
    medium: Mapped[str]
    expected: Mapped[int]
    subject_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    typed_by: Mapped[str] = mapped_column(Id)
    typed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("notice_id", "language", "medium", "typed_by"),)


class Remark(Record):
    """What somebody says of a text: a comment, a suggested change, an objection, or a change asked for on approving.

    ``quote`` is the passage it speaks of, ``instead`` what a suggestion would put there. ``outcome`` says how it ended.
    """

    __tablename__ = "notices_remark"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    language: Mapped[str]
    medium: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    quote_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    instead_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    outcome: Mapped[str | None]
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    resolved_by: Mapped[str | None] = mapped_column(Id)
    resolved_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('comment', 'suggestion', 'objection', 'change')", name="kind"),
        CheckConstraint("outcome IN ('resolved', 'taken', 'declined')", name="outcome"),
    )


class CounselReview(Record):
    """That counsel was asked to read a notice, and has. ``digest`` is of the texts read; others need reading anew."""

    __tablename__ = "notices_counsel_review"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime]
    digest: Mapped[str | None]
    read_by: Mapped[str | None] = mapped_column(Id)
    read_at: Mapped[datetime | None]


class Wave(Record):
    """One list of recipients released under an approval that has a ceiling, frozen by its hash."""

    __tablename__ = "notices_wave"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    approval_id: Mapped[str] = mapped_column(ForeignKey("notices_approval.id"))
    number: Mapped[int]
    lists: Mapped[list[str]]
    digest: Mapped[str]
    count: Mapped[int]
    released_by: Mapped[str] = mapped_column(Id)
    released_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("approval_id", "number"),)


class CounterpartyTable(Record):
    """The table that goes with one text to many counterparties: a row each. The newest one counts."""

    __tablename__ = "notices_table"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices_notice.id"), index=True)
    table_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    rows: Mapped[int]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
