"""The words of a call. A message may be read by whoever broke in: a code name, a reference, how to answer; no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder.channels.port import Message
from responder.oncall.actions.paging import ANSWERED, WITHDRAWN
from responder.oncall.queries.pages import code_for, token_of
from responder.oncall.records import Page, PageTry
from responder.people.queries import email_of, phone_of
from responder.people.records import Account
from responder.post.work import Withheld
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Sender
    from responder.post.work import Batch, Claimed, Composed, Composer

ANSWER_PATH: Final = "/answer/"

# why people are called → what is said
WHY: Final = {
    "call": N_("You are called to an incident."),
    "unanswered": N_("Something of an incident is due and nobody answers for it."),
    "signal": N_("An alarm was raised and nobody has taken it."),
    "glass": N_("Somebody looked into a restricted incident without being named in it."),
    "clock": N_("The clock of Responder stands still: nothing is sent and nobody is reminded."),
    "trial": N_("This is a trial call that you asked for yourself."),
}


def page_composer(sender: Sender, public_url: str | None) -> Composer:
    """The composer of calls for the post. It never waits for a better hour: a call is for now."""

    def compose(session: Session, batch: Batch, now: datetime) -> Sequence[Composed]:
        return [_composed(session, row, sender, public_url, now) for row in batch.rows]

    return compose


def _composed(session: Session, row: Claimed, sender: Sender, public_url: str | None, now: datetime) -> Composed:
    tried, account = session.get(PageTry, row.id), session.get(Account, row.party_id)
    page = session.scalars(select(Page).where(Page.id == tried.page_id)).one_or_none() if tried is not None else None
    if page is None or tried is None:
        return Withheld("destroyed")
    if page.state in {ANSWERED, WITHDRAWN}:
        return Withheld(ANSWERED)
    if account is None or account.disabled_at is not None:
        return Withheld("no_account")
    to = (email_of if row.channel == "email" else phone_of)(session, account)
    if to is None:
        return Withheld("no_address")
    link = f"{public_url.rstrip('/')}{ANSWER_PATH}{token_of(session, tried.call_id)}" if public_url else ""
    language = account.language
    return Message(
        id=row.id,
        scope=page.stream,
        medium=row.channel,
        to=to,
        subject=say(N_("{code_name}: you are called, answer now"), language, code_name=_named(page)),
        text=_text(page, tried, link, code_for(session, tried.call_id), language),
        from_=sender,
        at=now,
        language=language,
    )


def _text(page: Page, tried: PageTry, link: str, code: str, language: str) -> str:
    """A text message says which turn it is: a book that knows no id of ours tells two of them apart by nothing else."""
    why = say(WHY[page.why], language)
    if tried.channel == "voice":
        press = N_("{why} Its code name is {code_name}. To say that you have it, press 1.")
        return say(press, language, why=why, code_name=_named(page))
    by_link = say(N_("Answer: {link}"), language, link=link) if link else ""
    if tried.channel == "sms":
        reply = say(N_("Or reply {code}.") if link else N_("To answer reply {code}."), language, code=code)
        return " ".join(part for part in (f"{_matter(page)} #{tried.turn + 1}:", why, by_link, reply) if part)
    tell_nobody = say(N_("One answer is enough: it stops the calls to everybody else."), language)
    return "\n\n".join(part for part in (why, _matter(page), by_link, tell_nobody) if part) + "\n"


def _named(page: Page) -> str:
    return page.code_name or page.reference or "Responder"


def _matter(page: Page) -> str:
    return ", ".join(dict.fromkeys(part for part in (page.code_name, page.reference) if part)) or "Responder"
