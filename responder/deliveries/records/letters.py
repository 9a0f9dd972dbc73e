"""Letters on paper: what was printed together, each letter in it, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record

RUN_STATES = ("printing", "printed", "released", "handed_over", "mailed", "withdrawn")
PAPER_STATES = ("printed", "handed_over", "mailed", "forwarded", "returned", "given_up", "withdrawn")


class PrintRun(Record):
    """What goes to the printer at one time. ``before`` and ``after`` count the people of the list and the letters made
    of them; ``problems`` are letters whose page does not say what its row does. ``sample`` holds letters' numbers.
    """

    __tablename__ = "deliveries_print_run"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("deliveries_campaign.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="printing")
    letters: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    sample: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Id)
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(Id)
    differences_accepted: Mapped[str] = mapped_column(default="")
    proof_sha256: Mapped[str | None]
    handed_at: Mapped[datetime | None]
    handed_by: Mapped[str | None] = mapped_column(Id)
    handed_to: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="")
    mailed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("state IN ('" + "', '".join(RUN_STATES) + "')", name="state"),
    )


class PrintPart(Record):
    """Some hundred letters of a run in one PDF with one table beside it, both sealed; hashes are of the plain files."""

    __tablename__ = "deliveries_print_part"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("deliveries_print_run.id"), index=True)
    number: Mapped[int]
    letters: Mapped[int]
    pages: Mapped[int]
    pdf_ref: Mapped[str]
    pdf_sha256: Mapped[str]
    table_ref: Mapped[str]
    table_sha256: Mapped[str]

    __table_args__ = (UniqueConstraint("run_id", "number"),)


class PaperLetter(Record):
    """One letter of a run. ``mark`` is the keyed hash of its source row, printed unseen on each of its pages."""

    __tablename__ = "deliveries_paper_letter"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("deliveries_print_run.id"))
    campaign_id: Mapped[str] = mapped_column(Id)
    outgoing_id: Mapped[str] = mapped_column(Id, index=True)
    recipient_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int]
    part: Mapped[int]
    page: Mapped[int]
    pages: Mapped[int]
    mark: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    name_length: Mapped[int]
    state: Mapped[str] = mapped_column(default="printed")
    reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        Index(None, "campaign_id", "mark"),
        CheckConstraint("state IN ('" + "', '".join(PAPER_STATES) + "')", name="state"),
    )


class PaperEvent(Record):
    """One step in the life of a letter on paper, with the day it happened and the moment it became known."""

    __tablename__ = "deliveries_paper_event"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    letter_id: Mapped[str] = mapped_column(ForeignKey("deliveries_paper_letter.id"), index=True)
    event: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Id)


class CorrectedAddress(Record):
    """A postal address that became known after the list was imported; it goes before the list's."""

    __tablename__ = "deliveries_corrected_address"

    recipient_id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id)
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Id)
