"""Bringing past incidents in, with their true dates: judged by the law of their date, and nobody is reminded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.agenda.actions import cancel_stream
from responder.errors import BadInput, ResponderError
from responder.facts import actions as facts
from responder.facts.snapshot import leaves
from responder.flow.advancing import advance
from responder.intake import actions as intake
from responder.intake.queries.past import find_imported
from responder.response.actions.follow import KINDS
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.past import PastIncident
    from responder.intake.records import Incident


@dataclass(frozen=True)
class Brought:
    """What became of an entry: the incident, and whether it had been brought in before."""

    incident: Incident
    known: bool


def import_past(
    session: Session, past: Sequence[PastIncident], *, name: str, books: Books, by: str, now: datetime
) -> list[Brought]:
    """Bring in past incidents, all or none. One with the same title and opening as an imported one is left as it is.

    Occurred times are those of the file; the timeline shows beside each when it was recorded. Obligations are judged
    by the law of their date. No reminder, call or review is planned.

    Raises:
        BadInput: a fact cannot be taken; names file, line and field.
    """
    return [_bring(session, entry, name=name, books=books, by=by, now=now) for entry in past]


def _bring(session: Session, past: PastIncident, *, name: str, books: Books, by: str, now: datetime) -> Brought:
    known = find_imported(session, past.title, past.opened_at)
    if known is not None:
        return Brought(known, known=True)
    incident = intake.open_incident(
        session,
        title=past.title,
        by=by,
        now=past.opened_at,
        severity=past.severity,
        language=past.language,
        zone=past.zone,
        restricted=past.restricted,
    )
    intake.note_import(session, incident, by=by, now=now)
    for noted in past.timeline:
        intake.add_entry(session, incident, noted.what, by=by, at=noted.at)
    said = leaves({"format": "", **past.facts}) if past.facts else {}
    if said:
        _record(session, incident, said, past, name=name, books=books, by=by)
    advance(session, incident, books=books, by=by, now=now)
    intake.change_state(
        session, incident, "closed", reason=past.reason or "As imported", by=by, now=past.closed_at,
        closed_as=past.closed_as,
    )  # fmt: skip
    cancel_stream(session, incident.id, kinds=(*KINDS, "obligation"))
    return Brought(incident, known=False)


def _record(
    session: Session,
    incident: Incident,
    said: dict[str, object],
    past: PastIncident,
    *,
    name: str,
    books: Books,
    by: str,
) -> None:
    """Facts as of the closing: what was known then at the latest."""
    try:
        facts.record_facts(
            session, incident, said, library=books.library, by=by, now=past.closed_at, since=past.opened_at,
            reason=N_("Imported"),
        )  # fmt: skip
    except BadInput as wrong:
        raise BadInput(
            str(ResponderError(wrong.message, **wrong.values)),
            file=name,
            line=past.line,
            field=wrong.field,
            expected=wrong.expected,
            do=wrong.do,
        ) from None
