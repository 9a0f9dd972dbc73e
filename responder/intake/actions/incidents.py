"""Opening an incident, its state and severity, and a person's own lines in its timeline."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput, Conflict
from responder.intake.actions.need_to_know import name_insider
from responder.intake.actions.numbers import next_number
from responder.intake.code_names import code_name
from responder.intake.drill_time import begun, time_at
from responder.intake.records import Incident
from responder.journal.append import append
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SERIES = {"real": "INC", "drill": "DRILL"}
SEVERITIES = ("unrated", "low", "moderate", "high", "critical")
ENDS = ("handled", "near_miss", "false_alarm", "not_confirmed", "duplicate")
TITLE_LENGTH = 200


def open_incident(  # noqa: PLR0913 -- what is known at the first moment; all but the title has a default
    session: Session,
    *,
    title: str,
    by: str,
    now: datetime,
    kind: str = "real",
    severity: str = "unrated",
    playbook: str | None = None,
    language: str = "en",
    zone: str = "UTC",
    restricted: bool = False,
    drill_speed: int | None = None,
) -> Incident:
    """Open an incident: give it a number, a code name and keys of its own.

    Raises:
        BadInput: no title, one of more than 200 characters, or an unknown severity.
    """
    title = _a_title(title)
    _must_be_known(severity)
    incident_id = ids.new_id()
    keys = keystore_of(session).make(incident_id)
    incident = Incident(
        id=incident_id,
        number=next_number(session, SERIES[kind], now),
        kind=kind,
        state="open",
        severity=severity,
        code_name=code_name(incident_id),
        title_sealed=seal(keys, title, table=Incident.__tablename__, column="title_sealed", row_id=incident_id),
        playbook=playbook,
        language=language,
        zone=zone,
        restricted=restricted,
        opened_at=now,
        opened_by=by,
        closed_at=None,
        closed_as=None,
        look_again_at=None,
        joined_to=None,
        imported_at=None,
        drill_course=begun(now, drill_speed or 1) if kind == "drill" else None,
    )
    session.add(incident)
    session.flush()
    append(
        session,
        incident_id,
        by=by,
        at=now,
        tag="incident.opened",
        what=f"Incident {incident.number} opened: {title}",
        data={"number": incident.number, "kind": kind, "severity": severity},
    )
    if restricted:
        name_insider(session, incident, by, by=by, now=now, how="opened")
    return incident


def change_state(
    session: Session,
    incident: Incident,
    state: str,
    *,
    reason: str,
    by: str,
    now: datetime,
    closed_as: str = "handled",
    look_again_at: datetime | None = None,
) -> None:
    """Contain, close or reopen an incident, with the reason that stands in its timeline.

    Args:
        session: The unit of work.
        incident: Which.
        state: ``open``, ``contained`` or ``closed``.
        reason: Why.
        by: Account id.
        now: Aware.
        closed_as: One of ``ENDS``: what it turned out to be.
        look_again_at: When a suspicion that was closed is to be looked at again.

    Raises:
        Conflict: it is in that state already.
        BadInput: no reason was given, or no such end.
    """
    if closed_as not in ENDS:
        raise BadInput(N_("This outcome is not known"), field="closed_as", expected=", ".join(ENDS))
    if incident.state == state:
        raise Conflict(N_("The incident is {state} already."), state=state)
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    former, incident.state = incident.state, state
    is_over = state == "closed"
    incident.closed_at, incident.closed_as = (now, closed_as) if is_over else (None, None)
    incident.look_again_at = look_again_at if is_over else None
    append(
        session,
        incident.id,
        by=by,
        at=time_at(incident, now),
        tag=f"incident.{state if state != 'open' else 'reopened'}",
        what=f"Incident {state if state != 'open' else 'reopened'}: {reason.strip()}",
        data={"from": former, "to": state} | ({"as": closed_as} if is_over else {}),
    )


def join_incident(
    session: Session, incident: Incident, other: Incident, *, reason: str, by: str, now: datetime
) -> None:
    """Say that ``incident`` is the same as ``other``: it is closed and refers to that one; both timelines stay.

    Raises:
        Conflict: they are one and the same, the other is itself joined elsewhere, or one is a drill.
        BadInput: no reason was given.
    """
    if incident.id == other.id or other.joined_to is not None or incident.kind != other.kind:
        raise Conflict(N_("These two cannot be joined."))
    change_state(session, incident, "closed", reason=reason, by=by, now=now, closed_as="duplicate")
    incident.joined_to = other.id
    append(
        session, incident.id, by=by, at=now, tag="incident.joined",
        what=f"The same as {other.number}: it goes on there", data={"to": other.id},
    )  # fmt: skip
    append(
        session, other.id, by=by, at=now, tag="incident.joined",
        what=f"{incident.number} is the same: it goes on here", data={"from": incident.id},
    )  # fmt: skip


def note_import(session: Session, incident: Incident, *, by: str, now: datetime) -> None:
    """Say that its times are those of the past, and when they were brought here."""
    incident.imported_at = now
    append(
        session, incident.id, by=by, at=now, tag="incident.imported",
        what=f"Imported as a past incident of {incident.opened_at:%Y-%m-%d}; no reminder goes out for it",
    )  # fmt: skip


def rate_severity(session: Session, incident: Incident, severity: str, *, by: str, now: datetime) -> None:
    """Say how severe it is, as far as one knows now.

    Raises:
        BadInput: an unknown severity.
    """
    _must_be_known(severity)
    former, incident.severity = incident.severity, severity
    append(
        session,
        incident.id,
        by=by,
        at=time_at(incident, now),
        tag="incident.rated",
        what=f"Severity {severity}, before {former}",
        data={"from": former, "to": severity},
    )


def add_entry(
    session: Session,
    incident: Incident,
    text: str,
    *,
    by: str,
    at: datetime,
    corrects: int | None = None,
    privileged: bool = False,
) -> None:
    """A person's own line in the timeline: what was seen or done, and when.

    Raises:
        BadInput: the text is empty.
    """
    text = _without_controls(text).strip()
    if not text:
        raise BadInput(N_("The entry is empty"), field="text", expected=N_("what you saw or did"))
    tag = "timeline.corrected" if corrects else "timeline.entry"
    append(session, incident.id, by=by, at=at, tag=tag, what=text, corrects=corrects, privileged=privileged)


def _without_controls(text: str) -> str:
    """Without the characters that command a terminal: whoever reads a timeline must see what was written, no more."""
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")


def _a_title(title: str) -> str:
    title = " ".join(_without_controls(" ".join(title.split())).split())
    if not title:
        raise BadInput(N_("An incident needs a title"), field="title", expected=N_("a few words on what was seen"))
    if len(title) > TITLE_LENGTH:
        raise BadInput(
            N_("The title is too long"),
            field="title",
            expected=N_("at most 200 characters"),
            do=N_("Put the rest into the timeline."),
        )
    return title


def _must_be_known(severity: str) -> None:
    if severity not in SEVERITIES:
        raise BadInput(N_("This severity is not known"), field="severity", expected=", ".join(SEVERITIES))
