"""The export of a proof bundle: read in one unit of work, written beside its place, then said in the timeline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from responder import __version__
from responder.errors import BadInput, Conflict
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.journal.append import append
from responder.review.bundle import write_bundle
from responder.review.queries import gather, receipts
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.review.bundle import Exported
    from responder.storage.session import Database


def export_bundle(
    database: Database,
    reference: str,
    target: Path,
    *,
    library: Library,
    playbooks: Mapping[str, Playbook],
    by: str,
    now: datetime,
) -> Exported:
    """Write the proof bundle of an incident to ``target`` and note its id in the timeline, after the bundled head.

    Takes the database, not a session: the reading may be long and must hold up nobody, so the noting is a unit of work
    of its own. The bundle stands at ``target`` only once that has committed.

    Raises:
        BadInput: no such incident, or no folder to write to.
        Conflict: ``target`` exists; a bundle is never overwritten.
        Gone: the incident's keys were destroyed.
    """
    if target.exists():
        raise Conflict(N_("There is a file already: {file}. A bundle is never overwritten."), file=target)
    if not target.parent.is_dir():
        raise BadInput(N_("There is no such folder"), field="--bundle", expected=N_("a file in a folder that exists"))
    part = target.with_name(f".{target.name}.part")
    try:
        with database.reading() as session:
            exported = _write(session, reference, part, library=library, playbooks=playbooks, now=now)
        with database.writing() as session:
            note_bundle(session, reference, exported, by=by, now=now)
        os.link(part, target)  # refuses, where rename would overwrite what came in between
    except FileExistsError:
        raise Conflict(N_("There is a file already: {file}. A bundle is never overwritten."), file=target) from None
    finally:
        part.unlink(missing_ok=True)
    return exported


def _write(
    session: Session,
    reference: str,
    part: Path,
    *,
    library: Library,
    playbooks: Mapping[str, Playbook],
    now: datetime,
) -> Exported:
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})  # receipts are read twice
    incident = get_incident(session, reference)
    matter = gather(session, incident, library=library, playbooks=playbooks, now=time_at(incident, now))
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        exported = write_bundle(matter, file, receipts=lambda: receipts(session, incident), toolkit=__version__)
        file.flush()
        os.fsync(file.fileno())
    return exported


def note_bundle(session: Session, reference: str, exported: Exported, *, by: str, now: datetime) -> None:
    """Say in the timeline which bundle was exported, and up to which entry."""
    incident = get_incident(session, reference)
    append(
        session,
        incident.id,
        by=by,
        at=time_at(incident, now),
        tag="bundle.exported",
        what=f"Proof bundle exported, up to entry {exported.head_seq}: {exported.id}",
        data={"bundle": exported.id, "head_seq": exported.head_seq, "head_hash": exported.head_hash},
    )
