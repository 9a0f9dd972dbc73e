"""Teams, absences, deputies and secret calendar addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from responder import ids
from responder.errors import BadInput, Conflict, NotFound
from responder.oncall.actions.saying import tell_house
from responder.oncall.records import Absence, Deputy, Feed, Team, TeamMember
from responder.people.queries import token_hash
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.people.records import Account

LONGEST_NAME = 60


def a_name(name: str) -> str:
    """A name as paths can write it: one word, without a colon.

    Raises:
        BadInput: it cannot be taken.
    """
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or any(letter.isspace() or letter in ":," for letter in plain):
        raise BadInput(
            N_("The name cannot be taken"),
            field="name",
            expected=N_("one word of at most 60 letters, such as security-night"),
        )
    return plain


def set_team(session: Session, name: str, members: Iterable[Account], *, by: str, now: datetime) -> Team:
    """Make a team, or give an existing one these members."""
    plain = a_name(name)
    team = session.scalars(select(Team).where(Team.name == plain)).one_or_none()
    if team is None:
        team = Team(id=ids.new_id(), name=plain, made_at=now)
        session.add(team)
        session.flush()
    session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    logins = {account.id: account.login for account in members}
    session.add_all(TeamMember(team_id=team.id, account_id=account) for account in logins)
    session.flush()
    tell_house(
        session, "team.set", N_("Team {team}: {members}"), by=by, now=now,
        data={"team": team.id, "members": list(logins)}, team=plain, members=", ".join(logins.values()) or "–",
    )  # fmt: skip
    return team


def set_deputy(session: Session, account: Account, deputy: Account | None, *, by: str, now: datetime) -> None:
    """Who is called in somebody's place while they are away. None: nobody any more.

    Raises:
        Conflict: one cannot be one's own deputy.
    """
    if deputy is not None and deputy.id == account.id:
        raise Conflict(N_("Nobody is their own deputy."))
    session.execute(delete(Deputy).where(Deputy.account_id == account.id))
    if deputy is not None:
        session.add(Deputy(account_id=account.id, deputy_id=deputy.id))
    session.flush()
    tell_house(
        session, "deputy.set", N_("Deputy of {login}: {deputy}"), by=by, now=now,
        data={"account": account.id, "deputy": deputy.id if deputy else None},
        login=account.login, deputy=deputy.login if deputy else "–",
    )  # fmt: skip


def set_away(
    session: Session, account: Account, begins: datetime, ends: datetime, *, by: str, now: datetime
) -> Absence:
    """Somebody cannot be called for a while.

    Raises:
        BadInput: it ends before it begins.
    """
    if ends <= begins:
        raise BadInput(N_("It ends before it begins"), field="ends", expected=N_("a later time"))
    row = Absence(id=ids.new_id(), account_id=account.id, begins=begins, ends=ends, made_by=by, made_at=now)
    session.add(row)
    session.flush()
    tell_house(
        session, "absence.set", N_("{login} is away from {begins} to {ends}"), by=by, now=now,
        data={"account": account.id, "absence": row.id},
        login=account.login, begins=begins.isoformat(timespec="minutes"), ends=ends.isoformat(timespec="minutes"),
    )  # fmt: skip
    return row


def end_away(session: Session, absence_id: str, *, account_id: str | None, by: str, now: datetime) -> None:
    """Back already, or never gone.

    Args:
        session: The unit of work.
        absence_id: Which.
        account_id: Whose it must be; None for anybody's.
        by: Who says so.
        now: The real instant.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Absence, absence_id)
    if row is None or (account_id is not None and row.account_id != account_id):
        raise NotFound(N_("There is no such absence"), field="absence")
    session.delete(row)
    session.flush()
    data = {"account": row.account_id, "absence": absence_id}
    tell_house(session, "absence.ended", N_("An absence is taken back"), by=by, now=now, data=data)


def make_feed(session: Session, account: Account, *, now: datetime) -> str:
    """A new secret address for somebody's calendar; the former one no longer works. Its token is shown this once."""
    token = ids.new_token()
    session.execute(delete(Feed).where(Feed.account_id == account.id))
    session.add(Feed(account_id=account.id, token_hash=token_hash(token), made_at=now))
    session.flush()
    tell_house(
        session, "feed.made", N_("A secret calendar address was made for {login}"), by=account.id, now=now,
        data={"account": account.id}, login=account.login,
    )  # fmt: skip
    return token
