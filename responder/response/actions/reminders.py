"""Reminders on their way: what is due goes to whoever answers for it, through the post and at most once.

A message may be read by whoever broke in. It names the incident by its code name, the time, and where to look; never
what the step is, whom it concerns, or a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.agenda.records import DueItem
from responder.channels.port import Message
from responder.intake.records import Incident
from responder.oncall.actions import paging
from responder.people.queries import email_of
from responder.people.records import Account
from responder.post.actions.groups import lay, make_group
from responder.post.work import Withheld
from responder.response.actions.follow import KINDS
from responder.response.queries import holders_of, seats_of
from responder.words import N_, say
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Sender
    from responder.post.work import Batch, Claimed, Composed, Composer

COMPOSER: Final = "reminder"
URGENCY: Final = 100
_PLAIN: Final = {
    "informed": N_("{code_name}: for your information"),
    "handover": N_("{code_name}: you are asked to take over"),
}
_SUBJECTS: Final = {True: N_("{code_name}: due {due}"), False: N_("{code_name}: overdue since {due}")}

# kind of due item → what is said
_KINDS: Final = {
    "step": N_("A step you answer for is due at {due}."),
    "evidence": N_("Evidence you answer for will be overwritten at about {due}."),
    "informed": N_("A step that you are to be told of is settled, at {due}."),
    "handover": N_("You are asked to take something over. Until you say yes it stays where it is. Asked at {due}."),
    "obligation": N_("Something the law asks for is due at {due}."),
    "decision": N_("A decision not to notify is to be looked at again at {due}."),
    "question": N_("A question that an authority or another put is to be answered by {due}."),
    "promise": N_("What one of our notices promised is due at {due}."),
    "review": N_("A review meeting begins at {due}."),
    "review_action": N_("An action you own is due at {due}."),
}
_OTHER: Final = N_("Something you answer for is due at {due}.")


def send_reminder(session: Session, item: DueItem, now: datetime) -> None:
    """Put a due item into the post, to everybody who answers for it; a turn of a call goes to whom its path names.

    The group has the item's id: the composer finds it again, and a second group for it is refused. Steps of a closed
    incident remind nobody; what the law asks for and what was agreed afterwards goes on.
    """
    incident = session.get(Incident, item.stream)
    if item.kind == paging.DUE:
        paging.take_turn(session, item, now, seats=seats_of(session, incident) if incident is not None else {})
        return
    if incident is None or (incident.state == "closed" and item.kind in KINDS):
        return
    group = make_group(
        session,
        group_id=item.id,
        stream=incident.id,
        kind=incident.kind,
        composer=COMPOSER,
        channels=["email"],
        now=now,
        urgency=URGENCY,
        running=True,
    )
    lay(
        session,
        group,
        [{"party_id": holder, "rung": 0, "channel": "email"} for holder in holders_of(session, incident, item)],
        now=now,
    )


def reminder_composer(sender: Sender, public_url: str | None) -> Composer:
    """The composer of reminders for the post."""

    def compose(session: Session, batch: Batch, now: datetime) -> Sequence[Composed]:
        item = session.get(DueItem, batch.group_id)
        incident = session.get(Incident, batch.stream)
        if item is None or incident is None:
            return [Withheld("destroyed")] * len(batch.rows)
        return [_message(session, row, item, incident, sender, public_url, now) for row in batch.rows]

    return compose


def _message(
    session: Session,
    row: Claimed,
    item: DueItem,
    incident: Incident,
    sender: Sender,
    public_url: str | None,
    now: datetime,
) -> Composed:
    account = session.get(Account, row.party_id)
    address = email_of(session, account) if account is not None and account.disabled_at is None else None
    if account is None or address is None:
        return Withheld("no_address")
    language = account.language
    due = show_instant(item.due_at, zone=account.zone, language=language)
    lines = [say(_KINDS.get(item.kind, _OTHER), language, due=due), f"{incident.code_name}, {incident.number}"]
    if public_url:
        lines.append(f"{public_url.rstrip('/')}/incidents/{incident.number}")
    return Message(
        id=row.id,
        scope=incident.id,
        medium="email",
        to=address,
        subject=say(
            _PLAIN.get(item.kind) or _SUBJECTS[item.due_at >= now], language, code_name=incident.code_name, due=due
        ),
        text="\n\n".join(lines) + "\n",
        from_=sender,
        at=now,
        language=language,
    )
