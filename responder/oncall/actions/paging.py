"""Calling people: begin a call, take its turns, end it.

A turn is a due row of the agenda. Taking it lays its messages into the post, says so and plans the next turn, all in
the unit of work in which the row is settled: killed at any moment, a turn is taken whole or not at all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from responder import ids
from responder.agenda.actions import acknowledge_due, cancel_due, plan_due
from responder.intake.drill_time import lasting
from responder.intake.records import Incident
from responder.oncall import paths
from responder.oncall.actions.saying import channel_names, tell
from responder.oncall.ladder import Turn, next_turn
from responder.oncall.queries.pages import STANDING, find_open, token_of
from responder.oncall.queries.people import called_so_far, whom_at
from responder.oncall.queries.rotas import deputies, path_of
from responder.oncall.records import Page, PageCall, PageTry
from responder.people.queries import SYSTEM, names_of, token_hash
from responder.post.actions.groups import cancel_ready, close_gate, lay, make_group, outgoing_id
from responder.storage.once import insert_once
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.agenda.records import DueItem

DUE: Final = "page"
"""The kind of due row that is a turn of a call; its subject is the page's id."""
COMPOSER: Final = "page"
URGENCY: Final = 1000
FIRST_WAIT: Final = timedelta(minutes=5)
A_SECOND: Final = timedelta(seconds=1)
ANSWERED, WITHDRAWN = "answered", "withdrawn"
REAL: Final = "real"


def call(  # noqa: PLR0913 -- whom, about what, in whose words
    session: Session,
    *,
    stream: str,
    about: str,
    why: str,
    first: Sequence[str],
    by: str,
    now: datetime,
    opener: str = "",
    reference: str = "",
    code_name: str = "",
    language: str = "en",
    wait: timedelta = FIRST_WAIT,
    alone: bool = False,
) -> Page:
    """Begin a call, or join the open one about the same.

    Args:
        session: The unit of work.
        stream: The incident's id, or ``house``.
        about: What it is about, an id: two calls about one thing are one.
        why: A key of ``composing.WHY``.
        first: Account ids called at once; after them come their deputies, then the stream's path.
        by: Who calls.
        now: The real instant.
        opener: Account that the path means by ``opener``.
        reference: As ``INC-2026-0007``; an incident's own where it is one.
        code_name: As messages may name the matter; as ``reference``.
        language: Of the lines that say so, where it is no incident.
        wait: How long those called first have to answer.
        alone: Whether nobody else is called when they do not answer, as in a trial.
    """
    known = find_open(session, stream, about)
    if known is not None:
        return known
    incident = session.get(Incident, stream)
    levels, rounds = _way_up(session, stream, first, wait, alone=alone)
    page = Page(
        id=ids.new_id(),
        stream=stream,
        kind=incident.kind if incident is not None else REAL,
        reference=incident.number if incident is not None else reference,
        code_name=incident.code_name if incident is not None else code_name,
        language=incident.language if incident is not None else language,
        about=about,
        why=why,
        levels=paths.stored(levels),
        rounds=rounds,
        turn=0,
        opener=opener or (incident.opened_by if incident is not None else ""),
        begun_at=now,
        begun_by=by,
        state="open",
    )
    session.add(page)
    session.flush()
    _plan(session, page, now, now)
    tell(session, page, "page.begun", N_("A call begins"), by=by, now=now, data={"why": why, "about": about})
    return page


def _way_up(
    session: Session, stream: str, first: Sequence[str], wait: timedelta, *, alone: bool
) -> tuple[tuple[paths.Level, ...], int]:
    """Those called by name, after them their deputies, then the path; and how often it is gone through."""
    named = tuple(paths.Target("person", account) for account in first)
    if alone:
        return (paths.Level(named, wait),), 1
    stand_ins = deputies(session)
    others = tuple(paths.Target("person", stand_ins[one]) for one in first if one in stand_ins)
    levels, rounds = path_of(session, stream)
    return (*(paths.Level(whom, wait) for whom in (named, others) if whom), *levels), rounds


def take_turn(session: Session, item: DueItem, now: datetime, *, seats: Mapping[str, Sequence[str]]) -> None:
    """Call the next people of a page whose turn is due; at the end of the path say that nobody answered.

    Args:
        session: The unit of work in which the due row is settled.
        item: The due row; its subject is the page.
        now: The real instant.
        seats: Seat → account ids on it, for levels that name seats.
    """
    page = session.scalars(select(Page).where(Page.id == item.subject_id).with_for_update()).one_or_none()
    if page is None or page.state != "open":
        return
    turn = next_turn(
        paths.loaded(page.levels),
        page.rounds,
        after=page.turn,
        called=called_so_far(session, page),
        whom=whom_at(session, now, seats=seats, opener=page.opener),
    )
    if turn is None:
        page.state, page.ended_at = "unanswered", now
        tell(
            session, page, "page.unanswered", N_("Nobody answered the call; everybody on the path was called"),
            by=SYSTEM, now=now, data={"turns": page.turn},
        )  # fmt: skip
        return
    page.turn = turn.number + 1
    _lay(session, page, turn, now)
    incident = session.get(Incident, page.stream)
    wait = turn.level.wait if incident is None else lasting(incident, turn.level.wait)
    _plan(session, page, now + wait, now)
    names = names_of(session, turn.people)
    tell(
        session, page, "page.called", N_("Called: {who}, by {channels}"), by=SYSTEM, now=now,
        data={"turn": turn.number, "accounts": list(turn.people), "channels": list(turn.level.channels)},
        who=", ".join(names[one] for one in turn.people), channels=channel_names(turn.level.channels),
    )  # fmt: skip


def end_page(session: Session, page: Page, state: str, *, by: str, how: str, now: datetime) -> bool:
    """End a call for everybody at once: what was not handed over yet is not sent. False if somebody was first.

    Args:
        session: The unit of work.
        page: The call.
        state: ``answered`` or ``withdrawn``.
        by: Who answers it, an account id.
        how: ``link``, ``sms``, ``voice``, ``console``, ``command``, ``email`` or ``deed``.
        now: The real instant.
    """
    ended = session.execute(
        update(Page)
        .where(Page.id == page.id, Page.state.in_(STANDING))
        .values(state=state, ended_at=now, answered_by=by, answered_how=how)
        .returning(Page.id)
        .execution_options(synchronize_session=False)
    ).first()
    if ended is None:
        return False
    session.refresh(page)
    cancel_due(session, kind=DUE, subject=page.id)
    acknowledge_due(session, kind=DUE, subject=page.id, by=by, now=now)
    for group_id in session.scalars(select(PageTry.group_id).where(PageTry.page_id == page.id).distinct()):
        close_gate(session, group_id)
        cancel_ready(session, group_id, code=ANSWERED, now=now)
    return True


def hurry(session: Session, page: Page, now: datetime) -> None:
    """Do not wait for people none of whose messages went out: the next turn is due in a second."""
    if page.state == "open":
        _plan(session, page, now + A_SECOND, now)


def _lay(session: Session, page: Page, turn: Turn, now: datetime) -> None:
    group = make_group(
        session,
        group_id=ids.derived_id(DUE, page.id, str(turn.number)),
        stream=page.stream,
        kind=page.kind,
        composer=COMPOSER,
        channels=turn.level.channels,
        now=now,
        urgency=URGENCY,
        running=True,
    )
    rows: list[dict[str, Any]] = []
    for account in turn.people:
        call_id = _call_of(session, page, account, now)
        for rung, channel in enumerate(turn.level.channels):
            rows.append({"party_id": account, "rung": rung, "channel": channel})
            session.add(
                PageTry(
                    id=outgoing_id(group.id, account, rung),
                    page_id=page.id,
                    call_id=call_id,
                    group_id=group.id,
                    turn=turn.number,
                    channel=channel,
                    laid_at=now,
                    told_state=None,
                    closed_at=None,
                )
            )
    lay(session, group, rows, now=now)


def _call_of(session: Session, page: Page, account: str, now: datetime) -> str:
    call_id = ids.derived_id("page call", page.id, account)
    answer = token_hash(token_of(session, call_id))
    row = {"id": call_id, "page_id": page.id, "account_id": account, "answer_hash": answer, "called_at": now}
    insert_once(session, PageCall, row)
    return call_id


def _plan(session: Session, page: Page, at: datetime, now: datetime) -> None:
    plan_due(session, stream=page.stream, kind=DUE, subject=page.id, at=at, now=now, data={"page": page.id})
