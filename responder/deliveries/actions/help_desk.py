"""Answering "was I affected?": looked up by a keyed hash, held to a rate, and written down whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.affected.queries import find_by_contact, open_people
from responder.affected.values import Unreadable, read_email, read_phone
from responder.deliveries.help_desk import GENERAL, KINDS, MOST_AN_HOUR, NOT_FOUND, WINDOW, is_checked
from responder.deliveries.queries.help_desk import Told, told_of
from responder.deliveries.records import LookUp
from responder.errors import BadInput, TooManyTries
from responder.ids import new_id
from responder.journal.append import append
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.help_desk import Caller
    from responder.intake.records import Incident


@dataclass(frozen=True)
class Answer:
    """What may be said. ``people`` is empty unless the caller was checked."""

    say: str
    people: tuple[Told, ...] = ()


def look_up(
    session: Session,
    incident: Incident,
    *,
    kind: str,
    contact: str,
    reason: str,
    caller: Caller | None,
    by: str,
    now: datetime,
) -> Answer:
    """Look one contact up and write down that it was done.

    Args:
        session: The unit of work.
        incident: Whose lists.
        kind: ``email`` or ``phone``.
        contact: The whole address or number; no part of one, no wildcard.
        reason: Why it was asked, for the record: a ticket's number, who called.
        caller: How the caller was checked; None for the general answer.
        by: Who asks.
        now: The present instant.

    Raises:
        BadInput: no reason, or no whole address or number.
        TooManyTries: the account has asked too often within the hour.
    """
    if not reason.strip():
        raise BadInput(N_("A look-up needs a reason"), field="reason")
    plain = _whole(kind, contact)
    asked = select(func.count()).where(LookUp.by == by, LookUp.at > now - WINDOW)
    if (session.scalar(asked) or 0) >= MOST_AN_HOUR:
        raise TooManyTries
    rows = find_by_contact(session, incident.id, kind, plain)
    people = list(open_people(session, rows)) if rows else []
    checked = [one for one in people if caller is not None and is_checked(caller, one.person, asked_by=kind)]
    told = tuple(told_of(session, incident.id, one, now.date()) for one in checked)
    row = LookUp(
        id=new_id(),
        incident_id=incident.id,
        by=by,
        at=now,
        kind=kind,
        contact_hash=lookup_hash(keystore_of(session).of(incident.id), "asked", plain),
        reason=reason.strip(),
        checked=caller.how() if caller else "",
        found=bool(people),
        told=bool(told),
    )
    _write(session, row)
    if caller is None:
        return Answer(GENERAL)
    return Answer("", told) if told else Answer(NOT_FOUND)


def _whole(kind: str, contact: str) -> str:
    if kind not in KINDS:
        raise BadInput(N_("People are looked up by email or phone"), field="kind", expected=", ".join(KINDS))
    try:
        return read_email(contact) if kind == "email" else read_phone(contact, "")
    except Unreadable:
        raise BadInput(
            N_("This is no whole address or number"),
            field="contact",
            expected=N_("an email address, or a number with +"),
        ) from None


def _write(session: Session, row: LookUp) -> None:
    session.add(row)
    session.flush()
    data = {"look_up": row.id, "kind": row.kind, "checked": row.checked, "told": row.told, "reason": row.reason}
    what = "Details were given to a caller who was checked." if row.told else "A caller got the general answer."
    append(session, row.incident_id, by=row.by, at=row.at, tag="help_desk.asked", what=what, data=data)
