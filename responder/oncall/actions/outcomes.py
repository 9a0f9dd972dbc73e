"""What became of each message of a call, said in the timeline as it becomes known."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder.oncall.actions.paging import hurry
from responder.oncall.actions.saying import channel_names, tell
from responder.oncall.records import Page, PageCall, PageTry
from responder.people.queries import SYSTEM, names_of
from responder.post.actions.unknowns import NOT_IN_BOOK, resend
from responder.post.records import Outgoing
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

WATCHED_FOR: Final = timedelta(days=1)
AT_ONCE: Final = 200
WAITING: Final = ("ready", "claimed")
LOST: Final = ("refused", "unreachable", "cancelled")
FINAL: Final = ("delivered", *LOST)

# state of a message → what the timeline says of it
_SAID: Final = {
    "accepted": N_("{channel} to {who}: handed over"),
    "delivered": N_("{channel} to {who}: arrived"),
    "unknown": N_("{channel} to {who}: not known whether it went out"),
    "refused": N_("{channel} to {who}: refused ({code})"),
    "unreachable": N_("{channel} to {who}: could not be handed over ({code})"),
    "cancelled": N_("{channel} to {who}: not sent ({code})"),
}


def note_outcomes(session: Session, now: datetime) -> int:
    """Say what is newly known of the messages of calls. How many lines that are. Safe to repeat.

    Where none of a turn's messages went out the next people are called at once. A message that was lost and that the
    provider's book does not know is sent again: it certainly never arrived.
    """
    rows = session.execute(
        select(PageTry, PageCall.account_id, Outgoing)
        .join(PageCall, PageCall.id == PageTry.call_id)
        .join(Outgoing, Outgoing.id == PageTry.id)
        .where(PageTry.closed_at.is_(None))
        .order_by(PageTry.laid_at)
        .limit(AT_ONCE)
    ).all()
    said = 0
    by_turn: dict[tuple[str, int], list[str]] = defaultdict(list)
    for tried, account_id, outgoing in rows:
        by_turn[tried.page_id, tried.turn].append(outgoing.state)
        if outgoing.state == "unknown" and outgoing.outcome_code == NOT_IN_BOOK:
            resend(session, [outgoing.id], now=now)
            continue
        if outgoing.state in WAITING or tried.told_state == outgoing.state:
            if now - tried.laid_at > WATCHED_FOR:
                tried.closed_at = now
            continue
        _say(session, tried, account_id, outgoing, now)
        said += 1
    session.flush()
    _hurry_lost_turns(session, by_turn, now)
    return said


def _say(session: Session, tried: PageTry, account_id: str, outgoing: Outgoing, now: datetime) -> None:
    page = session.get_one(Page, tried.page_id)
    tried.told_state = outgoing.state
    if outgoing.state in FINAL:
        tried.closed_at = now
    tell(
        session, page, "page.tried", _SAID[outgoing.state], by=SYSTEM, now=now,
        data={"message": tried.id, "account": account_id, "channel": tried.channel, "state": outgoing.state,
              "code": outgoing.outcome_code or ""},
        channel=channel_names([tried.channel]), who=names_of(session, [account_id])[account_id],
        code=outgoing.outcome_code or "",
    )  # fmt: skip


def _hurry_lost_turns(session: Session, by_turn: dict[tuple[str, int], list[str]], now: datetime) -> None:
    for (page_id, turn), states in by_turn.items():
        page = session.get_one(Page, page_id)
        if page.state == "open" and page.turn == turn + 1 and all(state in LOST for state in states):
            laid = session.scalars(select(Outgoing.state).join(PageTry, PageTry.id == Outgoing.id).where(
                PageTry.page_id == page_id, PageTry.turn == turn))  # fmt: skip
            if all(state in LOST for state in laid):
                hurry(session, page, now)
