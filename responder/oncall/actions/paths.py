"""Escalation paths: written by the house, copied into each incident at its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from responder import ids
from responder.errors import BadInput
from responder.oncall import paths
from responder.oncall.actions.saying import tell_house
from responder.oncall.actions.teams import a_name
from responder.oncall.queries.people import whom_at
from responder.oncall.queries.rotas import find_path, ids_by_name, standard_path
from responder.oncall.records import CopiedPath, Path
from responder.storage.once import insert_once
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

BUILT_IN = "built-in"
LASTING = frozenset({"rota", "team", "person"})


def set_path(session: Session, name: str, text: str, *, rounds: int, standard: bool, by: str, now: datetime) -> Path:
    """Write a path, or change the one of this name. Incidents that have begun keep theirs.

    Args:
        session: The unit of work.
        name: One word.
        text: One level a line, as ``paths.read_levels`` has it.
        rounds: How often it is gone through.
        standard: Whether incidents get it from now on.
        by: Who writes it.
        now: The real instant.

    Raises:
        BadInput: a line cannot be read; it is named.
    """
    plain = a_name(name)
    if not 1 <= rounds <= paths.MOST_ROUNDS:
        raise BadInput(N_("A path is gone through 1 to 20 times"), field="rounds", expected=N_("a number, as 3"))
    levels = paths.read_levels(text, ids_by_name(session))
    path = find_path(session, plain)
    if path is None:
        path = Path(id=ids.new_id(), name=plain, standard=False)
        session.add(path)
    path.levels, path.rounds, path.changed_at = paths.stored(levels), rounds, now
    session.flush()
    if standard:
        session.execute(update(Path).values(standard=False))
        session.execute(update(Path).where(Path.id == path.id).values(standard=True))
        session.refresh(path)
    tell_house(
        session, "path.set", N_("Escalation path {path} set: {levels} levels, {rounds} rounds"), by=by, now=now,
        data={"path": path.id, "levels": path.levels, "standard": path.standard},
        path=plain, levels=len(levels), rounds=rounds,
    )  # fmt: skip
    return path


def copy_path(session: Session, stream: str, *, opener: str, now: datetime) -> None:
    """Give an incident the standard path as it stands now. Safe to repeat: the first copy stays.

    A rota, team or person of it is kept by id, and besides whom it means now: should the rota be gone one day, those
    people are called.
    """
    levels, rounds = standard_path(session)
    means = whom_at(session, now, seats={}, opener=opener)
    kept = [
        paths.Level(
            tuple(
                paths.Target(one.kind, one.name, means(paths.Level((one,), level.wait)) if one.kind in LASTING else ())
                for one in level.targets
            ),
            level.wait,
            level.channels,
        )
        for level in levels
    ]
    name = session.scalars(select(Path.name).where(Path.standard.is_(True))).first() or BUILT_IN
    row = {"stream": stream, "name": name, "levels": paths.stored(kept), "rounds": rounds, "copied_at": now}
    insert_once(session, CopiedPath, row)
