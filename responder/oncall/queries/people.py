"""Whom a level of a path means at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.oncall import paths
from responder.oncall.ladder import next_turn
from responder.oncall.queries.rotas import deputies, list_absences, members_of, who_is_on_call
from responder.oncall.records import Page, PageCall, PageTry, Rota
from responder.people.permissions import ADMINISTRATOR
from responder.people.records import Account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.oncall.paths import Level, Target


def whom_at(
    session: Session, now: datetime, *, seats: Mapping[str, Sequence[str]], opener: str
) -> Callable[[Level], tuple[str, ...]]:
    """Level → the account ids to call at ``now``: active accounts; who is away is stood in for by their deputy."""
    active = set(session.scalars(select(Account.id).where(Account.disabled_at.is_(None))))
    away = {row.account_id for row in list_absences(session, now) if row.begins <= now}
    stands_in = deputies(session)

    def present(accounts: Iterable[str]) -> list[str]:
        here = [stands_in.get(one, one) if one in away else one for one in accounts]
        return [one for one in here if one in active]

    def means(target: Target) -> list[str]:
        return present(_live(session, target, now, seats, opener)) or present(target.stood)

    return lambda level: tuple(dict.fromkeys(one for target in level.targets for one in means(target)))


def next_called(session: Session, page_id: str, at: datetime, *, seats: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Whom the next turn of an open call would call at ``at``; nobody once the call or its path is over."""
    page = session.get(Page, page_id)
    if page is None or page.state != "open":
        return ()
    turn = next_turn(
        paths.loaded(page.levels),
        page.rounds,
        after=page.turn,
        called=called_so_far(session, page),
        whom=whom_at(session, at, seats=seats, opener=page.opener),
    )
    return turn.people if turn is not None else ()


def called_so_far(session: Session, page: Page) -> set[tuple[int, str]]:
    """(turn, account id) of everybody called."""
    rows = session.execute(
        select(PageTry.turn, PageCall.account_id)
        .join(PageCall, PageCall.id == PageTry.call_id)
        .where(PageTry.page_id == page.id)
    )
    return {(turn, account) for turn, account in rows}


def _live(  # noqa: PLR0911 -- one answer a kind of target
    session: Session, target: Target, now: datetime, seats: Mapping[str, Sequence[str]], opener: str
) -> Sequence[str]:
    match target.kind:
        case "rota":
            rota = session.get(Rota, target.name)
            return who_is_on_call(session, rota, now)[:1] if rota is not None else ()
        case "team":
            return members_of(session).get(target.name, ())
        case "person":
            return (target.name,)
        case "seat":
            return seats.get(target.name, ())
        case "opener":
            return (opener,)
        case "administrators":
            return session.scalars(select(Account.id).where(Account.permission_set == ADMINISTRATOR)).all()
    return ()
