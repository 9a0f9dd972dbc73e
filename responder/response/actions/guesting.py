"""Guests of a drill, with the line that each leaves in its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import Conflict
from responder.intake.queries import get_incident
from responder.people.queries import SYSTEM, email_of, get_account, phone_of
from responder.post.actions.guests import add_guest, confirm_guest, remove_guest
from responder.response.actions.saying import tell
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.post.records import DrillGuest


def invite_guest(
    session: Session, incident: Incident, medium: str, address: str, *, by: str, now: datetime
) -> tuple[DrillGuest, str]:
    """Name a guest; the token goes into the link that is handed to them. Whoever names themselves has agreed.

    Raises:
        Conflict: this incident is real, or has its fifty guests.
    """
    if incident.kind != "drill":
        raise Conflict(N_("Only a drill has guests."))
    account = get_account(session, by)
    own = address in {email_of(session, account), phone_of(session, account)}
    guest, token = add_guest(session, incident.id, medium=medium, address=address, by=by, now=now, agreed=own)
    tell(
        session, incident, "drill.guest_named",
        N_("A guest of the drill was named; nothing reaches them before they agree"),
        by=by, now=now, data={"guest": guest.id, "medium": medium, "agreed": own},
    )  # fmt: skip
    return guest, token


def accept_guest(session: Session, token: str, *, now: datetime) -> DrillGuest:
    """They agree, by their link.

    Raises:
        Gone: the link leads nowhere any more.
    """
    guest = confirm_guest(session, token, now=now)
    tell(
        session, get_incident(session, guest.stream), "drill.guest_agreed",
        N_("A guest of the drill agreed to be written to"),
        by=SYSTEM, now=now, data={"guest": guest.id},
    )  # fmt: skip
    return guest


def uninvite_guest(session: Session, incident: Incident, guest_id: str, *, by: str, now: datetime) -> None:
    """Off the list.

    Raises:
        NotFound: the drill has no such guest.
    """
    guest = remove_guest(session, incident.id, guest_id, now=now)
    tell(
        session, incident, "drill.guest_removed", N_("A guest of the drill was taken off its list"),
        by=by, now=now, data={"guest": guest.id},
    )  # fmt: skip
