"""Reads of calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from responder.errors import NotFound
from responder.oncall.answers import code_of
from responder.oncall.records import Page, PageCall, PageTry
from responder.people.queries import list_accounts, phone_of, token_hash
from responder.post.records import Outgoing
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import lookup_hash
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from responder.people.records import Account

STANDING = ("open", "unanswered")
"""A call that may still be answered."""
TOKEN_LENGTH = 26
"""Hex digits, 104 bits: short enough for a text message, and beyond guessing."""


@dataclass(frozen=True)
class Tried:
    """One message of a call, with what became of it: ``state`` and ``code`` are those of the post."""

    try_: PageTry
    account_id: str
    state: str
    code: str | None


def get_page(session: Session, page_id: str) -> Page:
    page = session.get(Page, page_id)
    if page is None:
        raise NotFound(N_("There is no such call"), field="page")
    return page


def find_open(session: Session, stream: str, about: str) -> Page | None:
    """The open call about this, if there is one."""
    wanted = select(Page).where(Page.stream == stream, Page.about == about, Page.state == "open")
    return session.scalars(wanted).one_or_none()


def find_answered(session: Session, stream: str, about: str) -> Page | None:
    """The call about ``about`` that somebody answered; the newest if there were several."""
    wanted = select(Page).where(Page.stream == stream, Page.about == about, Page.state == "answered")
    return session.scalars(wanted.order_by(Page.ended_at.desc()).limit(1)).first()


def list_pages(
    session: Session, *, stream: str | None = None, standing: bool = False, limit: int = 50
) -> Sequence[Page]:
    """Calls, the newest first: of one stream or of all; ``standing`` are those nobody has answered yet."""
    wanted = select(Page).order_by(Page.begun_at.desc(), Page.id.desc()).limit(limit)
    if stream is not None:
        wanted = wanted.where(Page.stream == stream)
    return session.scalars(wanted.where(Page.state.in_(STANDING)) if standing else wanted).all()


def list_calls(session: Session, page: Page) -> Sequence[PageCall]:
    return session.scalars(select(PageCall).where(PageCall.page_id == page.id).order_by(PageCall.called_at)).all()


def list_tries(session: Session, page: Page) -> list[Tried]:
    """Every message of a call, in order."""
    rows = session.execute(
        select(PageTry, PageCall.account_id, Outgoing.state, Outgoing.outcome_code)
        .join(PageCall, PageCall.id == PageTry.call_id)
        .join(Outgoing, Outgoing.id == PageTry.id)
        .where(PageTry.page_id == page.id)
        .order_by(PageTry.turn, PageTry.laid_at, PageTry.id)
    )
    return [Tried(*row) for row in rows]


def find_call(session: Session, token: str) -> PageCall | None:
    """The call that a link answers."""
    return session.scalars(select(PageCall).where(PageCall.answer_hash == token_hash(token))).one_or_none()


def find_call_of_message(session: Session, message_id: str) -> PageCall | None:
    """The call that a message of ours belongs to: an answer to it by telephone or mail names the message."""
    return session.scalars(
        select(PageCall).join(PageTry, PageTry.call_id == PageCall.id).where(PageTry.id == message_id)
    ).one_or_none()


def list_standing_calls(session: Session, accounts: Sequence[str]) -> Sequence[PageCall]:
    """Calls to these people that nobody has answered."""
    wanted = select(PageCall).join(Page, Page.id == PageCall.page_id)
    wanted = wanted.where(PageCall.account_id.in_(accounts), or_(*(Page.state == state for state in STANDING)))
    return session.scalars(wanted.order_by(PageCall.called_at.desc())).all()


def accounts_at(session: Session, number: str) -> list[Account]:
    """Active accounts with this telephone number."""
    return [account for account in list_accounts(session, disabled=False) if phone_of(session, account) == number]


def token_of(session: Session, call_id: str) -> str:
    """The token of the link that answers a call; made from its id by the house's key, so that it is stored nowhere."""
    return lookup_hash(keystore_of(session).of(HOUSE), "page.answer", call_id)[:TOKEN_LENGTH]


def code_for(session: Session, call_id: str) -> str:
    """The four digits that answer a call by text message."""
    return code_of(lookup_hash(keystore_of(session).of(HOUSE), "page.code", call_id))
