"""Texts for the report that a person writes. Those on causes are privileged until counsel opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder import ids
from responder.errors import BadInput, NotFound
from responder.journal.append import append
from responder.review.records import Remark
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

SECTIONS = ("root_cause", "lucky")


def write_remark(session: Session, incident: Incident, section: str, text: str, *, by: str, now: datetime) -> Remark:
    """Write a text for a section of the report; one on causes stays closed until ``open_remarks``.

    Raises:
        BadInput: no such section, an empty text, or ``lucky`` outside a drill.
    """
    if section not in SECTIONS:
        raise BadInput(N_("There is no such section"), field="section", expected=", ".join(SECTIONS))
    if section == "lucky" and incident.kind != "drill":
        raise BadInput(N_("Where luck helped is written down in drills only"), field="section", expected="root_cause")
    if not text.strip():
        raise BadInput(N_("The text is empty"), field="text", expected=N_("a few sentences"))
    row_id = ids.new_id()
    keys = keystore_of(session).of(incident.id)
    closed = section == "root_cause"
    remark = Remark(
        id=row_id,
        incident_id=incident.id,
        section=section,
        text_sealed=seal(keys, text.strip(), table=Remark.__tablename__, column="text_sealed", row_id=row_id),
        written_at=now,
        written_by=by,
        opened_at=None if closed else now,
        opened_by=None if closed else by,
    )
    session.add(remark)
    session.flush()
    append(
        session,
        incident.id,
        by=by,
        at=now,
        tag="review.remarked",
        what=f"Text for the report, section {section}",
        data={"remark": row_id, "section": section},
        privileged=closed,
    )
    return remark


def open_remarks(session: Session, incident: Incident, section: str, *, by: str, now: datetime) -> int:
    """Counsel lets the texts of a section into the report. How many that were.

    Raises:
        NotFound: there is none that is closed.
    """
    closed = select(Remark).where(
        Remark.incident_id == incident.id, Remark.section == section, Remark.opened_at.is_(None)
    )
    remarks = session.scalars(closed).all()
    if not remarks:
        raise NotFound(N_("There is no closed text in this section"), field="section")
    for remark in remarks:
        remark.opened_at, remark.opened_by = now, by
    append(
        session,
        incident.id,
        by=by,
        at=now,
        tag="review.opened",
        what=f"Counsel opened the section {section} of the report",
        data={"section": section, "texts": len(remarks)},
    )
    return len(remarks)
