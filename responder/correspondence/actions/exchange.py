"""Who writes to us, and each letter in or out, with its hash."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from responder import ids
from responder.correspondence.records import Counterpart, Letter
from responder.correspondence.sealing import opened, sealed
from responder.errors import BadInput, Conflict
from responder.intake.drill_time import time_at
from responder.journal.append import append
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

KINDS: Final = ("authority", "court", "insurer", "controller", "other")
DIRECTIONS: Final = ("in", "out")


def open_counterpart(
    session: Session,
    incident: Incident,
    *,
    kind: str,
    name: str,
    by: str,
    now: datetime,
    case_number: str = "",
    handler: str = "",
    channel: str = "",
) -> Counterpart:
    """Begin the file of somebody who writes to us; ``channel`` is how they want to be answered.

    Raises:
        BadInput: no name, or a kind that there is not.
    """
    if kind not in KINDS:
        raise BadInput(N_("There is no such kind of counterpart"), field="kind", expected=", ".join(KINDS))
    if not name.strip():
        raise BadInput(N_("It is not said who"), field="name", expected=N_("a name, as that of the authority"))
    row_id = ids.new_id()
    said = {
        "name": name.strip(), "case_number": case_number.strip(), "handler": handler.strip(),
        "channel": channel.strip(),
    }  # fmt: skip
    row = Counterpart(
        id=row_id, incident_id=incident.id, kind=kind,
        sealed=sealed(session, incident.id, Counterpart, row_id, said), opened_by=by, opened_at=now, closed_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    case = f", case {said['case_number']}" if said["case_number"] else ""
    _tell(session, incident, row, "opened", f"Correspondence with {said['name']} begun{case}", by=by, now=now)
    return row


def note_counterpart(
    session: Session,
    incident: Incident,
    row: Counterpart,
    *,
    case_number: str,
    handler: str,
    channel: str,
    by: str,
    now: datetime,
) -> None:
    """Their case number, handler or channel is another now; the former ones stand in the timeline."""
    former = opened(session, incident.id, Counterpart, row.id, row.sealed)
    said = {**former, "case_number": case_number.strip(), "handler": handler.strip(), "channel": channel.strip()}
    if said == former:
        return
    row.sealed = sealed(session, incident.id, Counterpart, row.id, said)
    session.flush()
    case, by_whom, way = (said[key] or "–" for key in ("case_number", "handler", "channel"))
    what = f"{said['name']}: case {case}, handler {by_whom}, by {way}"
    _tell(session, incident, row, "changed", what, by=by, now=now)


def close_counterpart(
    session: Session, incident: Incident, row: Counterpart, *, reason: str, by: str, now: datetime
) -> None:
    """Their file is closed, as by a closing letter.

    Raises:
        BadInput: it is not said by what.
        Conflict: it is closed already.
    """
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    if row.closed_at is not None:
        raise Conflict(N_("It is closed already."))
    row.closed_at = now
    name = opened(session, incident.id, Counterpart, row.id, row.sealed)["name"]
    session.flush()
    _tell(session, incident, row, "closed", f"Correspondence with {name} closed: {reason.strip()}", by=by, now=now)


def note_letter(  # noqa: PLR0913 -- which way, how, when, what, with which file
    session: Session,
    incident: Incident,
    counterpart: Counterpart,
    *,
    direction: str,
    channel: str,
    at: datetime,
    subject: str,
    by: str,
    now: datetime,
    text: str = "",
    file: str | None = None,
    file_sha256: str = "",
) -> Letter:
    """Keep a letter that came in or went out; its hash is the file's, or that of its text.

    Raises:
        BadInput: it has neither file nor text, no subject, or its time lies in the future.
    """
    if direction not in DIRECTIONS:
        raise BadInput(N_("A letter comes in or goes out"), field="direction", expected="in, out")
    if at > time_at(incident, now):
        raise BadInput(N_("This lies in the future"), field="at", expected=N_("the time at which it happened"))
    if not subject.strip():
        raise BadInput(N_("It is not said what it is about"), field="subject", expected=N_("a few words"))
    if not (text.strip() or file):
        raise BadInput(N_("There is neither a file nor a text"), field="text", expected=N_("one of the two"))
    row_id = ids.new_id()
    digest = file_sha256 if file else hashlib.sha256(text.encode()).hexdigest()
    row = Letter(
        id=row_id, counterpart_id=counterpart.id, direction=direction, channel=channel.strip(), at=at,
        sealed=sealed(session, incident.id, Letter, row_id, {"subject": subject.strip(), "text": text}),
        sha256=digest, file=file, recorded_by=by, recorded_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    name = opened(session, incident.id, Counterpart, counterpart.id, counterpart.sealed)["name"]
    way = f"From {name}" if direction == "in" else f"To {name}"
    append(
        session, incident.id, by=by, at=at, tag=f"correspondence.{direction}", what=f"{way}: {subject.strip()}",
        data={"counterpart": counterpart.id, "letter": row.id, "sha256": digest, "channel": row.channel},
    )  # fmt: skip
    return row


def _tell(
    session: Session, incident: Incident, row: Counterpart, deed: str, what: str, *, by: str, now: datetime
) -> None:
    append(
        session, incident.id, by=by, at=time_at(incident, now), tag=f"correspondence.{deed}", what=what,
        data={"counterpart": row.id, "kind": row.kind},
    )  # fmt: skip
