"""Answering a call: by its link, by text message, by a key, at the console. One answer ends it everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.oncall.actions.paging import ANSWERED, WITHDRAWN, end_page
from responder.oncall.actions.saying import in_all_languages, tell
from responder.oncall.answers import answered_by_text
from responder.oncall.queries.pages import (
    STANDING,
    accounts_at,
    code_for,
    find_call,
    find_call_of_message,
    get_page,
    list_standing_calls,
)
from responder.oncall.records import Page
from responder.people.queries import SYSTEM, find_account, names_of
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.oncall.records import PageCall

HOW = {
    "link": N_("by the link"),
    "sms": N_("by text message"),
    "voice": N_("by a key of the telephone"),
    "email": N_("by email"),
    "console": N_("at the console"),
    "command": N_("on the command line"),
    "deed": N_("by doing what it was about"),
}


def answer(session: Session, page: Page, *, by: str, how: str, now: datetime) -> bool:
    """Somebody has it. False if the call had ended before; ``page`` says by whom.

    Args:
        session: The unit of work.
        page: The call.
        by: Who answers, an account id.
        how: A key of ``HOW``.
        now: The real instant.
    """
    if not end_page(session, page, ANSWERED, by=by, how=how, now=now):
        return False
    who = names_of(session, [by])[by]
    tell(
        session, page, "page.answered", N_("{who} answers the call ({how}); nobody else is called"), by=by, now=now,
        data={"how": how, "after_seconds": int((now - page.begun_at).total_seconds())},
        who=who, how=in_all_languages(HOW[how]),
    )  # fmt: skip
    return True


def withdraw(session: Session, page: Page, *, by: str, now: datetime) -> bool:
    """The call is needed no more. False if it had ended before."""
    if not end_page(session, page, WITHDRAWN, by=by, how="console", now=now):
        return False
    tell(session, page, "page.withdrawn", N_("The call is taken back"), by=by, now=now, data={})
    return True


def answer_by_link(session: Session, token: str, now: datetime) -> Page | None:
    """Answer with the token of a link; the page as it stands then. None for a token of no call.

    A link of somebody whose account is disabled answers nothing.
    """
    found = find_call(session, token)
    return None if found is None else _by_call(session, found, how="link", now=now)


def answer_by_message(session: Session, message_id: str, *, how: str, now: datetime) -> Page | None:
    """Answer by what came back to one of our messages: a key in the call, a mail in reply."""
    found = find_call_of_message(session, message_id)
    return None if found is None else _by_call(session, found, how=how, now=now)


def answer_by_text(session: Session, number: str, body: str, now: datetime) -> Page | None:
    """Answer by a text message from ``number``; None if it answers no call, or it cannot be told which."""
    accounts = [account.id for account in accounts_at(session, number)]
    calls = {call.id: call for call in list_standing_calls(session, accounts)} if accounts else {}
    meant = answered_by_text(body, {call_id: code_for(session, call_id) for call_id in calls})
    return None if meant is None else _by_call(session, calls[meant], how="sms", now=now)


def answer_about(session: Session, stream: str, about: str, *, by: str, now: datetime) -> int:
    """What a call was about is done or taken over: it is answered. How many calls that were."""
    wanted = select(Page).where(Page.stream == stream, Page.about == about, Page.state.in_(STANDING))
    return sum(answer(session, page, by=by, how="deed", now=now) for page in session.scalars(wanted).all())


def withdraw_stream(session: Session, stream: str, *, now: datetime) -> int:
    """End every standing call of an incident that was closed."""
    wanted = select(Page).where(Page.stream == stream, Page.state.in_(STANDING))
    return sum(withdraw(session, page, by=SYSTEM, now=now) for page in session.scalars(wanted).all())


def _by_call(session: Session, found: PageCall, *, how: str, now: datetime) -> Page | None:
    account = find_account(session, found.account_id)
    if account is None or account.disabled_at is not None:
        return None
    page = get_page(session, found.page_id)
    answer(session, page, by=account.id, how=how, now=now)
    return page
