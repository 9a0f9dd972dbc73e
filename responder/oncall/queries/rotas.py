"""Reads of rotas, teams, absences and paths."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.errors import NotFound
from responder.oncall import paths, plans
from responder.oncall.records import Absence, CopiedPath, Deputy, Feed, Path, Rota, RotaSwap, Team, TeamMember
from responder.oncall.rotas import Away, Plan, Shift, Swap, of_account, on_call, shifts
from responder.people.queries import list_accounts, token_hash
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.people.records import Account


def list_rotas(session: Session) -> Sequence[Rota]:
    return session.scalars(select(Rota).order_by(Rota.name)).all()


def get_rota(session: Session, name: str) -> Rota:
    """The rota of this name or id."""
    found = session.scalars(select(Rota).where((Rota.name == name) | (Rota.id == name))).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such rota"), field="rota", do=N_("`responder rota list` shows them all."))
    return found


def plan_of(session: Session, rota: Rota, *, since: datetime) -> Plan:
    """The rota as it counts from ``since`` on: layers, swaps and absences that are not over by then."""
    swaps = session.scalars(
        select(RotaSwap)
        .where(RotaSwap.rota_id == rota.id, RotaSwap.ends > since)
        .order_by(RotaSwap.made_at, RotaSwap.id)
    )
    return Plan(
        zone=rota.zone,
        layers=tuple(map(plans.loaded, rota.layers)),
        swaps=tuple(Swap(row.layer, row.account_id, row.begins, row.ends) for row in swaps),
        away=tuple(Away(row.account_id, row.begins, row.ends) for row in list_absences(session, since)),
        holidays=frozenset(map(date.fromisoformat, rota.holidays)),
    )


def list_swaps(session: Session, rota: Rota, since: datetime) -> Sequence[RotaSwap]:
    """Swaps and imported shifts that are not over."""
    wanted = select(RotaSwap).where(RotaSwap.rota_id == rota.id, RotaSwap.ends > since)
    return session.scalars(wanted.order_by(RotaSwap.begins, RotaSwap.id)).all()


def who_is_on_call(session: Session, rota: Rota, at: datetime) -> tuple[str, ...]:
    """The account ids on call, who answers first foremost."""
    return on_call(plan_of(session, rota, since=at), at)


def shifts_of(session: Session, account_id: str, begins: datetime, ends: datetime) -> list[tuple[Rota, Shift]]:
    """Every shift of one person in every rota."""
    return [
        (rota, shift)
        for rota in list_rotas(session)
        for shift in of_account(shifts(plan_of(session, rota, since=begins), begins, ends), account_id)
    ]


def list_absences(session: Session, since: datetime) -> Sequence[Absence]:
    """Who is or will be away, from ``since`` on."""
    return session.scalars(select(Absence).where(Absence.ends > since).order_by(Absence.begins, Absence.id)).all()


def list_teams(session: Session) -> Sequence[Team]:
    return session.scalars(select(Team).order_by(Team.name)).all()


def get_team(session: Session, name: str) -> Team:
    """The team of this name or id."""
    found = session.scalars(select(Team).where((Team.name == name) | (Team.id == name))).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such team"), field="team", do=N_("`responder team list` shows them all."))
    return found


def members_of(session: Session) -> dict[str, list[str]]:
    """Team id → account ids."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in session.scalars(select(TeamMember).order_by(TeamMember.account_id)):
        found[row.team_id].append(row.account_id)
    return found


def deputies(session: Session) -> dict[str, str]:
    """Account id → their deputy's."""
    return {row.account_id: row.deputy_id for row in session.scalars(select(Deputy))}


def list_paths(session: Session) -> Sequence[Path]:
    return session.scalars(select(Path).order_by(Path.name)).all()


def find_path(session: Session, name: str) -> Path | None:
    return session.scalars(select(Path).where((Path.name == name) | (Path.id == name))).one_or_none()


def path_of(session: Session, stream: str) -> tuple[tuple[paths.Level, ...], int]:
    """The levels and rounds by which people of ``stream`` are called: its own copy, else the standard path of today."""
    copied = session.get(CopiedPath, stream)
    if copied is not None:
        return paths.loaded(copied.levels), copied.rounds
    return standard_path(session)


def find_copied_path(session: Session, stream: str) -> CopiedPath | None:
    return session.get(CopiedPath, stream)


def standard_path(session: Session) -> tuple[tuple[paths.Level, ...], int]:
    """The house's standard path; the built-in one where it wrote none."""
    found = session.scalars(select(Path).where(Path.standard.is_(True))).first()
    return (paths.loaded(found.levels), found.rounds) if found is not None else (paths.standard(), paths.ROUNDS)


def ids_by_name(session: Session) -> dict[tuple[str, str], str]:
    """(kind, name) → id of everything a path may name."""
    return {
        **{("rota", rota.name): rota.id for rota in list_rotas(session)},
        **{("team", team.name): team.id for team in list_teams(session)},
        **{("person", account.login): account.id for account in list_accounts(session, disabled=False)},
    }


def names_by_id(session: Session) -> dict[tuple[str, str], str]:
    """(kind, id) → name: for writing a path out."""
    logins = {("person", account.id): account.login for account in list_accounts(session)}
    return {**{(kind, found): name for (kind, name), found in ids_by_name(session).items()}, **logins}


def owner_of_feed(session: Session, token: str) -> Account | None:
    """Whose calendar a secret address shows; nobody's once the account is disabled."""
    row = session.scalars(select(Feed).where(Feed.token_hash == token_hash(token))).one_or_none()
    accounts = {account.id: account for account in list_accounts(session, disabled=False)} if row is not None else {}
    return accounts.get(row.account_id) if row is not None else None


def has_feed(session: Session, account_id: str) -> bool:
    return session.get(Feed, account_id) is not None
