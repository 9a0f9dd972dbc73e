"""Letters that came back: noted, sent once more to a better address, or given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from responder.channels.port import Receipt
from responder.deliveries.actions.printing import move
from responder.deliveries.actions.saying import say
from responder.deliveries.ladder import EXHAUSTED
from responder.deliveries.records import Campaign, CorrectedAddress, LeftOut, PaperLetter
from responder.deliveries.returns import Returned, Unread
from responder.errors import BadInput, Conflict
from responder.post.actions.groups import ready_again
from responder.post.actions.receipts import apply_receipts
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

LINES_AT_ONCE = 200
LONGEST_ADDRESS = 500


@dataclass
class Noted:
    """What became of the lines of a return file."""

    returned: int = 0
    forwarded: int = 0
    known: int = 0
    addresses: int = 0
    unread: tuple[Unread, ...] = ()


def note_returns(
    session: Session, campaign: Campaign, lines: Sequence[Returned], noted: Noted, *, by: str, now: datetime
) -> None:
    """Move the letters that some lines speak of. Importing the same file twice changes nothing."""
    marks = [line.mark for line in lines]
    found = select(PaperLetter).where(PaperLetter.campaign_id == campaign.id, PaperLetter.mark.in_(marks))
    newest = {letter.mark: letter for letter in session.scalars(found.order_by(PaperLetter.changed_at, PaperLetter.id))}
    bounced = []
    for line in lines:
        letter = newest.get(line.mark)
        if letter is None or letter.state in {"printed", "withdrawn"}:
            noted.unread = (*noted.unread, Unread(line.line, N_("no letter of this sending that was handed over")))
            continue
        if not move(session, letter, line.result, reason=line.reason, at=line.at, by=by, now=now):
            noted.known += 1
            continue
        if line.new_address:
            keep_address(session, campaign, letter.recipient_id, line.new_address, by=by, now=now)
            noted.addresses += 1
        if line.result == "returned":
            noted.returned += 1
            code = f"letter {line.reason}"
            bounced.append(Receipt("bounced", message_id=letter.outgoing_id, at=line.at, code=code))
        else:
            noted.forwarded += 1
    apply_receipts(session, bounced, received_at=now)
    if bounced and campaign.state == "done":  # there is something to do for these people again
        campaign.state, campaign.ended_at = "running", None


def say_returns(session: Session, campaign: Campaign, noted: Noted, *, by: str, now: datetime) -> None:
    """Write what a return file said into the timeline."""
    counts = {
        "returned": noted.returned, "forwarded": noted.forwarded,
        "addresses": noted.addresses, "not_read": len(noted.unread),
    }  # fmt: skip
    say(session, campaign, by, now, "letters.returned", "The mail house told what came back.", **counts)


def keep_address(
    session: Session, campaign: Campaign, recipient_id: str, address: str, *, by: str, now: datetime
) -> None:
    """Keep a better postal address of a person, sealed; the list itself stays as it was imported.

    Raises:
        BadInput: it is empty or longer than an address.
    """
    text = "\n".join(line.strip() for line in address.replace("|", "\n").splitlines() if line.strip())
    if not text or len(text) > LONGEST_ADDRESS:
        raise BadInput(N_("this is no postal address"), field="address", expected=f"1 to {LONGEST_ADDRESS} characters")
    keys = keystore_of(session).of(campaign.incident_id)
    sealed = seal(keys, text, table=CorrectedAddress.__tablename__, column="address_sealed", row_id=recipient_id)
    row = session.get(CorrectedAddress, recipient_id)
    if row is None:
        row = CorrectedAddress(recipient_id=recipient_id, incident_id=campaign.incident_id)
        session.add(row)
    row.address_sealed, row.at, row.by = sealed, now, by
    session.flush()


def send_returned_again(session: Session, campaign: Campaign, *, by: str, now: datetime) -> int:
    """Let returned letters whose addressee has a better address now be printed again; how many.

    Raises:
        Conflict: the sending was halted.
    """
    if campaign.state not in {"running", "paused", "done"}:
        raise Conflict(N_("This cannot be done: the campaign is {state}."), state=campaign.state)
    better = (
        select(PaperLetter)
        .join(CorrectedAddress, CorrectedAddress.recipient_id == PaperLetter.recipient_id)
        .where(PaperLetter.campaign_id == campaign.id, PaperLetter.state == "returned")
    )
    letters = session.scalars(better).all()
    if letters:
        ready_again(session, [letter.outgoing_id for letter in letters], now=now)
        people = [letter.recipient_id for letter in letters]
        given_up = (LeftOut.recipient_id.in_(people), LeftOut.reason == EXHAUSTED)
        session.execute(delete(LeftOut).where(LeftOut.campaign_id == campaign.id, *given_up))
        for letter in letters:
            letter.state, letter.changed_at = "withdrawn", now  # the next run prints it anew
        if campaign.state == "done":
            campaign.state, campaign.ended_at = "running", None
    what = "Letters that came back are printed again with a better address."
    say(session, campaign, by, now, "letters.again", what, letters=len(letters))
    return len(letters)


def give_up(session: Session, campaign: Campaign, *, reason: str, by: str, now: datetime) -> int:
    """Give up returned letters for which no better address was found; how many. Their people count as not reached."""
    letters = session.scalars(
        select(PaperLetter).where(PaperLetter.campaign_id == campaign.id, PaperLetter.state == "returned")
    ).all()
    for letter in letters:
        move(session, letter, "given_up", reason=letter.reason, at=now, by=by, now=now)
    what = "Letters that came back were given up."
    say(session, campaign, by, now, "letters.given_up", what, letters=len(letters), reason=reason)
    return len(letters)
