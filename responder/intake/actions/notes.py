"""Notes written elsewhere, as in the go-bag, brought into a timeline with their own times."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from responder.errors import BadInput
from responder.journal.append import append
from responder.journal.queries import page
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

AT_ONCE = 500
TAG = "timeline.imported"


def import_notes(
    session: Session, incident: Incident, notes: Sequence[Mapping[str, str]], *, name: str, by: str, now: datetime
) -> int:
    """Bring notes in, each once, whoever gives the file again; how many are new.

    Args:
        session: The unit of work.
        incident: Whose timeline.
        notes: As ``formats.sealed_page.read_notes`` gives them.
        name: Of the file, for errors.
        by: Who brings them.
        now: No note is later.

    Raises:
        BadInput: a time that is none, or lies in the future. Nothing is taken then.
    """
    known = _known(session, incident)
    fresh = [note for note in notes if note["id"] not in known and note["what"].strip()]
    for note in sorted(fresh, key=lambda each: each["at"]):
        who = f"{note['who'].strip()}: " if note["who"].strip() else ""
        append(
            session, incident.id, by=by, at=_instant(note["at"], name, now), tag=TAG,
            what=f"{who}{note['what'].strip()}", data={"note": note["id"]},
        )  # fmt: skip
    return len(fresh)


def _known(session: Session, incident: Incident) -> set[str]:
    found: set[str] = set()
    beyond, more = 0, True
    while more:
        lines = page(session, incident.id, beyond=beyond, limit=AT_ONCE, privileged=True)
        found |= {line["data"]["note"] for line in lines.lines if line["tag"] == TAG and line["data"]}
        more, beyond = lines.more, lines.lines[-1]["seq"] if lines.lines else 0
    return found


def _instant(written: str, name: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at > now:
        raise BadInput(N_("This is no time of a note"), file=name, field="at", expected="2026-11-24T23:40:00Z")
    return at
